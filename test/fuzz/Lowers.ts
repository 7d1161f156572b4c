/** What is done first with a network that was read: it becomes a plan for two rows of data. */
import type { Network } from '../../src/compress/index.ts'
import { dataProgram } from '../../src/library/index.ts'
import { isDiscrete, predictPlan } from '../../src/lower/PredictPlan.ts'

export const lowersFor = (n: Network): unknown => {
  const program = dataProgram(n)
  const plates = program.axes.flatMap(({ name, size }) =>
    size === 'data' ? [[name, 2] as const] : []
  )
  return predictPlan(program, (p) => (isDiscrete(p) ? 'outcomes' : 'nll'))(
    new Map([...plates, ...n.sizes])
  )
}
