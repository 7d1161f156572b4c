/**
 * A plan as people read it: one line an instruction, in the order in which they run.
 *
 * @since 0.1.0
 */
import type { Instruction, Operation, Plan } from '../ir/Plan.ts'

type Show = { readonly [T in Operation['_tag']]: (o: Extract<Operation, { readonly _tag: T }>) => string }

const v = (id: number): string => `v${id}`

const show: Show = {
  Input: (o) => `input ${o.name}`,
  Noise: (o) => `noise ${o.name}`,
  Fill: (o) => `fill ${o.value}`,
  Literal: (o) => `literal of ${o.values.length}`,
  Range: () => 'range',
  Map: (o) => `${o.op} ${v(o.x)}`,
  Zip: (o) => `${o.op} ${v(o.x)}, ${v(o.y)}`,
  Where: (o) => `where ${v(o.condition)} then ${v(o.x)} else ${v(o.y)}`,
  Reduce: (o) => `${o.op} ${v(o.x)} over [${o.positions.join(', ')}]`,
  MatMul: (o) => `matmul ${v(o.x)} · ${v(o.y)}`,
  Transpose: (o) => `transpose ${v(o.x)} by [${o.permutation.join(', ')}]`,
  Reshape: (o) => `reshape ${v(o.x)}`
}

const showOperation = (o: Operation): string => {
  switch (o._tag) {
    case 'Input': return show.Input(o)
    case 'Noise': return show.Noise(o)
    case 'Fill': return show.Fill(o)
    case 'Literal': return show.Literal(o)
    case 'Range': return show.Range(o)
    case 'Map': return show.Map(o)
    case 'Zip': return show.Zip(o)
    case 'Where': return show.Where(o)
    case 'Reduce': return show.Reduce(o)
    case 'MatMul': return show.MatMul(o)
    case 'Transpose': return show.Transpose(o)
    case 'Reshape': return show.Reshape(o)
  }
}

const line = ({ id, shape, operation, site }: Instruction, dead: ReadonlyArray<number>): string =>
  `${v(id).padEnd(6)}[${shape.join(', ')}] = ${showOperation(operation)}${site === '' ? '' : `  (${site})`}${dead.length === 0 ? '' : `  frees ${dead.map(v).join(', ')}`}`

/** Instructions with shapes, sites and what each is the last to use; then the outputs. */
export const showPlan = ({ instructions, outputs, lastUses }: Plan): string => [
  ...instructions.map((i, at) => line(i, lastUses[at] ?? [])),
  ...outputs.map((o) => `output ${o.name} over [${o.axes.join(', ')}] = ${v(o.id)}`)
].join('\n')
