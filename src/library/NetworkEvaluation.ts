/**
 * Networks on an executor: what they predict of bound data, which is all that pressing and testing
 * ask of an engine.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import {
  dataRefs,
  type Effect,
  fixedSizes,
  type MeanOf,
  type MeanOver,
  type Network,
  networkCost,
  openAxes,
  roots,
  selectData,
  slim
} from '../compress/index.ts'
import { constant, type Expr, postorder, reduce } from '../expr/index.ts'
import type { NamedTensor } from '../ir/Posterior.ts'
import type { Problem } from '../ir/Problem.ts'
import type { Variational } from '../ir/Variational.ts'
import { lowerOutputs, output, stretch } from '../lower/index.ts'
import type { Executor } from '../runtime/index.ts'
import {
  type Bound,
  type Evaluation,
  openEvaluator,
  plugIn,
  prepare,
  runOnce,
  standardSettings
} from '../inference/index.ts'

// constructors

/** Plates: axes of the data whose sizes are not the network's own. */
const platesOf = (n: Network): ReadonlyArray<string> => [
  ...new Set(dataRefs(n).flatMap((r) => r.axes.filter((a) => !n.sizes.has(a))))
]

/** Slots that are looked up by: whose members their values are. */
const indexedBy = (n: Network): ReadonlyMap<string, string> => {
  const nameOf = (e: Expr): string | undefined =>
    e._tag === 'Ref'
      ? e.name
      : e._tag === 'Rename' || e._tag === 'Merge' || e._tag === 'Split'
        ? nameOf(e.x)
        : undefined
  return new Map(
    postorder(roots(n)).flatMap((e) => {
      const name = e._tag === 'Gather' ? nameOf(e.index) : undefined
      return e._tag === 'Gather' && name !== undefined ? [[name, e.axis] as const] : []
    })
  )
}

/** A program that can predict and nothing else; `sizes` of its axes that are not plates. */
const predicting = (n: Network, sizes: ReadonlyMap<string, number>): Variational => {
  const observed = new Set(n.predictions.map((p) => p.site))
  const indexed = indexedBy(n)
  const slots = dataRefs(n).map(({ name, axes }) => {
    const indexes = indexed.get(name)
    return { name, axes, ...(indexes === undefined ? {} : { indexes }) }
  })
  return {
    axes: [
      ...platesOf(n).map((name) => ({ name, size: 'data' as const })),
      ...[...sizes].map(([name, size]) => ({ name, size }))
    ],
    data: slots.filter((s) => !observed.has(s.name)),
    observed: slots.filter((s) => observed.has(s.name)),
    sites: [],
    parameters: [],
    noise: [],
    errorCostNats: constant(0),
    complexity: [],
    lossNats: constant(0),
    gradients: new Map(),
    gates: [],
    savings: [],
    moments: [],
    draws: new Map(),
    drawNoise: [],
    predictions: n.predictions,
    decisions: []
  }
}

/**
 * What data must look like to be bound to a network: axes of the data at the data's sizes, pruned
 * or not.
 */
export const dataProgram = (n: Network): Variational =>
  predicting(
    n,
    new Map([...n.sizes, ...[...n.kept].map(([axis, { size }]) => [axis, size] as const)])
  )

/** Numbers that the results for one chunk of rows may have: 256 MiB. */
const mostNumbers = 2 ** 26

/** Rows predicted at once: fewer than usual of a network that makes much of one. */
const chunkOf = (n: Network): number => {
  const open = openAxes(n)
  const sizes = new Map([...fixedSizes(n), ...[...open].map((a) => [a, 1] as const)])
  const { rowNumbers } = networkCost(n.predictions, sizes, open)
  return Math.max(1, Math.min(standardSettings.chunk, Math.floor(mostNumbers / rowNumbers)))
}

// combinators

/** `count` rows of a plate from `start` on. */
const rowsOf = (plate: string, start: number, count: number, bound: Bound): Bound => ({
  ...bound,
  data: new Map(
    [...bound.data].map(([name, t]) => [name, stretch(plate, start, count)(t)] as const)
  ),
  sizes: new Map([...bound.sizes, [plate, count] as const])
})

/** Only the first `count` rows of a plate. */
export const firstRows =
  (plate: string, count: number) =>
  (bound: Bound): Bound =>
    rowsOf(plate, 0, Math.min(count, bound.sizes.get(plate) ?? 0), bound)

/** Bound data as the network reads them. */
const seenBy = (n: Network, bound: Bound): Bound => ({
  ...bound,
  data: new Map([...bound.data].map(([name, t]) => [name, selectData(n)(t)] as const)),
  sizes: new Map([...bound.sizes, ...n.sizes])
})

// destructors

/** How well a network predicts bound data, one entry for each observed site. */
export const evaluateNetwork =
  <B>(executor: Executor<B>, bound: Bound) =>
  (n: Network): TaskEither<Problem, ReadonlyArray<Evaluation>> => {
    const evaluator = openEvaluator(executor, predicting(n, n.sizes), chunkOf(n))
    return pipe(
      (): Promise<E.Either<Problem, ReadonlyArray<Evaluation>>> =>
        evaluator.evaluate(
          { ...bound, sizes: new Map([...bound.sizes, ...n.sizes]) },
          plugIn(n.tensors),
          undefined,
          selectData(n)
        ),
      (task) => () => task().finally(evaluator.dispose)
    )
  }

/**
 * −ln p(y | arguments) in nats per datum, summed over the observed sites: what pressing bounds the
 * change of. A masked network is evaluated as the slim one, which predicts the same and is faster.
 */
export const effectOn =
  <B>(executor: Executor<B>, bound: Bound): Effect =>
  (n) =>
    pipe(
      evaluateNetwork(executor, bound)(slim(n).network),
      TE.map((found) => found.reduce((sum, e) => sum + e.nllNats, 0))
    )

/** Parts of a bound along a plate, of at most `count` rows. */
const parts = (plate: string | undefined, count: number, bound: Bound): ReadonlyArray<Bound> => {
  const total = plate === undefined ? 1 : (bound.sizes.get(plate) ?? 0)
  return plate === undefined || total <= count
    ? [bound]
    : Array.from({ length: Math.ceil(total / count) }, (_, i) =>
        rowsOf(plate, i * count, Math.min(count, total - i * count), bound)
      )
}

/**
 * The mean over bound data of a sum over `over`, plates among them: `sum` is reduced already. Sums of
 * chunks are added in float64.
 */
export const meanOverOn =
  <B>(executor: Executor<B>, bound: Bound): MeanOver =>
  (n, total, over) =>
  async () => {
    const plates = over.filter((a) => bound.sizes.has(a) && !n.sizes.has(a))
    const sizes = fixedSizes(n)
    const count = over.reduce(
      (product, a) => product * (bound.sizes.get(a) ?? sizes.get(a) ?? 1),
      1
    )
    const planFor = lowerOutputs(predicting(n, n.sizes), [output('total', total, total.axes)], {
      consumed: [],
      noise: []
    })
    const sums: Array<NamedTensor> = []
    for (const part of parts(
      plates.length === 1 ? plates[0] : undefined,
      standardSettings.chunk,
      bound
    )) {
      const seen = seenBy(n, part)
      const prepared = prepare(executor, planFor, seen.sizes)
      if (E.isLeft(prepared)) return prepared
      const found = (
        await runOnce(executor, prepared.right, new Map([...seen.data, ...n.tensors]), {
          seed: 0,
          step: 0
        })
      ).get('total')
      prepared.right.runnable.dispose()
      if (found !== undefined) sums.push(found)
    }
    const [first] = sums
    if (first === undefined) throw new Error('internal: the plan of a mean has no output')
    return E.right({
      ...first,
      values: first.values.map(
        (_, i) => sums.reduce((sum, s) => sum + (s.values[i] ?? 0), 0) / count
      )
    })
  }

/**
 * The mean of an expression over the plates of bound data, over its other axes.
 */
export const meanOn =
  <B>(executor: Executor<B>, bound: Bound): MeanOf =>
  (n, value) => {
    const plates = value.axes.filter((a) => !n.sizes.has(a))
    return meanOverOn(executor, bound)(n, reduce('sum', plates)(value), plates)
  }
