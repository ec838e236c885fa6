from numpy import *
pairwise_distances=lambda a,b:linalg.norm(a[:,None]*1.-b,axis=2)
knn_predict=lambda X,Y,x,k:array([bincount(Y[argsort(d)[:k]]).argmax()for d in pairwise_distances(x,X)])
