import numpy as np
import math

# Größe egal, Ergebnis float64

def relu_forward(x):
	out=np.where(x>0,x,0.0)
	return (out,x)

def relu_backward(dout, cache):
	dx=np.array(dout)
	dx[cache<=0]=0
	return dx

def leaky_relu_forward(x, slope=0.01):
	out=np.array(x,dtype=np.double)
	out[out<=0]*=slope
	return (out,(x,slope))

def leaky_relu_backward(dout, cache):
	(x,slope)=cache
	dx=np.array(dout)
	dx[x<=0]*=slope
	return dx

def prelu_forward(x, alpha):
	(out,cache)=leaky_relu_forward(x,alpha)
	return (out,cache)

def prelu_backward(dout, cache):
	(x,alpha)=cache
	dx=leaky_relu_backward(dout,cache)
	dalpha=np.dot(dout[x<0],x[x<0])
	return (dx,dalpha)

def elu_forward(x, alpha=1.0):
	neg=alpha*(np.exp(np.clip(x,-np.inf,0))-1)
	out=np.where(x>0,x,neg)
	return (out,(x,alpha))

def elu_backward(dout, cache):
	(x,alpha)=cache
	return dout*np.where(x>0,1,alpha*np.exp(np.clip(x,-np.inf,0)))

def erf(x):
	return np.vectorize(math.erf, otypes=[np.float64])(x)

def gelu_forward(x):
	return (0.5*x*(1+erf(x/np.sqrt(2))),x)

def gelu_backward(dout, cache):
	x=cache
	a=0.5*(1+erf(x/np.sqrt(2)))
	b=x*np.exp(-0.5*x*x)/np.sqrt(2*np.pi)
	return dout*(a+b)

def sigmoid(x):
	e=np.exp(-np.abs(x))
	s=1/(1+e)
	return np.where(x>=0,s,1-s)

def silu_forward(x):
	s=sigmoid(x)
	return (x*s,(x,s))

def silu_backward(dout, cache):
	(x,s)=cache
	return dout*(s+x*s*(1-s))

def sigmoid_forward(x):
	s=sigmoid(x)
	return (s,s)

def sigmoid_backward(dout, cache):
	s=cache
	return dout*s*(1-s)

def tanh_forward(x):
	t=np.tanh(x)
	return (t,t)

def tanh_backward(dout, cache):
	t=cache
	return dout*(1-t*t)

def softmax_forward(x):
	m=np.max(x,axis=1).reshape((-1,1))
	e=np.exp(x-m)
	s=e/np.sum(e,axis=1).reshape((-1,1))
	return (s,s)

def softmax_backward(dout, cache):
	s=cache
	t=np.sum(dout*s,axis=1).reshape((-1,1))
	return s*(dout-t)

def relu_jacobian(x):
	return np.eye(len(x))*(x>0)

def softmax_jacobian(x):
	e=np.exp(x-np.max(x))
	s=(e/np.sum(e)).reshape((-1,1))
	return np.eye(len(x))*s-s*s.T
