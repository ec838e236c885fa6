from numpy import *
S=lambda y:bincount(y)/len(y)
gini=lambda y:1-S(y)@S(y)
entropy=lambda y:-sum((p:=S(y)[S(y)>0])*log(p))
def best_split(x,y,criterion="gini"):
 f=globals()[criterion];g=lambda j,t:(lambda l:(f(y[l])*l.sum()+f(y[~l])*(~l).sum())/len(y))(x[:,j]<=t)
 c=[(g(j,t),j,t)for j in range(x.shape[1])for v in[unique(x[:,j]*1.)]for t in(v[1:]+v[:-1])/2]
 i,j,t=(sorted(c)or[(inf,-1,nan)])[0];return j,t,i
def fit_tree(x,y,d,c="gini"):
 j,t,_=best_split(x,y,c)
 if d<1 or j<0 or ptp(y)==0:return bincount(y).argmax()
 l=x[:,j]<=t;return j,t,fit_tree(x[l],y[l],d-1,c),fit_tree(x[~l],y[~l],d-1,c)
P=lambda t,r:P(t[2+(r[t[0]]>t[1])],r)if isinstance(t,tuple)else t
predict_tree=lambda t,x:array([P(t,r)for r in x])
