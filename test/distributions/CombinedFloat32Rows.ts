/**
 * Where distributions that are made of others are compared in float32: what weighs their parts, and
 * the slopes of these, weighed. The parts have rows of their own over all arguments.
 */
import * as fc from 'fast-check'
import { hurdle, mixture, normal, poisson, zeroInflated } from '../../src/distributions/index.ts'
import type { Distribution } from '../../src/distributions/index.ts'
import { type Expr, iota } from '../../src/expr/index.ts'
import { scalarMap } from '../../src/expr/numbers/Scalar.ts'
import { equal, mul, total } from '../../src/expr/Words.ts'
import { between, logSpread } from '../../src/laws/ArbitraryNumber.ts'
import type { Float32Row } from '../support/Float32Law.ts'
import { density, eitherSign, nan, near, type Numbers } from './Float32Points.ts'

const { sigmoid } = scalarMap
const along = 'kinds'
const kinds = 3
const three = (name: string) => [0, 1, 2].map((k) => `${name}${k}`)
const names = [...three('logit'), ...three('location'), ...three('scale')]

/** Numbers of the points as one expression over the components. */
const over = (values: ReadonlyArray<Expr>): Expr =>
  total(values.map((v, k) => mul(v)(equal(k)(iota(along)))))

/** Those of a list, k, k + 3, … */
const at = (xs: Numbers, k: number): readonly [number, number, number] => [
  xs[k] ?? NaN,
  xs[k + kinds] ?? NaN,
  xs[k + 2 * kinds] ?? NaN
]

const softmax = (logs: Numbers): Numbers => {
  const top = Math.max(...logs)
  const masses = logs.map((l) => Math.exp(l - top))
  const sum = masses.reduce((a, b) => a + b, 0)
  return masses.map((m) => m / sum)
}

const mixtureRow: Float32Row = {
  names: ['x', ...names],
  points: fc
    .tuple(
      fc.tuple(...three('').map(() => between(-20, 20))),
      fc.tuple(...three('').map(() => eitherSign(logSpread(1e-3, 1e3)))),
      fc.tuple(...three('').map(() => logSpread(1e-2, 1e2))),
      fc.nat({ max: kinds - 1 }),
      near
    )
    .map(([logits, ms, ss, k, by]) => [
      (ms[k] ?? NaN) + (ss[k] ?? NaN) * by,
      ...logits,
      ...ms,
      ...ss
    ]),
  of: density((args) =>
    mixture<Distribution>({
      logits: over(args.slice(0, kinds)),
      along,
      of: normal(over(args.slice(kinds, 2 * kinds)), over(args.slice(2 * kinds)))
    })
  ),
  terms: (x = NaN, ...xs) => {
    const parts = [0, 1, 2].map((k) => at(xs, k))
    const weights = softmax(parts.map(([l]) => l))
    const shares = softmax(parts.map(([l, m, s]) => l - 0.5 * ((x - m) / s) ** 2 - Math.log(s)))
    const slopes = parts.flatMap(([, m, s], k): ReadonlyArray<readonly [string, Numbers]> => {
      const r = shares[k] ?? NaN,
        z = (x - m) / s
      return [
        [`logit${k}`, [r, -(weights[k] ?? NaN)]],
        [`location${k}`, [(r * z) / s]],
        [`scale${k}`, [(r * z * z) / s, -r / s]]
      ]
    })
    return {
      ...Object.fromEntries(slopes),
      x: parts.map(([, m, s], k) => (-(shares[k] ?? NaN) * (x - m)) / s / s)
    }
  },
  sizes: { [along]: kinds }
}

/**
 * Counts at 0, near the rate, and beyond. The rate has some mass beyond 0: of a smaller one a hurdle
 * subtracts ln(1 − f(0)), which is as large as ln f(x).
 */
const countPoints = fc
  .tuple(fc.oneof(between(-40, 40), between(-3, 3)), logSpread(0.3, 1e5), near, fc.nat({ max: 2 }))
  .map(([l, rate, by, which]) => [
    which === 0 ? 0 : Math.max(Math.round(rate + by * Math.sqrt(rate)), which === 1 ? 1 : 0),
    l,
    rate
  ])

const zeroNames = ['x', 'structuralZeroLogits', 'rate']

export const combinedRows = {
  Hurdle: {
    names: zeroNames,
    points: countPoints,
    of: density(([l = nan, rate = nan]) =>
      hurdle<Distribution>({ structuralZeroLogits: l, of: poisson(rate) })
    ),
    terms: (x = NaN, l = NaN, rate = NaN): Readonly<Record<string, Numbers>> =>
      x === 0
        ? { structuralZeroLogits: [sigmoid(-l)] }
        : { structuralZeroLogits: [-sigmoid(l)], rate: [x / rate, -1, -1 / Math.expm1(rate)] }
  },
  Mixture: mixtureRow,
  ZeroInflated: {
    names: zeroNames,
    points: countPoints,
    of: density(([l = nan, rate = nan]) =>
      zeroInflated<Distribution>({ structuralZeroLogits: l, of: poisson(rate) })
    ),
    terms: (x = NaN, l = NaN, rate = NaN): Readonly<Record<string, Numbers>> => {
      if (x > 0) return { structuralZeroLogits: [-sigmoid(l)], rate: [x / rate, -1] }
      // the share of zeros that are structural: 1/(1 + e^(−l − rate))
      const structural = sigmoid(l + rate)
      return { structuralZeroLogits: [structural, -sigmoid(l)], rate: [-sigmoid(-l - rate)] }
    }
  }
} satisfies Readonly<Record<string, Float32Row>>
