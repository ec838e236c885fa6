from numpy import *
from losses import *
minibatches=lambda n,k,rng:split(rng.permutation(n),range(k,n,k))
def train_classifier(x,y,*,loss,lam,lr,epochs,batch_size,rng):
 f=svm_loss if loss=="svm"else cross_entropy;c=y.max()+1;w=zeros((x.shape[1],c));b=zeros(c);h=[]
 for _ in range(epochs):
  for i in minibatches(len(x),batch_size,rng):g=f(x[i]@w+b,y[i])[1];w=w-lr*(x[i].T@g+lam*w);b=b-lr*g.sum(0)
  h+=[f(x@w+b,y)[0]+lam/2*(w*w).sum()]
 return w,b,array(h)
