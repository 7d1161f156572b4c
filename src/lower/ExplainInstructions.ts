/**
 * A plan as a person reads it: what it computes, how often, and how much.
 *
 * @since 0.1.0
 */
import type { Instruction, Operation, Plan } from '../ir/Plan.ts'
import { multiplyAdds } from './Contraction.ts'
import { elements } from './AxisLayout.ts'
import { constantValues } from './LastUses.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** One row: all instructions of an operation at a shape. */
export interface PlanRow {
  readonly operation: string
  readonly shape: string
  readonly count: number
  /**
   * 2 for each multiply-add of a matrix product, 1 for each element that another operation computes
   * or reduces; moves are free.
   */
  readonly flops: number
}

export interface PlanSummary {
  readonly inputs: number
  readonly outputs: number
  readonly instructions: number
  /** Instructions whose value is the same in every run, made once. */
  readonly constants: number
  readonly rows: ReadonlyArray<PlanRow>
  readonly productFlops: number
  readonly flops: number
  /** Float32 bytes of inputs, and the most alive at any instruction. */
  readonly inputBytes: number
  readonly peakBytes: number
}

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

const bytesPerElement = 4

const nameOf = (o: Operation): string =>
  'op' in o ? o.op : o._tag === 'MatMul' ? 'product' : o._tag.toLowerCase()

/** 2 for each multiply-add, 1 for each element that is computed or reduced. */
export const flopsOf = (plan: Plan, { operation: o, shape }: Instruction): number => {
  const shapeAt = (id: number): ReadonlyArray<number> => plan.instructions[id]?.shape ?? []
  switch (o._tag) {
    case 'Input':
    case 'Fill':
    case 'Literal':
    case 'Range':
    case 'Reshape':
    case 'Transpose':
    case 'Unfold':
      return 0
    case 'MatMul':
      return 2 * multiplyAdds(shapeAt(o.x), shapeAt(o.y))
    case 'Reduce':
    case 'Fold':
      return elements(shapeAt(o.x))
    case 'Noise':
    case 'Map':
    case 'Zip':
    case 'Where':
      return elements(shape)
  }
}

const shapeText = (plan: Plan, { operation: o, shape }: Instruction): string => {
  const text = (s: ReadonlyArray<number>): string => (s.length === 0 ? 'scalar' : s.join('×'))
  const operand = (id: number): string => text(plan.instructions[id]?.shape ?? [])
  switch (o._tag) {
    case 'MatMul':
      return `${operand(o.x)} · ${operand(o.y)}`
    case 'Reduce':
    case 'Transpose':
    case 'Unfold':
    case 'Fold':
      return `${operand(o.x)} → ${text(shape)}`
    default:
      return text(shape)
  }
}

const rowsOf = (plan: Plan, varying: ReadonlyArray<Instruction>): ReadonlyArray<PlanRow> => {
  const rows = new Map<string, PlanRow>()
  for (const i of varying) {
    const operation = nameOf(i.operation),
      shape = shapeText(plan, i),
      key = `${operation} ${shape}`
    const before = rows.get(key)
    rows.set(key, {
      operation,
      shape,
      count: (before?.count ?? 0) + 1,
      flops: (before?.flops ?? 0) + flopsOf(plan, i)
    })
  }
  return [...rows.values()].sort((a, b) => b.flops - a.flops || b.count - a.count)
}

const peakBytes = (plan: Plan): number => {
  let alive = 0,
    peak = 0
  plan.instructions.forEach((i, at) => {
    alive += i.operation._tag === 'Reshape' ? 0 : elements(i.shape)
    peak = Math.max(peak, alive)
    for (const v of plan.lastUses[at] ?? []) {
      const made = plan.instructions[v]
      if (made !== undefined && made.operation._tag !== 'Reshape') alive -= elements(made.shape)
    }
  })
  return peak * bytesPerElement
}

export const summarisePlan = (plan: Plan): PlanSummary => {
  const constant = constantValues(plan)
  const varying = plan.instructions.filter(
    (i) => constant[i.id] !== true && i.operation._tag !== 'Input'
  )
  const rows = rowsOf(plan, varying)
  const total = (which: (row: PlanRow) => boolean): number =>
    rows.filter(which).reduce((n, r) => n + r.flops, 0)
  return {
    inputs: plan.inputs.length,
    outputs: plan.outputs.length,
    instructions: plan.instructions.length,
    constants: constant.filter((c) => c).length,
    rows,
    productFlops: total((r) => r.operation === 'product'),
    flops: total(() => true),
    inputBytes: plan.inputs.reduce((n, i) => n + elements(i.shape), 0) * bytesPerElement,
    peakBytes: peakBytes(plan)
  }
}

const counted = (n: number, unit: string): string =>
  n >= 1e9
    ? `${(n / 1e9).toFixed(2)} G${unit}`
    : n >= 1e6
      ? `${(n / 1e6).toFixed(1)} M${unit}`
      : n >= 1e3
        ? `${(n / 1e3).toFixed(1)} k${unit}`
        : `${n} ${unit}`

/** Rows beyond the first of this many are counted only. */
const shownRows = 24

/** The most expensive rows first. */
export const showPlan = (plan: Plan): string => {
  const s = summarisePlan(plan)
  const shown = s.rows.slice(0, shownRows),
    rest = s.rows.slice(shownRows)
  const name = Math.max(9, ...shown.map((r) => r.operation.length)),
    shape = Math.max(5, ...shown.map((r) => r.shape.length))
  const line = (r: PlanRow): string =>
    `${String(r.count).padStart(5)}  ${r.operation.padEnd(name)}  ${r.shape.padEnd(shape)}  ${counted(r.flops, 'flop')}`
  return [
    `${s.instructions} instructions (${s.constants} made once), ${s.inputs} inputs, ${s.outputs} outputs`,
    `${counted(s.flops, 'flop')} a run, ${counted(s.productFlops, 'flop')} of them in ` +
      `matrix products; inputs ${counted(s.inputBytes, 'B')}, at most ` +
      `${counted(s.peakBytes, 'B')} alive`,
    `count  ${'operation'.padEnd(name)}  ${'shape'.padEnd(shape)}  work`,
    ...shown.map(line),
    ...(rest.length === 0
      ? []
      : [
          `${String(rest.reduce((n, r) => n + r.count, 0)).padStart(5)}  others  ${counted(
            rest.reduce((n, r) => n + r.flops, 0),
            'flop'
          )}`
        ])
  ].join('\n')
}
