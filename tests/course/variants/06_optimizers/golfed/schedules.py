from math import*
def step_decay(t,*,lr,step_size,gamma=.1):return lr*gamma**(t//step_size)
def exponential_decay(t,*,lr,gamma):return lr*gamma**t
def cosine_decay(t,*,lr,t_max,lr_min=0):return lr_min+(lr-lr_min)*cos(pi*t/t_max/2)**2
def linear_warmup(t,*,lr,warmup_steps=5,start_factor=1/3):return lr*min(1,start_factor+(1-start_factor)*t/warmup_steps)
