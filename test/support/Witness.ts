/**
 * The witnesses of an operation's meaning: constant folding, the float64 interpreter, executors of
 * its plan, the numeric derivative.
 */
import { type Expr, meet, ref } from '../../src/expr/Expr.ts'
import { gradients } from '../../src/expr/calculus/Differentiate.ts'
import { type Environment, evaluate, type NamedArray } from '../../src/expr/numbers/Reference.ts'
import { spread } from '../../src/expr/rules/Smart.ts'
import { lower } from '../../src/lower/Lower.ts'
import type { Executor } from '../../src/runtime/Executor.ts'
import { makeReferenceExecutor } from '../../src/runtime/reference/ReferenceExecutor.ts'
import { backendsUnderTest, openBackend } from './Backends.ts'

// ---------------------------------------------------------------------------
// bindings
// ---------------------------------------------------------------------------

export const environment = (
  values: Readonly<Record<string, NamedArray>>,
  sizes: Readonly<Record<string, number>> = {}
): Environment => ({
  sizes: new Map(Object.entries(sizes)),
  values: new Map(Object.entries(values))
})

/** A list along one axis. */
export const list = (axis: string, values: ReadonlyArray<number>): NamedArray => ({
  axes: [axis],
  sizes: [values.length],
  values
})

/** Row-major values over two or more axes. */
export const array = (
  sizes: Readonly<Record<string, number>>,
  values: ReadonlyArray<number>
): NamedArray => ({ axes: Object.keys(sizes), sizes: Object.values(sizes), values })

// ---------------------------------------------------------------------------
// comparison (decisions.md 19)
// ---------------------------------------------------------------------------

const smallestNormal = 2 ** -126

/**
 * By relative error in float32's normal range, by class outside: 0 and what underflows, ±∞ and what
 * overflows, NaN.
 */
export const agrees = (found: number, wanted: number, relative: number): boolean => {
  const rounded = Math.fround(wanted)
  if (Number.isNaN(rounded) || !Number.isFinite(rounded)) return Object.is(found, rounded)
  if (Math.abs(rounded) < smallestNormal) return Math.abs(found) <= smallestNormal
  return Math.abs(found - rounded) <= relative * Math.abs(rounded)
}

// ---------------------------------------------------------------------------
// executors
// ---------------------------------------------------------------------------

export interface PlanWitness {
  readonly name: string
  readonly run: (e: Expr, env: Environment) => Promise<ReadonlyArray<number>>
}

/** The value of e over its own axes in its own order, by its plan. */
const witness = <B>(executor: Executor<B>): PlanWitness => ({
  name: executor.name,
  run: async (e, env) => {
    const sizes = new Map([
      ...env.sizes,
      ...[...env.values.values()].flatMap((x) =>
        x.axes.map((a, i): [string, number] => [a, x.sizes[i] ?? 0])
      )
    ])
    const plan = lower({
      outputs: new Map([['y', e]]),
      sizes,
      order: e.axes,
      noise: new Set(),
      consumed: new Set()
    })
    if (plan._tag === 'Left') throw new Error(plan.left.what)
    const runnable = executor.prepare(plan.right)
    if (runnable._tag === 'Left') throw new Error(runnable.left.what)
    const arrange = evaluate(env)
    const inputs = new Map(
      plan.right.inputs.map((i) => [
        i.name,
        executor.upload(Float32Array.from(arrange(ref(i.name, i.axes)).values), i.shape)
      ])
    )
    const y = runnable.right.run(inputs, { seed: 0, step: 0 }).get('y')
    if (y === undefined) throw new Error('no output')
    const values = [...(await executor.download(y))]
    for (const buffer of [...inputs.values(), y]) executor.release(buffer)
    runnable.right.dispose()
    return values
  }
})

export const planWitnesses = async (): Promise<ReadonlyArray<PlanWitness>> => {
  const backends = await Promise.all(backendsUnderTest.map(openBackend))
  return [witness(makeReferenceExecutor()), ...backends.map(witness)]
}

// ---------------------------------------------------------------------------
// derivatives
// ---------------------------------------------------------------------------

/** d loss/d name by the differentiator, over the axes of what is bound, row-major. */
export const derived = (loss: Expr, name: string, env: Environment): ReadonlyArray<number> => {
  const x = env.values.get(name),
    d = gradients(loss, [{ name }]).get(name)
  if (x === undefined || d === undefined) throw new Error(`${name} is not bound`)
  const sized = {
    ...env,
    sizes: new Map([...env.sizes, ...x.axes.map((a, i): [string, number] => [a, x.sizes[i] ?? 0])])
  }
  const full = evaluate(sized)(spread(x.axes)(d))
  // The value in the order of the bound array's axes: as if it were bound itself.
  return [...evaluate(environment({ d: full }))(ref('d', meet(x.axes, full.axes))).values]
}

/** The same by differences: fourth order, steps relative to each value. */
export const differences = (
  loss: Expr,
  name: string,
  env: Environment,
  step = 1e-3
): ReadonlyArray<number> => {
  const x = env.values.get(name)
  if (x === undefined) throw new Error(`${name} is not bound`)
  const values = Array.from(x.values)
  const at = (i: number, by: number): number => {
    const moved = {
      ...env,
      values: new Map([
        ...env.values,
        [name, { ...x, values: values.map((v, j) => (i === j ? v + by : v)) }]
      ])
    }
    return evaluate(moved)(loss).values[0] ?? NaN
  }
  return values.map((v, i) => {
    const h = step * Math.abs(v)
    return (8 * (at(i, h) - at(i, -h)) - (at(i, 2 * h) - at(i, -2 * h))) / (12 * h)
  })
}
