import numpy as np
from numpy.linalg import eigvalsh as e
def _t(x):a=np.asarray(x)*1.;return a[:-1],a[1:]
def rosenbrock(x):a,b=_t(x);return np.sum(100*(b-a*a)**2+(1-a)**2)
def rosenbrock_gradient(x):a,b=_t(x);d=b-a*a;return np.r_[2*a-2-400*a*d,0]+np.r_[0,200*d]
max_stable_lr=lambda h:2/e(h)[-1]
def classify_critical_point(h):
 v=e(h);s=set(np.sign(np.where(abs(v)<=1e-9*abs(v).max(),0,v)))
 return"saddle"if{1,-1}<=s else"degenerate"if 0 in s else"minimum"if 1 in s else"maximum"
