/**
 * A plan made ready to be run many times in float64, on one thread, at the sizes of a small model:
 * arrays are allocated once, places looked up once, and a run is a list of loops. What solvers
 * need that look for the bottom of a function: float32 has no digits left there.
 *
 * Whoever runs it fills `input(name)` and reads `output(name)`, which the next run overwrites. Noise
 * is not drawn: a plan that draws is refused as a mistake of ours.
 *
 * Inputs change one more often than the other: data never, parameters with every step, draws many
 * times a step. What depends only on the rarer ones is not computed again (`Float64Stages.ts`).
 *
 * @since 0.2.0
 */
import type { Operation, Plan, Shape, ValueId } from '../../ir/Plan.ts'
import { gatherPlaces, stridesOf, windowPlaces } from '../reference/Places.ts'
import { constantStage, stagesOf } from './Float64Stages.ts'
import { spreading } from './Float64Spread.ts'
import { gatherLoop, mapLoops, matMulLoop, reduceLoops, sumLoop, zipLoops } from './Float64Loops.ts'

// model

/** Arrays are row-major, in the shapes of the plan. */
export interface Float64Plan {
  readonly plan: Plan
  /** Undefined where the plan has no such input. */
  readonly input: (name: string) => Float64Array | undefined
  readonly output: (name: string) => Float64Array
  /** Computes what depends on the inputs of this stage and those after it; all unless said. */
  readonly run: (from?: number) => void
}

interface Value {
  readonly shape: Shape
  readonly values: Float64Array
}

type Work = () => void

const elements = (shape: Shape): number => shape.reduce((n, d) => n * d, 1)
const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((d, i) => d === b[i])

// constructors

/**
 * The reduced axes of a shape where they are neighbours: [n, count, width] is summed to [n, width].
 */
const blockOf = (
  shape: Shape,
  positions: ReadonlyArray<number>
): { readonly count: number; readonly width: number } | undefined => {
  const [first = 0, last = -1] = [Math.min(...positions), Math.max(...positions)]
  return last - first + 1 === positions.length
    ? { count: elements(shape.slice(first, last + 1)), width: elements(shape.slice(last + 1)) }
    : undefined
}

/** What makes the value of an instruction, given what it reads. */
type Rules = {
  readonly [T in Operation['_tag']]: (
    o: Extract<Operation, { readonly _tag: T }>,
    out: Value,
    get: (id: ValueId) => Value,
    /** The value spread to the shape of `out`; the work it takes is done before. */
    spread: (id: ValueId) => Float64Array
  ) => Work
}

const nothing: Work = () => undefined

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

const workOf = (
  o: Operation,
  out: Value,
  get: (id: ValueId) => Value,
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

/** Where arrays come from: one that nobody reads any more, or a new one. */
interface Pool {
  readonly take: (length: number) => Float64Array
  readonly give: (values: Float64Array) => void
}

const pool = (): Pool => {
  const free = new Map<number, Array<Float64Array>>()
  return {
    take: (length) => free.get(length)?.pop() ?? new Float64Array(length),
    give: (values) => {
      const found = free.get(values.length)
      if (found === undefined) free.set(values.length, [values])
      else found.push(values)
    }
  }
}

/**
 * The plan with its arrays allocated and its constants computed. `changing` names inputs of stage 1,
 * 2, …: those that change more often than the ones before; all others are of stage 0.
 */
export const prepareFloat64 = (
  plan: Plan,
  changing: ReadonlyArray<ReadonlyArray<string>> = []
): Float64Plan => {
  const { stages, staysOf, endsOf } = stagesOf(plan, changing)
  const pools = [undefined, ...changing].map(pool)
  const arrays: Array<Value> = []
  const stays = new Set<Float64Array>()
  const alive = new Map<Float64Array, number>()
  const work: ReadonlyArray<Array<Work>> = pools.map(() => [])
  const get = (id: ValueId): Value => {
    const found = arrays[id]
    if (found === undefined) throw new Error(`internal: value ${id} is not made yet`)
    return found
  }
  for (const { id, shape, operation } of plan.instructions) {
    const stage = stages[id] ?? 0
    const rooms = pools[stage] ?? pool()
    const keeps = staysOf(id)
    const values =
      operation._tag === 'Reshape'
        ? get(operation.x).values
        : keeps
          ? new Float64Array(elements(shape))
          : rooms.take(elements(shape))
    const out: Value = { shape, values }
    arrays.push(out)
    if (keeps) stays.add(values)
    const before: Array<Work> = []
    const borrowed: Array<Float64Array> = []
    const spread = (of: ValueId): Float64Array => {
      const from = get(of)
      if (sameShape(from.shape, shape)) return from.values
      const room = rooms.take(elements(shape))
      borrowed.push(room)
      before.push(spreading(from, shape, room))
      return room
    }
    const own = workOf(operation, out, get, spread)
    const all = own === nothing ? before : [...before, own]
    if (stage === constantStage) all.forEach((w) => w())
    else work[stage]?.push(...all)
    borrowed.forEach(rooms.give)
    // an array behind a reshape lives as long as either of the two
    alive.set(values, Math.max(endsOf(id), alive.get(values) ?? 0))
    for (const [array, until] of alive)
      if (until <= id) {
        alive.delete(array)
        if (!stays.has(array)) rooms.give(array)
      }
  }
  const inputs = new Map(plan.inputs.map((i) => [i.name, get(i.id).values]))
  const outputs = new Map(plan.outputs.map((o) => [o.name, get(o.id).values]))
  return {
    plan,
    input: (name) => inputs.get(name),
    output: (name) => {
      const found = outputs.get(name)
      if (found === undefined) throw new Error(`internal: the plan has no output ${name}`)
      return found
    },
    run: (from = 0) => {
      for (let stage = from; stage < work.length; stage++) for (const w of work[stage] ?? []) w()
    }
  }
}
