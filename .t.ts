import { stepPlan } from './bench/Lenet.ts'
const plan = stepPlan();
for(const i of plan.instructions) if(i.operation._tag==='Reduce') console.log(i.id,JSON.stringify(i.operation),'['+plan.instructions[i.operation.x].shape+']','->['+i.shape+']',i.site, JSON.stringify(plan.instructions[i.operation.x].operation))
