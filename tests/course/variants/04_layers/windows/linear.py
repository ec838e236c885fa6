import numpy as np

def linear_forward(x, w, b):
	N=x.shape[0]
	xf=x.reshape((N,-1))
	out=np.dot(xf,w)+b
	cache=(x,w,b)
	return (out,cache)

def linear_backward(dout, cache):
	(x,w,b)=cache
	N=x.shape[0]
	dx=np.dot(dout,w.T).reshape(x.shape);
	dw=np.dot(x.reshape((N,-1)).T,dout);
	db=np.sum(dout,0);
	return (dx,dw,db)
