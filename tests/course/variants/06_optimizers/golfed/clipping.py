n=lambda G:sum((g*1.*g).sum()for g in G)**.5
def clip_by_value(G,c):return[g.clip(-c,c)for g in G],n(G)
def clip_by_global_norm(G,c):return[g*min(1,c/(n(G)+1e-6))for g in G],n(G)
