import numpy as np
def gradient_descent(df,x0,*,lr,tol,max_iter):
 p=[np.ravel(x0)*1.]
 while len(p)<=max_iter and (g:=df(p[-1]))@g>tol*tol:p+=[p[-1]-lr*g]
 return np.stack(p)
minibatch_gradient=lambda g,x,y,w,i:sum(g(x[j],y[j],w)for j in i)/len(i)
