import numpy as np
s,c=np.sin,np.cos
tangent_line=lambda f,df,a:(df(a),f(a)-a*df(a))
d_sin=c
d_cos=lambda x:-s(x)
d_tan=lambda x:c(x)**-2.
d_cot=lambda x:-s(x)**-2.
d_sec=lambda x:s(x)/c(x)**2
d_csc=lambda x:-c(x)/s(x)**2
chain_rule=lambda f,F,g,G:lambda x:F(g(x))*G(x)
total_derivative=lambda H,p,P,x:np.dot(H(*(q(x)for q in p)),[q(x)for q in P])
