from numpy import *
softmax=lambda s:exp(s-logaddexp.reduce(s*1.,1,keepdims=1))
cross_entropy=lambda s,y:(mean(logaddexp.reduce(s*1.,1)-s[arange(len(y)),y]),(softmax(s)-eye(s.shape[1])[y])/len(y))
def svm_loss(s,y,margin=1.):e=eye(s.shape[1])[y];g=(s-(s*e).sum(1,keepdims=1)+margin)*(1-e);v=(g>0)*1.;return maximum(g,0).sum()/len(y),(v-e*v.sum(1,keepdims=1))/len(y)
squared_loss=lambda p,t:(((e:=p-t.reshape(p.shape))**2).mean(),2*e/e.size)
logistic_loss=lambda z,y:(mean(logaddexp(0,z)-y*z),(exp(-logaddexp(0,-z))-y)/len(y))
