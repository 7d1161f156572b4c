import { openExecutor } from './src/runtime/index.ts'
import { stepPlan } from './bench/Lenet.ts'
import { makeReferenceExecutor } from './src/runtime/ReferenceExecutor.ts'
import { jeffreysPlan } from './bench/Compiled.ts'
import { normals } from './src/runtime/Noise.ts'
const o = await openExecutor('tensorflow',{searchFrom:['/tmp/tfnode']})()
if(o._tag==='Left'){console.log(o.left);process.exit(1)}
const ex=o.right
const plan=jeffreysPlan()
const pr=ex.prepare(plan); if(pr._tag==='Left'){console.log(pr.left);process.exit(1)}
const mk=(e)=>new Map(plan.inputs.map(i=>{const n=i.shape.reduce((a,b)=>a*b,1);const v=i.name==='y'?Float32Array.from({length:n},(_,k)=>k%10):i.name==='total:images'?Float32Array.of(60000):i.name.startsWith('v:')?new Float32Array(n).fill(.01):normals({seed:1,step:0},i.name,n).map(z=>.05*Math.abs(z)+.01);return [i.name,e.upload(v,i.shape)]}))
const out=pr.right.run(mk(ex),{seed:1,step:1})
const w=(await openExecutor('wasm')()); const wx=w.right
const ow=wx.prepare(plan).right.run(mk(wx),{seed:1,step:1})
let worst=0;for(const [n,b] of out){const a=await ex.download(b),c=await wx.download(ow.get(n));for(let i=0;i<a.length;i++){const e=Math.abs(a[i]-c[i])/Math.max(1,Math.abs(c[i]));if(e>worst){worst=e;console.log(n,a[i],c[i])}}}
console.log(ex.name,'worst',worst)
let st=mk(ex);const ts=[];let live;
for(let s=0;s<30;s++){const t=performance.now();const r=pr.right.run(st,{seed:1,step:s});for(const [k,b] of r){if(st.has(k))st.set(k,b);else {await ex.download(b);ex.release(b)}}ts.push(performance.now()-t);if(s===3)live=ex.liveBuffers()}
ts.sort((a,b)=>a-b);console.log('median',ts[15],'gain',ex.liveBuffers()-live)
