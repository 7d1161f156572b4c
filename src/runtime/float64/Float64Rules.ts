/**
 * What makes the value of an instruction in float64: a loop over arrays that lie where they are given.
 *
 * @since 0.2.0
 */
import type { Operation, Plan, Shape, ValueId } from '../../ir/Plan.ts'
import { gatherPlaces, stridesOf, windowPlaces } from '../reference/Places.ts'
import { gatherLoop, mapLoops, matMulLoop, reduceLoops, sumLoop, zipLoops } from './Float64Loops.ts'

// model

/** An array with its shape. */
export interface Float64Value {
  readonly shape: Shape
  readonly values: Float64Array
}

export type Work = () => void

/** Of an instruction that has nothing to do. */
export const nothing: Work = () => undefined

export const elements = (shape: Shape): number => shape.reduce((n, d) => n * d, 1)

// constructors

/** What a plan takes and gives, by name, where its values lie as arrays. */
export const portsOf = (
  plan: Pick<Plan, 'inputs' | 'outputs'>,
  arrayOf: (id: ValueId) => Float64Array
): {
  readonly input: (name: string) => Float64Array | undefined
  readonly output: (name: string) => Float64Array
} => {
  const inputs = new Map(plan.inputs.map((i) => [i.name, arrayOf(i.id)]))
  const outputs = new Map(plan.outputs.map((o) => [o.name, arrayOf(o.id)]))
  return {
    input: (name) => inputs.get(name),
    output: (name) => {
      const found = outputs.get(name)
      if (found === undefined) throw new Error(`internal: the plan has no output ${name}`)
      return found
    }
  }
}

/**
 * The reduced axes of a shape where they are neighbours but for axes of 1: [n, count, width] is summed
 * to [n, width].
 */
export const blockOf = (
  shape: Shape,
  positions: ReadonlyArray<number>
): { readonly count: number; readonly width: number } | undefined => {
  const [first = 0, last = -1] = [Math.min(...positions), Math.max(...positions)]
  return shape.every((d, i) => i < first || i > last || d === 1 || positions.includes(i))
    ? { count: elements(shape.slice(first, last + 1)), width: elements(shape.slice(last + 1)) }
    : undefined
}

/** What makes the value of an instruction, given what it reads. */
type Rules = {
  readonly [T in Operation['_tag']]: (
    o: Extract<Operation, { readonly _tag: T }>,
    out: Float64Value,
    get: (id: ValueId) => Float64Value,
    /** The value spread to the shape of `out`; the work it takes is done before. */
    spread: (id: ValueId) => Float64Array
  ) => Work
}

const rules: Rules = {
  Input: () => nothing,
  Noise: ({ name }) => {
    throw new Error(`internal: the noise ${name} is drawn inside of a float64 plan`)
  },
  Fill:
    ({ value }, { values }) =>
    () => {
      values.fill(value)
    },
  Literal:
    (o, { values }) =>
    () =>
      values.set(o.values),
  Range:
    (_, { values }) =>
    () => {
      for (let i = 0; i < values.length; i++) values[i] = i
    },
  Map: ({ op, x }, { values }, get) => {
    const loop = mapLoops[op]
    const from = get(x).values
    return () => loop(values, from)
  },
  Zip: ({ op, x, y }, { values }, _, spread) => {
    const loop = zipLoops[op]
    const [a, b] = [spread(x), spread(y)]
    return () => loop(values, a, b)
  },
  Where: ({ condition, x, y }, { values }, _, spread) => {
    const [c, a, b] = [spread(condition), spread(x), spread(y)]
    return () => {
      for (let i = 0; i < values.length; i++) values[i] = (c[i] === 0 ? b[i] : a[i]) ?? NaN
    }
  },
  Reduce: ({ op, positions, x }, { shape, values }, get) => {
    const from = get(x)
    const block = op === 'sum' ? blockOf(from.shape, positions) : undefined
    if (block !== undefined) {
      const { count, width } = block
      return () => sumLoop(values, from.values, count, width)
    }
    const strides = stridesOf(shape)
    let kept = 0
    const to = gatherPlaces(
      from.shape,
      from.shape.map((_, d) => (positions.includes(d) ? 0 : (strides[kept++] ?? 0)))
    )
    const loop = reduceLoops[op]
    return () => loop(values, from.values, to)
  },
  MatMul: ({ x, y }, { shape, values }, get) => {
    const [a, b] = [get(x), get(y)]
    const [n = 1, m = 1] = [...shape].reverse()
    const k = a.shape.at(-1) ?? 1
    const batch = elements(shape.slice(0, -2))
    return () => matMulLoop(values, a.values, b.values, batch, m, k, n)
  },
  Transpose: ({ permutation, x }, { shape, values }, get) => {
    const from = get(x)
    const strides = stridesOf(from.shape)
    const places = gatherPlaces(
      shape,
      permutation.map((p) => strides[p] ?? 0)
    )
    return () => gatherLoop(values, from.values, places)
  },
  // the very array of x: no work
  Reshape: () => nothing,
  Unfold: (o, { shape, values }, get) => {
    const from = get(o.x)
    const places = windowPlaces(o, shape, from.shape)
    return () => gatherLoop(values, from.values, places)
  },
  Fold: (o, { shape, values }, get) => {
    const from = get(o.x)
    const places = windowPlaces(o, from.shape, shape)
    return () => {
      values.fill(0)
      for (let i = 0; i < places.length; i++) {
        const at = places[i] ?? -1
        if (at >= 0) values[at] = (values[at] ?? NaN) + (from.values[i] ?? NaN)
      }
    }
  }
}

/** The work of an instruction, ready to be done many times. */
export const workOf = (
  o: Operation,
  out: Float64Value,
  get: (id: ValueId) => Float64Value,
  spread: (id: ValueId) => Float64Array
): Work => {
  switch (o._tag) {
    case 'Input':
      return rules.Input(o, out, get, spread)
    case 'Noise':
      return rules.Noise(o, out, get, spread)
    case 'Fill':
      return rules.Fill(o, out, get, spread)
    case 'Literal':
      return rules.Literal(o, out, get, spread)
    case 'Range':
      return rules.Range(o, out, get, spread)
    case 'Map':
      return rules.Map(o, out, get, spread)
    case 'Zip':
      return rules.Zip(o, out, get, spread)
    case 'Where':
      return rules.Where(o, out, get, spread)
    case 'Reduce':
      return rules.Reduce(o, out, get, spread)
    case 'MatMul':
      return rules.MatMul(o, out, get, spread)
    case 'Transpose':
      return rules.Transpose(o, out, get, spread)
    case 'Reshape':
      return rules.Reshape(o, out, get, spread)
    case 'Unfold':
      return rules.Unfold(o, out, get, spread)
    case 'Fold':
      return rules.Fold(o, out, get, spread)
  }
}
