import { scalarMap, scalarZip } from './src/expr/Scalar.ts'
import { constant, map, ref, zip } from './src/expr/Expr.ts'
import { lower } from './src/lower/Lower.ts'
import { openExecutor } from './src/runtime/OpenExecutor.ts'
const pts=[NaN,Infinity,-Infinity,0,-0,1,-1,0.5,-0.5,2,-2,1.5,2.5,-2.5,1e-3,-1e-3,1e-6,-1e-6,1e-10,1e-20,1e-30,-1e-30,10,-10,20,-20,50,-50,87,88.5,-87,-88,-100,100,103,1e3,-1e3,1e6,-1e6,1e10,1e20,1e30,-1e30,3e38,0.999,1.001,3.1415927,-3.1415927, 1.7, -1.7,5,-5,7.3,-7.3, .1,.2,.3,.7].map(Math.fround)
const cls=(x:number)=>Number.isNaN(x)?'nan':x===Infinity?'inf':x===-Infinity?'-inf':Math.abs(x)<1.1754944e-38?'0':'n'
for(const be of ['cpu','wasm'] as const){const ex=(await openExecutor(be)()).right
 for(const op of Object.keys(scalarMap)){
  if(['logNdtr','ndtri','lgamma','digamma','trigamma','dawson','expint1','jeffreysKl','stopGradient'].includes(op))continue
  const plan=lower({outputs:new Map([['y',map(op)(ref('x',['i']))]]),sizes:new Map([['i',pts.length]]),order:['i'],noise:new Set(),consumed:new Set()}).right
  const r=ex.prepare(plan).right; const o=r.run(new Map([['x',ex.upload(Float32Array.from(pts),[pts.length])]]),{seed:1,step:1}); const v=await ex.download(o.get('y'))
  let worst=0,at=0;const bad=[]
  pts.forEach((x,i)=>{const w=Math.fround(scalarMap[op](x));const g=v[i];if(cls(w)!=='n'||cls(g)!=='n'){if(cls(w)!==cls(g))bad.push(`${x}: ${g} want ${w}`)}else{const e=Math.abs(g-w)/Math.abs(w);if(e>worst){worst=e;at=x}}})
  console.log(be,op,'rel',worst.toExponential(1),'at',at,bad.length?'CLASS '+bad.join('; '):'')
 }
 const xs=[],ys=[];const sm=[NaN,Infinity,-Infinity,0,1,-1,.5,2,-2.5,3,1e-3,1e3,1e20,-1e20,1e-20,100,-100];for(const a of sm)for(const b of sm){xs.push(Math.fround(a));ys.push(Math.fround(b))}
 for(const op of Object.keys(scalarZip)){ if(op==='polygamma')continue
  const plan=lower({outputs:new Map([['y',zip(op)(ref('x',['i']),ref('z',['i']))]]),sizes:new Map([['i',xs.length]]),order:['i'],noise:new Set(),consumed:new Set()}).right
  const r=ex.prepare(plan).right; const o=r.run(new Map([['x',ex.upload(Float32Array.from(xs),[xs.length])],['z',ex.upload(Float32Array.from(ys),[xs.length])]]),{seed:1,step:1}); const v=await ex.download(o.get('y'))
  let worst=0,at='';const bad=[]
  xs.forEach((x,i)=>{const w=Math.fround(scalarZip[op](x,ys[i]));const g=v[i];if(cls(w)!=='n'||cls(g)!=='n'){if(cls(w)!==cls(g))bad.push(`${x},${ys[i]}: ${g} want ${w}`)}else{const e=Math.abs(g-w)/Math.abs(w);if(e>worst){worst=e;at=x+','+ys[i]}}})
  console.log(be,op,'rel',worst.toExponential(1),'at',at,bad.length?'CLASS '+bad.length+': '+bad.slice(0,12).join('; '):'')
 }
}
