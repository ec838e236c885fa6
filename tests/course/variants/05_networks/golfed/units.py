import numpy as np
threshold_unit = lambda x, w, b: 1.0 * (x @ w + b > 0)
and_weights = lambda: (np.ones(2), -1.5)
or_weights = lambda: (np.ones(2), -.5)
xor_weights = lambda: (np.ones((2, 2)), -np.r_[.5, 1.5], np.r_[1, -1], -.5)
relu_bump = lambda x, left, right, height: height * np.clip(1 - abs(2 * x - left - right) / (right - left), 0, None)
dead_units = lambda h: h.max(0) <= 0
