/**
 * Where the densities of vectors are compared in float32, with the terms of their slopes, as
 * `Float32Rows.ts` has it: vectors of three elements, or of two under a matrix. A vector without a row does
 * not compile.
 */
import * as fc from 'fast-check'
import {
  autoregressive,
  dirichlet,
  type Distribution,
  family,
  gumbelSoftmax,
  lkjCholesky,
  lowRankMultivariateNormal,
  multinomial,
  multivariateNormal,
  normal,
  ordered,
  type VectorTag
} from '../../src/distributions/index.ts'
import { constant, type Expr, iota } from '../../src/expr/index.ts'
import { digamma } from '../../src/expr/numbers/SpecialFunctions.ts'
import { equal, mul, total } from '../../src/expr/Words.ts'
import { between, eitherSign, logSpread } from '../../src/laws/ArbitraryNumber.ts'
import type { Float32Row } from '../support/Float32Law.ts'
import { nan, near, type Numbers } from './Float32Points.ts'
import { sizesOf } from './VectorRows.ts'

const places = [0, 1, 2]
const three = { along: 'k', size: 3 }

/** Numbers side by side along an axis. */
const along = (axis: string, xs: ReadonlyArray<Expr>): Expr =>
  total(xs.map((x, k) => mul(x)(equal(k)(iota(axis)))))

/** The value of a vector stands first, `count` numbers of it; then what it is made of. */
const vectorRow = (
  count: number,
  of: (args: ReadonlyArray<Expr>) => Distribution,
  value: (xs: ReadonlyArray<Expr>) => Expr,
  row: Pick<Float32Row, 'names' | 'points' | 'terms'>
): Float32Row => ({
  count: 400,
  ...row,
  of: (args) => family(of(args.slice(count))).logDensity(value(args.slice(0, count))),
  sizes: Object.fromEntries(sizesOf(of(row.names.slice(count).map(() => nan))))
})

const alongK = (xs: ReadonlyArray<Expr>): Expr => along('k', xs)
const tuple = (x: fc.Arbitrary<number>, n = 3): fc.Arbitrary<Numbers> =>
  fc.array(x, { minLength: n, maxLength: n })
const scales = logSpread(1e-3, 1e3),
  reals = eitherSign(logSpread(1e-3, 1e3))
const at = (xs: Numbers, k: number): number => xs[k] ?? NaN
const sum = (xs: Numbers): number => xs.reduce((a, b) => a + b, 0)

const autoregressiveRow = vectorRow(
  3,
  ([location = nan, coefficient = nan, scale = nan, start = nan]) =>
    autoregressive({ location, coefficient, scale, start, ...three }),
  alongK,
  {
    names: ['x0', 'x1', 'x2', 'location', 'coefficient', 'scale', 'start'],
    points: fc
      .tuple(tuple(near), reals, eitherSign(logSpread(1e-2, 1.2)), scales, scales)
      .map(([e, m, phi, s, start]) => {
        const first = start * at(e, 0),
          second = phi * first + s * at(e, 1)
        return [m + first, m + second, m + phi * second + s * at(e, 2), m, phi, s, start]
      }),
    terms: (x0 = NaN, x1 = NaN, x2 = NaN, m = NaN, phi = NaN, s = NaN, start = NaN) => {
      const e0 = (x0 - m) / start,
        e1 = (x1 - m - phi * (x0 - m)) / s,
        e2 = (x2 - m - phi * (x1 - m)) / s
      return {
        x0: [-e0 / start, (phi * e1) / s],
        x1: [-e1 / s, (phi * e2) / s],
        x2: [-e2 / s],
        location: [e0 / start, e1 / s, (-phi * e1) / s, e2 / s, (-phi * e2) / s],
        coefficient: [(e1 * (x0 - m)) / s, (e2 * (x1 - m)) / s],
        scale: [(e1 * e1) / s, (e2 * e2) / s, -2 / s],
        start: [(e0 * e0) / start, -1 / start]
      }
    }
  }
)

const dirichletRow = vectorRow(
  3,
  (concentration) => dirichlet({ concentration: alongK(concentration), ...three }),
  alongK,
  {
    names: ['x0', 'x1', 'x2', 'a0', 'a1', 'a2'],
    // shares about their means, and far from them
    points: fc
      .tuple(tuple(logSpread(1e-2, 1e6)), tuple(near), fc.boolean())
      .map(([alphas, off, far]) => {
        const sizes = alphas.map((a, k) =>
          far ? Math.exp(at(off, k)) : a * Math.exp(at(off, k) / Math.sqrt(a + 1))
        )
        return [...sizes.map((x) => x / sum(sizes)), ...alphas]
      }),
    terms: (...given) => {
      const [xs, alphas] = [given.slice(0, 3), given.slice(3)]
      const all = sum(alphas)
      return Object.fromEntries(
        places.flatMap((k) => [
          [`x${k}`, [at(alphas, k) / at(xs, k), -1 / at(xs, k), -all]],
          [`a${k}`, [Math.log(at(xs, k)), digamma(all), -digamma(at(alphas, k))]]
        ])
      )
    }
  }
)

const gumbelSoftmaxRow = vectorRow(
  3,
  (args) =>
    gumbelSoftmax({
      logits: alongK(args.slice(0, 3)),
      temperature: args[3] ?? nan,
      ...three
    }),
  alongK,
  {
    names: ['x0', 'x1', 'x2', 'l0', 'l1', 'l2', 'temperature'],
    // shares about those of the logits, and far from them
    points: fc
      .tuple(tuple(between(-5, 5)), tuple(between(-2, 6)), logSpread(0.3, 20), fc.boolean())
      .map(([logits, g, t, far]) => {
        const sizes = logits.map((l, k) => Math.exp(far ? -2 * at(g, k) : (l + at(g, k)) / t))
        return [...sizes.map((x) => x / sum(sizes)), ...logits, t]
      }),
    terms: (...given) => {
      const [xs, logits] = [given.slice(0, 3), given.slice(3, 6)],
        t = at(given, 6)
      const s = logits.map((l, k) => l - t * Math.log(at(xs, k)))
      const top = Math.max(...s)
      const all = sum(s.map((u) => Math.exp(u - top)))
      const q = s.map((u) => Math.exp(u - top) / all)
      return {
        ...Object.fromEntries(
          places.flatMap((k) => [
            [`x${k}`, [-t / at(xs, k), (3 * t * at(q, k)) / at(xs, k), -1 / at(xs, k)]],
            [`l${k}`, [1, -3 * at(q, k)]]
          ])
        ),
        temperature: [
          2 / t,
          ...places.map((k) => -Math.log(at(xs, k))),
          ...places.map((k) => 3 * at(q, k) * Math.log(at(xs, k)))
        ]
      }
    }
  }
)

const multinomialRow = vectorRow(
  3,
  ([n = nan, ...logits]) => multinomial({ total: n, logits: alongK(logits), ...three }),
  alongK,
  {
    names: ['x0', 'x1', 'x2', 'total', 'l0', 'l1', 'l2'],
    points: fc
      .tuple(tuple(eitherSign(logSpread(0.1, 10))), tuple(fc.nat({ max: 5000 })))
      .map(([logits, xs]) => [...xs, sum(xs), ...logits]),
    terms: (...given) => {
      const logits = given.slice(4)
      const masses = logits.map((l) => Math.exp(l - Math.max(...logits)))
      return Object.fromEntries(
        places.map((k) => [`l${k}`, [at(given, k), (-at(given, 3) * at(masses, k)) / sum(masses)]])
      )
    }
  }
)

const orderedRow = vectorRow(
  3,
  ([location = nan, scale = nan]) =>
    ordered<Distribution>({ of: normal(location, scale), ...three }),
  alongK,
  {
    names: ['x0', 'x1', 'x2', 'location', 'scale'],
    points: fc
      .tuple(tuple(near), reals, scales)
      .map(([z, m, s]) => [...z.map((e) => m + s * e).toSorted((a, b) => a - b), m, s]),
    terms: (...given) => {
      const [m, s] = [at(given, 3), at(given, 4)]
      const z = places.map((k) => (at(given, k) - m) / s)
      return {
        x0: [-at(z, 0) / s],
        x1: [-at(z, 1) / s],
        x2: [-at(z, 2) / s],
        location: z.map((e) => e / s),
        scale: [...z.map((e) => (e * e) / s), -3 / s]
      }
    }
  }
)

/** By its Cholesky factor, two by two. */
const multivariateNormalRow = vectorRow(
  2,
  ([m0 = nan, m1 = nan, l00 = nan, l10 = nan, l11 = nan]) =>
    multivariateNormal({
      mean: along('k', [m0, m1]),
      by: 'cholesky',
      matrix: along('j', [along('k', [l00, l10]), along('k', [constant(0), l11])]),
      along: 'k',
      across: 'j',
      size: 2
    }),
  alongK,
  {
    names: ['x0', 'x1', 'm0', 'm1', 'l00', 'l10', 'l11'],
    // what lies beside the diagonal is up to a hundred times it: float32 can tell what it leaves
    points: fc
      .tuple(tuple(near, 2), tuple(reals, 2), scales, eitherSign(logSpread(1e-2, 1e2)), scales)
      .map(([e, m, l00, ratio, l11]) => [
        at(m, 0) + l00 * at(e, 0),
        at(m, 1) + ratio * l11 * at(e, 0) + l11 * at(e, 1),
        ...m,
        l00,
        ratio * l11,
        l11
      ]),
    terms: (x0 = NaN, x1 = NaN, m0 = NaN, m1 = NaN, l00 = NaN, l10 = NaN, l11 = NaN) => {
      const y0 = (x0 - m0) / l00
      // of y1 = (x1 − m1 − l10 y0)/l11
      const y1 = [(x1 - m1) / l11, (-l10 * y0) / l11]
      const times = (by: number): Numbers => y1.map((y) => by * y)
      const through = l10 / (l11 * l00)
      return {
        x0: [-y0 / l00, ...times(through)],
        x1: times(-1 / l11),
        m0: [y0 / l00, ...times(-through)],
        m1: times(1 / l11),
        l00: [(y0 * y0) / l00, ...times(-through * y0), -1 / l00],
        l10: times(y0 / l11),
        l11: [...times(sum(y1) / l11), -1 / l11]
      }
    }
  }
)

const pairs = places.flatMap((i) => [0, 1].map((k) => [i, k] as const))

/** Three elements under two factors, whose columns may be near each other. */
const lowRankRow = vectorRow(
  3,
  (args) =>
    lowRankMultivariateNormal({
      mean: alongK(args.slice(0, 3)),
      factor: along(
        'j',
        [0, 1].map((k) => alongK(places.map((i) => args[3 + 2 * i + k] ?? nan)))
      ),
      scale: alongK(args.slice(9, 12)),
      along: 'k',
      across: 'j',
      size: 3,
      rank: 2
    }),
  alongK,
  {
    names: [
      ...places.map((i) => `x${i}`),
      ...places.map((i) => `m${i}`),
      ...pairs.map(([i, k]) => `w${i}${k}`),
      ...places.map((i) => `s${i}`)
    ],
    points: fc
      .tuple(
        tuple(near),
        tuple(near, 2),
        tuple(reals),
        tuple(eitherSign(logSpread(1e-2, 1e2)), 6),
        tuple(eitherSign(scales))
      )
      .map(([e, z, m, ratios, s]) => {
        const w = pairs.map(([i], at_) => at(ratios, at_) * at(s, i))
        const common = (i: number): number => at(w, 2 * i) * at(z, 0) + at(w, 2 * i + 1) * at(z, 1)
        return [...places.map((i) => at(m, i) + common(i) + at(s, i) * at(e, i)), ...m, ...w, ...s]
      }),
    terms: (...given) => {
      const [xs, m, w, s] = [
        given.slice(0, 3),
        given.slice(3, 6),
        given.slice(6, 12),
        given.slice(12)
      ]
      const y = places.map((i) => (at(xs, i) - at(m, i)) / at(s, i))
      const a = pairs.map(([i], k) => at(w, k) / at(s, i))
      const column = (k: number): Numbers => places.map((i) => at(a, 2 * i + k))
      const dot = (p: Numbers, q: Numbers): number => sum(p.map((x, i) => x * at(q, i)))
      // M = I + AᵀA by its determinant, written as the sum of what is above 0
      const [first, second] = [column(0), column(1)]
      const minors = [
        [0, 1],
        [0, 2],
        [1, 2]
      ].map(([i = 0, j = 0]) => at(first, i) * at(second, j) - at(first, j) * at(second, i))
      const [p, q, r] = [1 + dot(first, first), 1 + dot(second, second), dot(first, second)]
      const det = 1 + dot(first, first) + dot(second, second) + dot(minors, minors)
      /** M⁻¹ of two numbers, each as what it is the sum of. */
      const solved = (u: number, v: number): readonly [Numbers, Numbers] => [
        [(q * u) / det, (-r * v) / det],
        [(p * v) / det, (-r * u) / det]
      ]
      const times = (by: number, xs_: Numbers): Numbers => xs_.map((x) => by * x)
      /** Row i of A times two numbers. */
      const across = (i: number, [u, v]: readonly [Numbers, Numbers]): Numbers => [
        ...times(at(first, i), u),
        ...times(at(second, i), v)
      ]
      const z = solved(dot(first, y), dot(second, y))
      /** (y − A z)/s */
      const pull = (i: number): Numbers =>
        times(1 / at(s, i), [at(y, i), ...times(-1, across(i, z))])
      return Object.fromEntries([
        ...places.flatMap((i) => {
          const own = across(i, solved(at(first, i), at(second, i)))
          const left = at(s, i) * sum(pull(i))
          return [
            [`x${i}`, times(-1, pull(i))],
            [`m${i}`, pull(i)],
            [`s${i}`, [-1 / at(s, i), ...times(1 / at(s, i), own), ...times(left, pull(i))]]
          ] as const
        }),
        ...pairs.map(([i, k]) => {
          const inverse = solved(at(first, i), at(second, i))[k] ?? []
          const factor = sum(z[k] ?? [])
          return [
            `w${i}${k}`,
            [...times(factor, pull(i)), ...times(-1 / at(s, i), inverse)]
          ] as const
        })
      ])
    }
  }
)

/** Of the factor only the diagonal is asked for, whose first element is 1. */
const lkjRow = vectorRow(
  2,
  ([shape = nan]) => lkjCholesky({ shape, along: 'k', across: 'j', size: 3 }),
  (diagonal) => mul(along('k', [constant(1), ...diagonal]))(equal(iota('k'))(iota('j'))),
  {
    names: ['d1', 'd2', 'shape'],
    // correlations of the size that the shape leaves, or large ones
    points: fc
      .tuple(tuple(near, 2), logSpread(1e-3, 1e4), fc.boolean())
      .map(([off, shape, far]) => [
        ...off.map((z) => Math.exp((-0.25 * z * z) / (far ? 1 : shape + 1))),
        shape
      ])
      .filter(([d1 = NaN, d2 = NaN]) => Math.min(d1, d2) > 1e-6),
    terms: (d1 = NaN, d2 = NaN, shape = NaN) => {
      const less = (b: number): number => digamma(b + 0.5) - digamma(b)
      return {
        d1: [(2 * shape) / d1, -1 / d1],
        d2: [(2 * shape) / d2, -2 / d2],
        shape: [2 * Math.log(d1), 2 * Math.log(d2), 2 * less(shape + 0.5), less(shape)]
      }
    }
  }
)

export const vectorFloat32Rows: { readonly [T in VectorTag]: Float32Row } = {
  Autoregressive: autoregressiveRow,
  Dirichlet: dirichletRow,
  GumbelSoftmax: gumbelSoftmaxRow,
  LkjCholesky: lkjRow,
  LowRankMultivariateNormal: lowRankRow,
  Multinomial: multinomialRow,
  MultivariateNormal: multivariateNormalRow,
  Ordered: orderedRow
}
