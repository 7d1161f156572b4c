/**
 * The ELBO of small models with counts, exact: by every combination of what the guide may draw. And what a
 * program's gradients are on average.
 */
import { pipe } from 'fp-ts/lib/function.js'
import { expect } from 'vitest'
import { elementwiseDensity } from '../../src/distributions/ElementwiseDensity.ts'
import { family } from '../../src/distributions/index.ts'
import {
  type Expr,
  mul,
  ref,
  spread,
  substitute,
  sumSpread,
  total,
  union
} from '../../src/expr/index.ts'
import { evaluate, type NamedArray } from '../../src/expr/numbers/Reference.ts'
import type { Graph, Site } from '../../src/ir/Graph.ts'
import type { Noise, Variational } from '../../src/ir/Variational.ts'
import { normals } from '../../src/runtime/Noise.ts'
import { integrate } from '../support/Quadrature.ts'

const isBatch = (g: Graph): boolean => g.axes.some((a) => a.size === 'data')
export const sizes = new Map([
  ['items', 2],
  ['rows', 5],
  ['kinds', 3]
])
/** Counts that a guide has a probability for each of are up to 3 here. */
const sizeOf = (axis: string): number => sizes.get(axis) ?? (axis.startsWith('value of ') ? 4 : 1)
export type Values = ReadonlyMap<string, NamedArray>
export const over = (axes: ReadonlyArray<string>, values: ReadonlyArray<number>): NamedArray => ({
  axes,
  sizes: axes.map(sizeOf),
  values
})
const many = '(many)'

/** An expression with a slice for each of many values of these names. */
const overMany =
  (names: ReadonlyArray<{ readonly name: string; readonly axes: ReadonlyArray<string> }>) =>
  (e: Expr): Expr =>
    substitute(new Map(names.map((s) => [s.name, ref(s.name, union([many], s.axes))])))(e)

// the exact ELBO

const density = (x: number): number => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI)
const cellMass = (k: number, m: number, s: number): number => {
  const at = (y: number): number => Math.max(-12, Math.min(12, (Math.log(y) - m) / s))
  return integrate(density, k === 0 ? -12 : at(k), at(k + 1))
}

interface Choice {
  readonly value: number
  readonly mass: number
  readonly lnQ: number
}
/** Counts up to where the guide has a share of 1e-9 left. */
const countChoices = (m: number, s: number): ReadonlyArray<Choice> =>
  Array.from({ length: Math.ceil(Math.exp(m + 6 * s)) + 1 }, (_, value) => {
    const mass = cellMass(value, m, s)
    return { value, mass, lnQ: Math.log(mass) }
  }).filter((c) => c.mass > 0)
/** Equally spaced noise: exact for what is as smooth as this. */
const normalChoices = (m: number, s: number): ReadonlyArray<Choice> =>
  Array.from({ length: 17 }, (_, i) => {
    const e = -5.6 + 0.7 * i
    return {
      value: m + s * e,
      mass: 0.7 * density(e),
      lnQ: Math.log(density(e)) - Math.log(s)
    }
  })

/** A probability of 1, or one of each value. */
const probabilityChoices = (logits: ReadonlyArray<number>, low: number): ReadonlyArray<Choice> => {
  const all = (logits.length === 1 ? [0, ...logits] : logits).map((l, value) =>
    value < low ? -Infinity : l
  )
  const sum = all.reduce((a, l) => a + Math.exp(l), 0)
  return all
    .map((l, value) => {
      const mass = Math.exp(l) / sum
      return { value, mass, lnQ: Math.log(mass) }
    })
    .filter((c) => c.mass > 0)
}

const numberIn = (values: Values, name: string, i: number): number =>
  values.get(name)?.values[i] ?? NaN

interface Combination {
  readonly mass: number
  readonly lnQ: number
  /** −ln p. */
  readonly nats: number
}

/** Every combination of what the guide may draw. */
const jointLosses = (g: Graph, data: Values, parameters: Values): ReadonlyArray<Combination> => {
  const latents = g.sites.filter((s) => s.role === 'latent')
  const elements = latents.flatMap((s) =>
    Array.from({ length: s.axes.reduce((k, a) => k * sizeOf(a), 1) }, (_, i) => {
      const logits = parameters.get(`${s.name}.logits`)
      const end = parameters.get(`${s.name}.low`)?.values[i]
      const low = end === undefined ? 0 : Math.ceil(end)
      if (logits !== undefined) {
        const each = logits.values.length / s.axes.reduce((k, a) => k * sizeOf(a), 1)
        const own = Array.from(logits.values).slice(i * each, (i + 1) * each)
        return { s, choices: probabilityChoices(own, low) }
      }
      const m = numberIn(parameters, `${s.name}.location`, i),
        sd = Math.exp(0.5 * numberIn(parameters, `${s.name}.logVariance`, i))
      return {
        s,
        choices:
          s.name === 'n'
            ? countChoices(m, sd).map((c) => ({ ...c, value: low + c.value }))
            : normalChoices(m, sd)
      }
    })
  )
  const all = elements.reduce<ReadonlyArray<ReadonlyArray<Choice>>>(
    (before, { choices }) => before.flatMap((b) => choices.map((c) => [...b, c])),
    [[]]
  )
  const drawn = new Map(
    latents.map((s) => {
      const own = elements.flatMap((e, i) => (e.s === s ? [i] : []))
      return [
        s.name,
        {
          axes: [many, ...s.axes],
          sizes: [all.length, ...s.axes.map(sizeOf)],
          values: all.flatMap((c) => own.map((i) => c[i]?.value ?? NaN))
        }
      ] as const
    })
  )
  const weight = (s: Site): number => (isBatch(g) && s.axes.includes('rows') ? 3 : 1)
  const weights = elements.map((e) => weight(e.s))
  const nats = overMany(latents)(
    total(
      g.sites.map((s) =>
        pipe(
          sumSpread(s.axes)(elementwiseDensity(family(s.dist))(ref(s.name, s.axes))),
          mul(-weight(s))
        )
      )
    )
  )
  const found = evaluate({
    sizes: new Map([...sizes, [many, all.length]]),
    values: new Map([...data, ...drawn])
  })(nats).values
  return all.map((choices, i) => ({
    mass: choices.reduce((p, c) => p * c.mass, 1),
    lnQ: choices.reduce((p, c, j) => p + (weights[j] ?? NaN) * c.lnQ, 0),
    nats: found[i] ?? NaN
  }))
}

/** E ln q − ln p by every combination of what the guide may draw. */
export const exactLoss = (g: Graph, data: Values, parameters: Values): number =>
  jointLosses(g, data, parameters).reduce((sum, c) => sum + c.mass * (c.lnQ + c.nats), 0)

const logSum = (xs: ReadonlyArray<number>): number => {
  const most = Math.max(...xs)
  return most + Math.log(xs.reduce((sum, x) => sum + Math.exp(x - most), 0))
}

/** ln Σ p(data, latents) over all values of latents that have finitely many, up to 3 each. */
export const logEvidence = (g: Graph, data: Values, counts: (name: string) => number): number => {
  const uniform = new Map(
    g.sites.flatMap((s) => {
      if (s.role === 'observed') return []
      const [n, k] = [s.axes.reduce((m, a) => m * sizeOf(a), 1), counts(s.name)]
      const each = k === 2 ? 1 : k
      return [
        [
          `${s.name}.logits`,
          over(
            [],
            Array.from({ length: n * each }, () => 0)
          )
        ] as const
      ]
    })
  )
  return logSum(jointLosses(g, data, uniform).map(({ nats }) => -nats))
}

// the estimate

/** A gradient at many keyed draws: of each element, in the order of `order`, its mean and the error of that. */
export const estimate = (
  e: Expr,
  program: Variational,
  values: Values,
  count: number,
  noise: ReadonlyArray<Noise> = program.noise,
  order: ReadonlyArray<string> = e.axes
): ReadonlyArray<{ readonly mean: number; readonly error: number }> => {
  const all = new Map([
    ...sizes,
    ...program.axes.flatMap((a) => (a.size === 'data' ? [] : [[a.name, a.size] as const])),
    [many, count]
  ])
  const drawn = noise.map((s) => {
    const axes = [many, ...s.axes]
    const shape = axes.map((a) => all.get(a) ?? 1)
    const length = shape.reduce((a, b) => a * b, 1)
    return [
      s.name,
      { axes, sizes: shape, values: normals({ seed: 3, step: 1 }, s.name, length) }
    ] as const
  })
  const found = evaluate({ sizes: all, values: new Map([...values, ...drawn]) })(
    spread([many])(overMany(noise)(e))
  )
  const step = found.values.length / count
  const strideOf = (axis: string): number =>
    found.sizes.slice(found.axes.indexOf(axis) + 1).reduce((a, b) => a * b, 1)
  const at = (i: number, j: number): number => {
    let [rest, place] = [j, i * strideOf(many)]
    for (const axis of order.toReversed()) {
      const size = found.sizes[found.axes.indexOf(axis)] ?? 1
      place += (rest % size) * strideOf(axis)
      rest = Math.floor(rest / size)
    }
    return place
  }
  return Array.from({ length: step }, (_, j) => {
    const xs = Array.from({ length: count }, (_unused, i) => found.values[at(i, j)] ?? NaN)
    const mean = xs.reduce((a, b) => a + b, 0) / count
    const variance = xs.reduce((a, b) => a + (b - mean) ** 2, 0) / (count - 1)
    return { mean, error: Math.sqrt(variance / count) }
  })
}

/** The slope of the exact loss by each element of a parameter, by central differences. */
const exactSlopes = (
  g: Graph,
  data: Values,
  parameters: Values,
  name: string
): ReadonlyArray<number> => {
  const own = parameters.get(name)
  if (own === undefined) throw new Error(`no values of ${name}`)
  const numbers = Array.from(own.values)
  const lossAt = (i: number, d: number): number =>
    exactLoss(
      g,
      data,
      new Map([
        ...parameters,
        [name, { ...own, values: numbers.map((x, j) => (j === i ? x + d : x)) }]
      ])
    )
  return numbers.map((_, i) => (lossAt(i, 1e-4) - lossAt(i, -1e-4)) / 2e-4)
}

/** The mean of each gradient over `count` draws, at `values`, is that of the exact ELBO. */
export const expectExactGradients = (
  {
    graph,
    program,
    data,
    parameters,
    values,
    count
  }: {
    readonly graph: Graph
    readonly program: Variational
    readonly data: Values
    readonly parameters: Values
    /** All that the program reads. */
    readonly values: Values
    readonly count: number
  },
  of: Variational['parameters'] = program.parameters
): void => {
  for (const { name, axes } of of) {
    const g = program.gradients.get(name)
    if (g === undefined) throw new Error(`no gradient by ${name}`)
    const slopes = exactSlopes(graph, data, parameters, name)
    const found = estimate(spread(axes)(g), program, values, count, program.noise, axes)
    expect(found.length).toBe(slopes.length)
    // 4.5 errors of the mean: one of 10⁵ comparisons is beyond
    found.forEach(({ mean, error }, i) =>
      expect(Math.abs(mean - (slopes[i] ?? NaN))).toBeLessThan(4.5 * error + 1e-5)
    )
  }
}

export const parametersOf = (program: Variational, numbers: ReadonlyArray<number>): Values => {
  let next = 0
  return new Map(
    program.parameters.map((p) => [
      p.name,
      over(
        p.axes,
        Array.from({ length: p.axes.reduce((k, a) => k * sizeOf(a), 1) }, () => {
          const u = numbers[next++ % numbers.length] ?? NaN
          return p.kind === 'logVariance'
            ? -2 + u
            : p.name.endsWith('.logits')
              ? 2 * u
              : 0.8 + 0.6 * u
        })
      )
    ])
  )
}
