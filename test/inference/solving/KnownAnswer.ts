/**
 * What a model with a known answer is: data of a fixed stream, a fit with default settings, and what
 * it is to come to. None of it shares code with the compiler.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import {
  type BoundData,
  compileModel,
  type FitOptions,
  type Fitted,
  plate,
  type Program
} from '../../../src/index.ts'
import { preparedFrom } from '../../../src/library/FitModel.ts'
import { fitOn } from '../../../src/library/FitOn.ts'
import { runOn } from '../../../src/library/RunOn.ts'

export interface Known {
  readonly mean: ReadonlyArray<number>
  /** The deviation of the exact posterior, or of the best guide where that is the reference. */
  readonly sd: ReadonlyArray<number>
}

type Sites = Readonly<Record<string, Known>>

type Asked = 'sites' | 'result' | 'model' | 'bound' | 'settings'

/** A fit with default settings, and what it is to come to. */
export interface Case {
  readonly run: TE.TaskEither<unknown, Pick<Fitted<unknown>, Asked>>
  readonly sites: Sites
}

/** Data lie at a scale, `offset` of it from 0; priors are made for data at the scale `prior`. */
export interface Place {
  readonly scale: number
  readonly offset: number
  readonly prior: number
}

/**
 * `isExact`: the posterior is known, and linear response is to give its deviations. Beside the places
 * where priors scale with the data, `apart` are some where they do not.
 */
export interface KnownAnswer {
  readonly name: string
  readonly isExact: boolean
  readonly at: (place: Place) => Case
  readonly apart: readonly [Place, ...ReadonlyArray<Place>]
}

/**
 * As `fitModel` does it, but for the check of the guide afterwards, which takes as long again and says
 * nothing of where a fit arrives. `compile` only where the reference is the optimum of one form of the model.
 */
export const use = <E, S, R>(
  model: Program<E, S, R>,
  given: BoundData,
  sites: Sites,
  compile: FitOptions['compile'] = {}
): Case => ({
  run: pipe(
    compileModel(compile)(model),
    E.chain((first) => preparedFrom(first, { data: given, compile })),
    TE.fromEither,
    TE.chain(({ compiled, task: { program, train, test, settings, start } }) =>
      pipe(
        runOn('reference', {}, fitOn({ program, train, test, settings, start })),
        TE.map(({ sites: found, ...result }) => ({
          sites: found,
          result,
          model: compiled,
          bound: train,
          settings
        }))
      )
    )
  ),
  sites
})

export const rows = plate('rows')
export const sum = (xs: ReadonlyArray<number>): number => xs.reduce((a, b) => a + b, 0)
export const one = (mean: number, sd: number): Known => ({ mean: [mean], sd: [sd] })

/** Normals and uniforms of a fixed stream. */
export const stream = (seed: number) => {
  let state = seed
  const uniformDraw = (): number => {
    state = (state * 1103515245 + 12345) % 2147483648
    return (state + 0.5) / 2147483648
  }
  const normalDraw = (): number =>
    Math.sqrt(-2 * Math.log(uniformDraw())) * Math.cos(2 * Math.PI * uniformDraw())
  return { uniformDraw, normalDraw }
}
export const made = (n: number, seed: number, of: (s: ReturnType<typeof stream>) => number) => {
  const s = stream(seed)
  // what is bound is float32
  return Array.from({ length: n }, () => Math.fround(of(s)))
}

export const column = (name: string, values: ReadonlyArray<number>): BoundData =>
  new Map([[name, { axes: ['rows'], sizes: [values.length], values: Float32Array.from(values) }]])
export const matrix = (
  name: string,
  along: string,
  table: ReadonlyArray<ReadonlyArray<number>>
): BoundData =>
  new Map([
    [
      name,
      {
        axes: ['rows', along],
        sizes: [table.length, table[0]?.length ?? 0],
        values: Float32Array.from(table.flat())
      }
    ]
  ])

/** Mean and deviation of f under an unnormalised log density, by the midpoint rule. */
export const byQuadrature = (
  low: number,
  high: number,
  log: (x: number) => number,
  f = (x: number): number => x
): Known => {
  const nodes = Array.from({ length: 4000 }, (_, i) => low + ((high - low) * (i + 0.5)) / 4000)
  const logs = nodes.map(log)
  const top = Math.max(...logs)
  const weights = logs.map((l) => Math.exp(l - top))
  const mass = sum(weights)
  const mean = sum(nodes.map((x, i) => (weights[i] ?? 0) * f(x))) / mass
  const square = sum(nodes.map((x, i) => (weights[i] ?? 0) * (f(x) - mean) ** 2)) / mass
  return one(mean, Math.sqrt(square))
}

/** Thirty rows of three inputs, two of them correlated by 0.8, and an outcome of the first and last. */
export const correlated = (seed: number) => {
  const s = stream(seed)
  const x = Array.from({ length: 30 }, () => {
    const [a, b, c] = [s.normalDraw(), s.normalDraw(), s.normalDraw()]
    return [a, 0.8 * a + 0.6 * b, c].map(Math.fround)
  })
  const y = x.map(([a = NaN, , c = NaN]) => Math.fround(1.5 * a - c + s.normalDraw()))
  return { x, y }
}

/** The same moments in another unit. */
export const times = (unit: number, { mean, sd }: Known): Known => ({
  mean: mean.map((v) => v * unit),
  sd: sd.map((v) => v * unit)
})

/** What an offset is for positive numbers, whose it is in the logarithm: a hundredth of it. */
export const factorOf = (offset: number): number => Math.exp(offset / 100)

export const scales = [1, 1e-6, 1e6] as const

/** Where priors scale with the data: all scales, beside 0 and as far from it as a calendar's years. */
export const places: ReadonlyArray<Place> = scales.flatMap((scale) =>
  [0, 2000].map((offset) => ({ scale, offset, prior: scale }))
)

/** Data at a scale under priors for data at scale 1. */
export const under = (scale: number, offset = 0): Place => ({ scale, offset, prior: 1 })
