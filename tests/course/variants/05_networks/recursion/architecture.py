def count_parameters(sizes):
    if len(sizes) < 2:
        return 0
    n_in, n_out, *rest = sizes
    return n_out * (1 + n_in) + count_parameters([n_out, *rest])


def collapse_linear(w1, b1, w2, b2):
    w = w1.dot(w2)
    return w, b2 + b1.dot(w2)
