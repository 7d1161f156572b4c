/**
 * Arbitraries of priors that are composed of the combinators of scale mixtures.
 *
 * @since 0.2.0
 */
import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  andThen,
  axis,
  type Axis,
  build,
  contract,
  data,
  exponential,
  halfCauchy,
  halfNormal,
  include,
  logLogistic,
  normal,
  observe,
  over,
  plate,
  program,
  type Program,
  returns
} from '../dsl/index.ts'
import type { Graph } from '../ir/Graph.ts'
import {
  elementwise,
  groupJeffreys,
  perUnit,
  product,
  regularise,
  scaleMixture,
  type ScaleMixture,
  shared,
  truncateScale,
  varianceMixture
} from '../priors/index.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** The mixtures that compositions begin with. */
export type BaseName = 'horseshoe' | 'jeffreys' | 'halfNormal' | 'laplace' | 'logLogistic'

/** The axes of the weights of such a model; the group is `from`. */
export type Side = 'from' | 'to'

/** One combinator. `product` has the scale before it as one factor and another mixture as the other. */
export type PriorStep =
  | { readonly word: 'elementwise' }
  | { readonly word: 'perUnit' | 'shared'; readonly sides: ReadonlyArray<Side> }
  | { readonly word: 'regularise'; readonly slab: 'number' | 'random' }
  | { readonly word: 'truncateScale'; readonly low: boolean }
  | { readonly word: 'product'; readonly by: BaseName }

/** A description is what fast-check shrinks and prints; `underPrior` makes the model. */
export interface PriorShape {
  readonly base: BaseName
  readonly steps: ReadonlyArray<PriorStep>
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const bases: { readonly [B in BaseName]: ScaleMixture } = {
  horseshoe: scaleMixture({ global: halfCauchy(0.5), local: halfCauchy(1) }),
  jeffreys: groupJeffreys,
  halfNormal: scaleMixture({ global: halfNormal(1), local: halfNormal(1) }),
  laplace: varianceMixture(exponential(1)),
  logLogistic: scaleMixture({ local: logLogistic({ scale: 1, shape: 1 }) })
}
const names: ReadonlyArray<BaseName> = [
  'horseshoe',
  'jeffreys',
  'halfNormal',
  'laplace',
  'logLogistic'
]

const sides: ReadonlyArray<ReadonlyArray<Side>> = [[], ['from'], ['to'], ['from', 'to']]

/** Every combinator, at each of its settings. */
export const priorSteps: ReadonlyArray<PriorStep> = [
  { word: 'elementwise' },
  ...sides.map((s) => ({ word: 'perUnit' as const, sides: s })),
  ...sides.map((s) => ({ word: 'shared' as const, sides: s })),
  { word: 'regularise', slab: 'number' },
  { word: 'regularise', slab: 'random' },
  { word: 'truncateScale', low: true },
  { word: 'truncateScale', low: false },
  ...names.map((by) => ({ word: 'product' as const, by }))
]

/**
 * Can this be written? Normal-Jeffreys is cut at both ends or at none; a scale that is a product, or
 * drawn already, has no law of its own; what is shared over some axes has a scale along these alone.
 */
const isWritten = ({ base, steps }: PriorShape): boolean => {
  const cuts = steps.flatMap((s, i) => (s.word === 'truncateScale' ? [{ s, i }] : []))
  const along = (s: PriorStep): ReadonlyArray<Side> => ('sides' in s ? s.sides : [])
  const isInside = steps.every(
    (s, i) =>
      s.word !== 'shared' ||
      steps.slice(0, i).every((b) => along(b).every((side) => s.sides.includes(side)))
  )
  return (
    isInside &&
    cuts.every(
      ({ s, i }) =>
        cuts.length === 1 &&
        (s.low || base !== 'jeffreys') &&
        steps.slice(0, i).every(({ word }) => word !== 'product' && word !== 'shared')
    )
  )
}

/** Compositions of up to `maxSteps` combinators, as descriptions that shrink. */
export const arbitraryPriorShape = (maxSteps = 3): fc.Arbitrary<PriorShape> =>
  fc
    .record({
      base: fc.constantFrom(...names),
      steps: fc.array(fc.constantFrom(...priorSteps), { maxLength: maxSteps })
    })
    .filter(isWritten)

/** All compositions of so many combinators. */
export const priorShapesOf = (steps: number): ReadonlyArray<PriorShape> =>
  Array.from({ length: steps })
    .reduce<ReadonlyArray<PriorShape>>(
      (all) =>
        all.flatMap((p) => priorSteps.map((s) => ({ base: p.base, steps: [...p.steps, s] }))),
      names.map((base) => ({ base, steps: [] }))
    )
    .filter(isWritten)

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

const axes = { from: axis('from', 3), to: axis('to', 2) } as const
const axesOf = (s: ReadonlyArray<Side>): ReadonlyArray<Axis<Side>> => s.map((side) => axes[side])

/** One step. What it shares is drawn where the step stands, under the name of its place. */
const stepped = (
  m: ScaleMixture,
  step: PriorStep,
  k: number
): Program<unknown, object, ScaleMixture> => {
  const ready = (made: ScaleMixture): Program<unknown, object, ScaleMixture> =>
    pipe(
      program,
      returns(() => made)
    )
  switch (step.word) {
    case 'elementwise':
      return ready(elementwise(m))
    case 'perUnit':
      return ready(perUnit(...axesOf(step.sides))(m))
    case 'regularise':
      return ready(regularise(step.slab === 'number' ? 2 : { df: 4, scale: 2 })(m))
    case 'truncateScale':
      return ready(truncateScale({ ...(step.low ? { low: 0.2 } : {}), high: 5 })(m))
    case 'product':
      return ready(product({ one: m, other: bases[step.by] }))
    case 'shared':
      return pipe(
        program,
        include(`step${k}`, shared(...axesOf(step.sides))(m)),
        returns((env) => env[`step${k}`] ?? m)
      )
  }
}

/** The model of two tensors, w and v over from × to, under one composed prior. */
export const underPrior = ({ base, steps }: PriorShape): Graph => {
  const composed = steps.reduce<Program<unknown, object, ScaleMixture>>(
    (before, step, k) =>
      pipe(
        before,
        andThen((m) => stepped(m, step, k))
      ),
    pipe(
      program,
      returns(() => bases[base])
    )
  )
  const { from, to } = axes
  const rows = plate('rows')
  const at = { group: from, axes: [from, to] } as const
  const built = build(
    pipe(
      composed,
      andThen((prior) =>
        pipe(
          program,
          data('x', [rows, from]),
          include('w', prior(at)),
          include('v', prior(at)),
          observe('y', ({ x, w, v }) =>
            over(rows, to)(normal(pipe(x, contract(from)(pipe(w, add(v)))), 1))
          )
        )
      )
    )
  )
  if (isLeft(built))
    throw new Error(
      `internal: a composed prior is refused: ${built.left.map((p) => p.what).join('; ')}`
    )
  return built.right
}
