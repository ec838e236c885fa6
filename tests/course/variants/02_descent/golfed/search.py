import numpy as np
def random_search(f,l,h,n,r):p=l+(h-l)*r.random((n,len(l)));v=np.array([*map(f,p)]);i=v.argmin();return p[i],v[i],np.minimum.accumulate(v)
def select(p,s,n,r):i=r.integers(0,len(p),(n,2));return p[i[range(n),s[i].argmax(1)]]
def crossover(a,b,r):return np.choose(r.integers(0,2,a.size),[a,b])
def mutate(x,q,s,r):return x+s*r.standard_normal(x.size)*(r.random(x.size)<q)
def evolve(f,low,high,*,population_size:int,generations,elite,rate,scale,rng):
 v=np.array([*map(f,p:=low+(high-low)*rng.random((population_size,len(low))))]);H=[v.min()];n=population_size-elite
 for _ in range(generations):
  a,b=np.split(select(p,-v,2*n,rng),2);c=np.array([np.clip(mutate(crossover(*t,rng),rate,scale,rng),low,high)for t in zip(a,b)]);k=np.argsort(v)[:elite];p=np.r_[p[k],c];v=np.r_[v[k],[*map(f,c)]];H+=[v.min()]
 return p[v.argmin()],v.min(),np.array(H)
