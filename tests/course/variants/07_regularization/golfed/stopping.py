def early_stopping(l, p, d):
    b = 0
    for e in range(len(l)):
        b = e if l[b] - d > l[e] else b
        if e == b + p: return e, b
    return e, b
