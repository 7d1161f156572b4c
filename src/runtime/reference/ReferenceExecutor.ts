/**
 * Plans in plain float64 loops: slow, obvious, the oracle of the other executors.
 *
 * @since 0.1.0
 */
import { gatherPlaces, stretchPlaces, stridesOf, windowPlaces } from './Places.ts'
import { right } from 'fp-ts/lib/Either.js'
import { scalarMap, scalarZip } from '../../expr/numbers/Scalar.ts'
import type { Instruction, Operation, Plan, Shape, ValueId } from '../../ir/Plan.ts'
import type { Buffers, Executor, NoiseKey } from '../Executor.ts'
import { normals } from '../Noise.ts'
import { type Joints, repeatRuns } from '../Repeat.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** Row-major. */
export interface ReferenceBuffer {
  readonly shape: Shape
  readonly values: Float64Array
}

// ---------------------------------------------------------------------------
// loops
// ---------------------------------------------------------------------------

const elements = (shape: Shape): number => shape.reduce((n, d) => n * d, 1)

const at = (x: ReferenceBuffer, i: number | undefined): number => x.values[i ?? -1] ?? NaN

const elementwise = (
  shape: Shape,
  xs: ReadonlyArray<ReferenceBuffer>,
  f: (values: ReadonlyArray<number>) => number
): Float64Array => {
  const where = xs.map((x) => stretchPlaces(shape, x.shape))
  return Float64Array.from({ length: elements(shape) }, (_, i) =>
    f(xs.map((x, k) => at(x, where[k]?.[i])))
  )
}

const combine = {
  sum: { start: 0, add: (a: number, b: number) => a + b },
  max: { start: -Infinity, add: (a: number, b: number) => Math.max(a, b) },
  min: { start: Infinity, add: (a: number, b: number) => Math.min(a, b) }
} as const

const reduce = (
  shape: Shape,
  x: ReferenceBuffer,
  positions: ReadonlyArray<number>,
  op: 'sum' | 'max' | 'min'
): Float64Array => {
  const strides = stridesOf(x.shape)
  const kept = gatherPlaces(
    shape,
    strides.filter((_, i) => !positions.includes(i))
  )
  const summed = gatherPlaces(
    x.shape.filter((_, i) => positions.includes(i)),
    strides.filter((_, i) => positions.includes(i))
  )
  return Float64Array.from(kept, (k) =>
    summed.reduce((a, s) => combine[op].add(a, at(x, k + s)), combine[op].start)
  )
}

/** [batch, m, k] · [batch, k, n], or without the batch. */
const product = (shape: Shape, x: ReferenceBuffer, y: ReferenceBuffer): Float64Array => {
  const [n = 1, m = 1] = [...shape].reverse()
  const k = x.shape[x.shape.length - 1] ?? 1
  return Float64Array.from({ length: elements(shape) }, (_, i) => {
    const column = i % n,
      row = Math.floor(i / n),
      batch = Math.floor(row / m)
    let sum = 0
    for (let j = 0; j < k; j++) sum += at(x, row * k + j) * at(y, (batch * k + j) * n + column)
    return sum
  })
}

// ---------------------------------------------------------------------------
// operations
// ---------------------------------------------------------------------------

interface Run {
  readonly inputs: Buffers<ReferenceBuffer>
  readonly key: NoiseKey
  readonly get: (id: ValueId) => ReferenceBuffer
}

const input = (run: Run, name: string): ReferenceBuffer => {
  const found = run.inputs.get(name)
  if (found === undefined) throw new Error(`internal: no input ${name}`)
  return found
}

type Rules = {
  readonly [T in Operation['_tag']]: (
    o: Extract<Operation, { readonly _tag: T }>,
    shape: Shape,
    run: Run
  ) => Float64Array
}

const rules: Rules = {
  Input: ({ name }, _, run) => input(run, name).values,
  Noise: ({ name }, shape, run) => Float64Array.from(normals(run.key, name, elements(shape))),
  Fill: ({ value }, shape) => new Float64Array(elements(shape)).fill(value),
  Literal: ({ values }) => Float64Array.from(values),
  Range: (_, shape) => Float64Array.from({ length: elements(shape) }, (_unused, i) => i),
  Map: ({ op, x }, shape, run) => elementwise(shape, [run.get(x)], ([a = NaN]) => scalarMap[op](a)),
  Zip: ({ op, x, y }, shape, run) =>
    elementwise(shape, [run.get(x), run.get(y)], ([a = NaN, b = NaN]) => scalarZip[op](a, b)),
  Where: ({ condition, x, y }, shape, run) =>
    elementwise(
      shape,
      [run.get(condition), run.get(x), run.get(y)],
      ([c = NaN, a = NaN, b = NaN]) => (c === 0 ? b : a)
    ),
  Reduce: ({ op, positions, x }, shape, run) => reduce(shape, run.get(x), positions, op),
  MatMul: ({ x, y }, shape, run) => product(shape, run.get(x), run.get(y)),
  Transpose: ({ permutation, x }, shape, run) => {
    const strides = stridesOf(run.get(x).shape)
    return Float64Array.from(
      gatherPlaces(
        shape,
        permutation.map((p) => strides[p] ?? 0)
      ),
      (i) => at(run.get(x), i)
    )
  },
  Reshape: ({ x }, _, run) => run.get(x).values,
  Unfold: (o, shape, run) =>
    Float64Array.from(windowPlaces(o, shape, run.get(o.x).shape), (p) =>
      p < 0 ? 0 : at(run.get(o.x), p)
    ),
  Fold: (o, shape, run) => {
    const sums = new Float64Array(elements(shape))
    windowPlaces(o, run.get(o.x).shape, shape).forEach((p, i) => {
      if (p >= 0) sums[p] = (sums[p] ?? 0) + at(run.get(o.x), i)
    })
    return sums
  }
}

const compute = ({ operation: o, shape }: Instruction, run: Run): Float64Array => {
  switch (o._tag) {
    case 'Input':
      return rules.Input(o, shape, run)
    case 'Noise':
      return rules.Noise(o, shape, run)
    case 'Fill':
      return rules.Fill(o, shape, run)
    case 'Literal':
      return rules.Literal(o, shape, run)
    case 'Range':
      return rules.Range(o, shape, run)
    case 'Map':
      return rules.Map(o, shape, run)
    case 'Zip':
      return rules.Zip(o, shape, run)
    case 'Where':
      return rules.Where(o, shape, run)
    case 'Reduce':
      return rules.Reduce(o, shape, run)
    case 'MatMul':
      return rules.MatMul(o, shape, run)
    case 'Transpose':
      return rules.Transpose(o, shape, run)
    case 'Reshape':
      return rules.Reshape(o, shape, run)
    case 'Unfold':
      return rules.Unfold(o, shape, run)
    case 'Fold':
      return rules.Fold(o, shape, run)
  }
}

// ---------------------------------------------------------------------------
// executor
// ---------------------------------------------------------------------------

/** Buffers count from upload or run to release; arrays within a run are the garbage collector's. */
export const makeReferenceExecutor = (): Executor<ReferenceBuffer> => {
  const alive = new Set<ReferenceBuffer>()
  const hold = (buffer: ReferenceBuffer): ReferenceBuffer => {
    alive.add(buffer)
    return buffer
  }
  const release = (buffer: ReferenceBuffer): void => {
    if (!alive.delete(buffer)) throw new Error('internal: a buffer was released twice')
  }
  const joints: Joints<ReferenceBuffer> = {
    release,
    slice: ({ shape: [, ...shape], values }, index) =>
      hold({ shape, values: values.slice(index * elements(shape), (index + 1) * elements(shape)) }),
    stack: (parts) =>
      hold({
        shape: [parts.length, ...(parts[0]?.shape ?? [])],
        values: Float64Array.from(parts.flatMap((p) => Array.from(p.values)))
      })
  }
  const run =
    (plan: Plan) =>
    (inputs: Buffers<ReferenceBuffer>, key: NoiseKey): Buffers<ReferenceBuffer> => {
      const values: Array<ReferenceBuffer> = []
      const get = (id: ValueId): ReferenceBuffer => {
        const found = values[id]
        if (found === undefined) throw new Error(`internal: value ${id} is not made yet`)
        return found
      }
      for (const i of plan.instructions)
        values.push({ shape: i.shape, values: compute(i, { inputs, key, get }) })
      for (const i of plan.inputs) if (i.consumed) release(input({ inputs, key, get }, i.name))
      return new Map(
        plan.outputs.map((o) => [
          o.name,
          hold({ shape: o.shape, values: Float64Array.from(get(o.id).values) })
        ])
      )
    }
  return {
    name: 'reference',
    upload: (values, shape) => hold({ shape, values: Float64Array.from(values) }),
    download: (buffer) => Promise.resolve(Float32Array.from(buffer.values)),
    release,
    prepare: (plan) =>
      right({
        run: run(plan),
        repeat: repeatRuns(joints, plan, run(plan)),
        dispose: () => undefined
      }),
    liveBuffers: () => alive.size
  }
}
