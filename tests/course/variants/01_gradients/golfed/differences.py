import numpy as np
D=lambda f,x,e,h:(f(x+e)-f(x-e))/2/h
numerical_derivative=lambda f,x,h=1e-5:D(f,float(x),h,h)
def numerical_gradient(f,x,h=1e-5):x=x+0.*x.astype('d');return np.array([D(f,x,e.reshape(x.shape),h)for e in np.eye(x.size)*h]).reshape(x.shape)
numerical_jacobian=lambda f,x,h=1e-5:np.array([D(f,x+np.zeros(x.size),e,h)for e in np.eye(x.size)*h]).T
gradient_check=lambda f,df,x,*,rtol,atol:(n:=numerical_gradient(f,x)).shape==np.shape(g:=df(x))and np.allclose(g,n,rtol,atol)
