import { stepPlan } from './bench/Lenet.ts'
import { showPlan } from './src/lower/index.ts'
console.log(showPlan(stepPlan()))
