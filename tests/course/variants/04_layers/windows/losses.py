import numpy as np

def mse_loss(pred, target):
	d=pred-target.reshape(pred.shape)
	loss=np.mean(d*d)
	return (loss,2*d/d.size)

def bce_with_logits(logits, target):
	z=logits
	t=target
	loss=np.mean(np.maximum(z,0)-z*t+np.log(1+np.exp(-np.abs(z))))
	e=np.exp(-np.abs(z))
	p=np.where(z>=0,1/(1+e),e/(1+e))
	return (loss,(p-t)/z.size)

def softmax_cross_entropy(logits, y):
	N=logits.shape[0]
	z=logits-np.max(logits,axis=1,keepdims=True)
	e=np.exp(z)
	S=np.sum(e,axis=1,keepdims=True)
	loss=np.sum(np.log(S)[:,0]-z[np.arange(N),y])/N
	d=e/S
	d[np.arange(N),y]-=1
	d/=N
	return (loss,d)
