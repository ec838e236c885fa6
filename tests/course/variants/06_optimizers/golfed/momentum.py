def sgd_step(w,g,s,*,lr=1e-3,weight_decay=0):return w-lr*(g+weight_decay*w),s
def momentum_step(w,g,s,*,lr=1e-3,momentum=.9):v=momentum*(0 if s is None else s)+g;return w-lr*v,v
def nesterov_step(w,g,s,*,lr=1e-3,momentum=.9):v=momentum*(0 if s is None else s)+g;return w-lr*(g+momentum*v),v
