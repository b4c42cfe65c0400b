# Made with R 4.2 and its package forecast 8.20 (Debian: r-cran-forecast): Rscript make-r-forecast-golden.R > r-forecast.json
# The series are data sets of R itself (public).
suppressPackageStartupMessages(library(forecast))
j<-function(v) paste0("[",paste(formatC(as.numeric(v),digits=12,format="g"),collapse=","),"]")
out<-c()
for(nm in c("AirPassengers","USAccDeaths","nottem")){ x<-get(nm)
 out<-c(out,sprintf('"%s":{"y":%s,"theta":%s,"thetaLow80":%s,"thetaHigh80":%s,"snaive":%s,"ets":[',nm,j(x),j(thetaf(x,h=18)$mean),j(thetaf(x,h=18)$lower[,1]),j(thetaf(x,h=18)$upper[,1]),j(snaive(x,h=18)$mean)))
 rows<-c()
 for(m in c("ANN","AAN","AAdN","ANA","AAA","AAdA","MNN","MAN","MAdN","MNA","MAA","MAdA","MNM","MAM","MAdM")){
  d<-grepl("d",m); f<-ets(x,model=gsub("d","",m),damped=d); p<-f$par
  g<-function(k) if(k %in% names(p)) p[[k]] else NA
  s<-p[grepl("^s[0-9]",names(p))]
  # R names the newest term s0; the first observation has s11, which follows from the others.
  sn<-if(length(s)) rev(c(s, if(substr(m,nchar(m),nchar(m))=="A") -sum(s) else 12-sum(s))) else numeric(0)
  fc<-forecast(f,h=18,level=c(80,95)); n<-function(v) if(is.na(v)) "null" else formatC(v,digits=12,format="g")
  vr<-((fc$upper[,1]-fc$mean)/qnorm(.9))^2
  # Without a trend, class1() of the package writes gamma into the wrong row of G (the third, where the second is meant):
  # the season then acts one step early. These variances are by equation 6.1 instead.
  if(m %in% c("ANA","MNA")) { c2<-(p[["alpha"]]+p[["gamma"]]*((1:17)%%12==0))^2
   if(m=="ANA") vr<-f$sigma2*c(1,1+cumsum(c2)) else { th<-fc$mean[1]^2
    for(k in 2:18) th[k]<-fc$mean[k]^2+f$sigma2*sum(c2[1:(k-1)]*th[(k-1):1])
    vr<-(1+f$sigma2)*th-fc$mean^2 } }
  rows<-c(rows,sprintf('{"model":"%s","alpha":%s,"beta":%s,"gamma":%s,"phi":%s,"level":%s,"trend":%s,"season":%s,"logLik":%s,"aicc":%s,"sigma2":%s,"mean":%s,"variance":%s}',m,n(g("alpha")),n(g("beta")),n(g("gamma")),n(g("phi")),n(g("l")),n(g("b")),j(sn),n(f$loglik),n(f$aicc),n(f$sigma2),j(fc$mean),j(vr)))}
 out<-c(out,paste(rows,collapse=",\n"),if(nm=="nottem") "]}" else "]},")
}
cat("{",out,"}",sep="\n")
