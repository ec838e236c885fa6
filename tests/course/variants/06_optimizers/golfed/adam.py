from numpy import maximum as M
def adam_step(w,g,s,*,lr=1e-3,beta1=.9,beta2=.999,eps=1e-8,weight_decay=0):
 t,m,v=s or(0,0,0);g=g+weight_decay*w;t+=1;m=beta1*m+(1-beta1)*g;v=beta2*v+(1-beta2)*g*g;return w-lr*m/(1-beta1**t)/((v/(1-beta2**t))**.5+eps),(t,m,v)
def adamw_step(w,g,s,*,lr=1e-3,weight_decay=.01,**k):return adam_step(w*(1-lr*weight_decay),g,s,lr=lr,**k)
def adamax_step(w,g,s,*,lr=2e-3,beta1=.9,beta2=.999,eps=1e-8):
 t,m,u=s or(0,0,0);t+=1;m=beta1*m+(1-beta1)*g;u=M(beta2*u,abs(g)+eps);return w-lr*m/u/(1-beta1**t),(t,m,u)
def nadam_step(w,g,s,*,lr=2e-3,beta1=.9,beta2=.999,eps=1e-8,momentum_decay=4e-3):
 t,p,m,v=s or(0,1,0,0);t+=1;f=lambda t:beta1*(1-.5*.96**(t*momentum_decay));a,b=f(t),f(t+1);p*=a;m=beta1*m+(1-beta1)*g;v=beta2*v+(1-beta2)*g*g
 return w-lr*(b*m/(1-p*b)+(1-a)*g/(1-p))/((v/(1-beta2**t))**.5+eps),(t,p,m,v)
