def adagrad_step(w,g,s,*,lr=.01,eps=1e-10):s=(0 if s is None else s)+g*g;return w-lr*g/(s**.5+eps),s
def rmsprop_step(w,g,s,*,lr=.01,alpha=.99,eps=1e-8):s=alpha*(0 if s is None else s)+(1-alpha)*g*g;return w-lr*g/(s**.5+eps),s
def adadelta_step(w,g,s,*,lr=1,rho=.9,eps=1e-6):
 s,u=s or(0,0);s=rho*s+(1-rho)*g*g;d=((u+eps)/(s+eps))**.5*g;return w-lr*d,(s,rho*u+(1-rho)*d*d)
