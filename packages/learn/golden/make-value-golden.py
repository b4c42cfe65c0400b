"""Golden numbers of the life-time models: mpmath at 40 digits, expectations by an independent integral over p.

Run: /usr/bin/python3 make-value-golden.py value-mpmath.json (mpmath 1.2.1)
"""

import mpmath as mp, json
mp.mp.dps=40
o={}
o['logGamma']=[[x,float(mp.loggamma(mp.mpf(x)))] for x in (1e-6,0.01,0.2426,0.5,1,1.5,2,3.7,10.25,171.5,5000.5)]
cases=[(0.2426,2.4259,2.2188,0.47),(5.2426,7.4259,7.2188,0.9),(5.2426,7.4259,7.2188,0.999),(30.24,32.4,32.2,0.3),(-0.5,0.3,1.7,0.8),(1.2,2.3,4.1,-3.5),(0.5,0.5,1.5,-0.2),(120.5,3,124,0.6),(1,1,2,-50),(2.5,1.5,-0.3,0.4)]
o['hyp2f1']=[[*c,float(mp.hyp2f1(*[mp.mpf(v) for v in c]))] for c in cases]
def bg(r,al,a,b,x,tx,T,t):
    r,al,a,b,tx,T,t=map(mp.mpf,map(str,(r,al,a,b,tx,T,t)))
    L=mp.rf(r,x)*al**r*(mp.beta(a,b+x)/mp.beta(a,b)*(al+T)**-(r+x)+(mp.beta(a+1,b+x-1)/mp.beta(a,b)*(al+tx)**-(r+x) if x else 0))
    pal=1/(1+(a/(b+x-1)*((al+T)/(al+tx))**(r+x) if x else 0))
    # by integral over p of (1-(aT/(aT+pt))^ra)/p against Beta(a,b+x): an independent route
    aT=al+T; ra=r+x; bb=b+x
    f=lambda p:(1-(aT/(aT+p*t))**ra)*p**(a-2)*(1-p)**(bb-1)
    e=mp.quad(f,[0,1e-6,1e-3,.02,.1,.3,.6,.9,1])/mp.beta(a,bb)
    return [float(mp.log(L)),float(pal),float(pal*e)]
P=[.2426,4.4136,.7929,2.4259]
o['bgNbd']=[[p,h,t,bg(*p,*h,t)] for p in (P,[.2426,4.4136,1,2.4259],[1.3,8,2.5,.4],[.6,4,.3,.7]) for h in ([2,30.43,38.86],[0,0,38.86],[7,20.1,38.86],[29,38.5,38.9]) for t in (39,5,520)]
def pn(r,al,s,be,x,tx,T,t):
    r,al,s,be,tx,T,t=map(mp.mpf,map(str,(r,al,s,be,tx,T,t)))
    left=mp.quad(lambda u:(al+u)**-(r+x)*s*(be+u)**-(s+1),mp.linspace(tx,T,12))
    al1=(al+T)**-(r+x)*(be+T)**-s
    L=mp.rf(r,x)*al**r*be**s*(al1+left)
    pal=al1/(al1+left)
    e=pal*(r+x)*(be+T)/((al+T)*(s-1))*(1-((be+T)/(be+T+t))**(s-1))
    return [float(mp.log(L)),float(pal),float(e)]
o['paretoNbd']=[[p,h,t,pn(*p,*h,t)] for p in ([.553,10.578,.606,11.669],[1.3,8,2.5,40]) for h in ([2,30.43,38.86],[0,0,38.86],[7,20.1,38.86],[29,10.5,38.9]) for t in (39,520)]
import sys; print(json.dumps(o), file=open(sys.argv[1], "w"))
