from numpy import *
l1_penalty=lambda w,l:(l*abs(w).sum(),l*sign(w))
l2_penalty=lambda w,l:(l*(w*w).sum()/2,l*w)
