/**
 * What a model held possible before it saw anything: each site drawn from its own distribution, in
 * order of declaration, latents first and then what would be observed; in float64.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { AncestralSite } from '../../ir/Ancestral.ts'
import type { Derived } from '../../ir/Derived.ts'
import {
  chainAxis,
  drawAxisName,
  type PosteriorDraws,
  type WideTensor
} from '../../ir/Posterior.ts'
import { problem, type Problem, type Problems } from '../../ir/Problem.ts'
import { ancestralPlan, type AncestralOutputs } from '../../lower/AncestralPlan.ts'
import { argumentOf } from '../../lower/PredictPlan.ts'
import type { Float64Plan } from '../../runtime/float64/Float64Plan.ts'
import { openFloat64 } from '../../runtime/float64/module/OpenFloat64.ts'
import type { Bound } from '../host/BoundData.ts'
import { setInputs } from '../host/SetInputs.ts'
import { elements, placesIn } from '../host/Tensors.ts'
import { drawKey } from '../variational/OpenPosterior.ts'
import { inStages, withoutDraws } from './PredictionScope.ts'
import { shapeOf } from './PredictStages.ts'
import { uniformStreams } from './UniformStreams.ts'

// model

/** A model as prior draws read it. */
export interface PriorModel {
  readonly program: Pick<Derived, 'axes' | 'predictions'>
  readonly sites: ReadonlyArray<AncestralSite>
}

/** So many draws in each of so many chains. All of them are independent: chains are a way to lay them. */
export interface PriorQuestion {
  readonly chains: number
  readonly draws: number
  readonly seed: number
}

// constructors

/** Numbers that are held at most: 2 GiB. */
const mostNumbers = 2 ** 28

const tooMany = (numbers: number, draws: number): Problem =>
  problem(
    'draws',
    `${draws} draws of all sites have ${numbers} numbers, and at most ${mostNumbers} are held`,
    'all draws are kept in memory',
    'fewer draws'
  )

/** Errors: an improper prior, by its site; more draws than memory holds. */
export const checkPrior = (
  { sites }: PriorModel,
  { sizes }: Bound,
  { chains, draws }: PriorQuestion
): E.Either<Problems, void> => {
  const numbers =
    chains * draws * sites.reduce((n, { axes }) => n + elements(shapeOf(axes, sizes)), 0)
  const wrong = sites.flatMap(withoutDraws)
  return isNonEmpty(wrong)
    ? E.left(wrong)
    : numbers > mostNumbers
      ? E.left(of(tooMany(numbers, chains * draws)))
      : E.right(undefined)
}

/** One site, ready: its arguments in a plan's arrays, and where its draws go. */
export interface OpenSite {
  readonly site: string
  readonly count: number
  /** The draw in progress, into what is kept from `from` on; a vector from its first element's stream. */
  readonly draw: (streams: (i: number) => () => number, from: number) => void
  readonly kept: WideTensor
}

const openSite = (
  s: AncestralSite,
  prepared: Float64Plan,
  { sizes }: Pick<Bound, 'sizes'>,
  { chains, draws }: Pick<PriorQuestion, 'chains' | 'draws'>
): OpenSite => {
  const { sample, sampleVector } = s
  const together = sampleVector === undefined ? [] : s.jointly
  const apart = s.axes.filter((a) => !together.includes(a))
  const shape = shapeOf(s.axes, sizes)
  const count = elements(shape)
  const n = elements(shapeOf(together, sizes))
  const given = s.arguments.map(({ name }) => {
    const of = argumentOf(s.site, name)
    const found = prepared.plan.outputs.find((o) => o.name === of)
    if (found === undefined) throw new Error(`internal: no ${name} of ${s.site}`)
    const own = [...together, ...s.consumes].filter((a) => found.axes.includes(a))
    const all = [...apart, ...own]
    const at = placesIn(all, shapeOf(all, sizes))(found.axes, found.shape)
    return { values: prepared.output(of), at, one: new Float64Array(elements(shapeOf(own, sizes))) }
  })
  const ones = given.map((g) => g.one)
  const take = (at: number): void => {
    for (const { values, at: places, one } of given)
      for (let k = 0; k < one.length; k++) one[k] = values[places[at * one.length + k] ?? -1] ?? NaN
  }
  const order = [...apart, ...together]
  const places = placesIn(order, shapeOf(order, sizes))(s.axes, shape)
  const kept = new Float64Array(chains * draws * count)
  return {
    site: s.site,
    count,
    draw: (streams, from) => {
      for (let i = 0; i < count; i += n) {
        take(i / n)
        const uniform = streams(i)
        if (sampleVector !== undefined)
          sampleVector(ones, uniform, n).forEach((x, k) => {
            kept[from + (places[i + k] ?? NaN)] = x
          })
        else if (E.isLeft(sample)) throw new Error(`internal: ${s.site} has no draws`)
        else kept[from + i] = sample.right(ones, uniform)
      }
    },
    kept: {
      axes: [chainAxis, drawAxisName, ...s.axes],
      sizes: [chains, draws, ...shape],
      values: kept
    }
  }
}

/** A value drawn earlier, where a stage reads it. */
interface Handed {
  readonly input: Float64Array
  readonly at: Int32Array
  readonly from: OpenSite
}

/** Sites whose arguments one plan computes. */
export interface OpenStage {
  readonly prepared: Float64Plan
  readonly reads: ReadonlyArray<Handed>
  readonly sites: ReadonlyArray<OpenSite>
}

/** `before` are sites that have a draw where this stage reads them. */
export const openStage = (
  program: PriorModel['program'],
  stage: AncestralOutputs,
  bound: Pick<Bound, 'data' | 'sizes'>,
  question: Pick<PriorQuestion, 'chains' | 'draws'>,
  before: ReadonlyMap<string, OpenSite>
): E.Either<Problem, OpenStage> =>
  pipe(
    ancestralPlan(program, stage)(bound.sizes),
    E.map((plan) => {
      const changing = [plan.inputs.flatMap(({ name }) => (before.has(name) ? [name] : []))]
      const prepared = openFloat64(plan, changing)
      setInputs(prepared, new Map([...bound.data].filter(([name]) => !before.has(name))))
      prepared.run()
      return {
        prepared,
        reads: plan.inputs.flatMap(({ name, axes, shape }) => {
          const [from, input] = [before.get(name), prepared.input(name)]
          return from === undefined || input === undefined
            ? []
            : [
                {
                  input,
                  from,
                  at: placesIn(axes, shape)(from.kept.axes.slice(2), from.kept.sizes.slice(2))
                }
              ]
        }),
        sites: stage.drawn.map((s) => openSite(s, prepared, bound, question))
      }
    })
  )

/** Only what depends on sites drawn before is computed again. */
const ofDraws = 1

/** Draw number `d` of a stage's sites, from those before it. */
export const drawStage = (
  { prepared, reads, sites }: OpenStage,
  d: number,
  streams: (site: string) => (element: number) => () => number
): void => {
  for (const { input, at, from } of reads)
    for (let i = 0; i < input.length; i++)
      input[i] = from.kept.values[d * from.count + (at[i] ?? 0)] ?? NaN
  prepared.run(ofDraws)
  for (const { site, count, draw } of sites) draw(streams(site), d * count)
}

// destructors

/**
 * Draws of all sites, observed ones too. `bound` are the data that arguments read; a value depends on
 * the seed, the draw, the site and its place alone. Errors: those of plans; see `checkPrior` for the rest.
 */
export const drawPriors = (
  { program, sites }: PriorModel,
  bound: Bound,
  question: PriorQuestion
): E.Either<Problem, PosteriorDraws> => {
  const { chains, draws, seed } = question
  const opened = new Map<string, OpenSite>()
  const stages: Array<OpenStage> = []
  for (const stage of inStages(
    sites,
    () => true,
    () => false
  )) {
    const open = openStage(program, stage, bound, question, opened)
    if (E.isLeft(open)) return open
    stages.push(open.right)
    open.right.sites.forEach((s) => opened.set(s.site, s))
  }
  for (let d = 0; d < chains * draws; d++) {
    const key = drawKey(seed, d)
    for (const stage of stages)
      drawStage(stage, d, (site) => uniformStreams(key, `ancestral:${site}`))
  }
  return E.right({
    from: 'prior',
    chains,
    draws,
    sites: new Map(
      sites.flatMap(({ site }) => {
        const s = opened.get(site)
        return s === undefined ? [] : [[site, s.kept] as const]
      })
    ),
    statistics: new Map()
  })
}
