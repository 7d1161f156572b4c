/** What the laws and figures need of distributions of vectors, by tag, as `Rows.ts` has it. */
import * as fc from 'fast-check'
import {
  type Autoregressive,
  autoregressive,
  type Dirichlet,
  dirichlet,
  type Distribution,
  type Distributions,
  family,
  type MatrixBy,
  type Multinomial,
  multinomial,
  type MultivariateNormal,
  multivariateNormal,
  normal,
  type Ordered,
  ordered,
  type VectorTag
} from '../../src/distributions/index.ts'
import { constant, constants, type Expr } from '../../src/expr/index.ts'
import { evaluate } from '../../src/expr/numbers/Reference.ts'
import { between, logSpread } from '../../src/laws/ArbitraryNumber.ts'

type Numbers = ReadonlyArray<number>

/** The axis of every vector here. */
export const along = 'along'

/** Numbers along it, or one. */
export const vector = (x: number | Numbers): Expr =>
  typeof x === 'number' ? constant(x) : constants([along], [x.length], x)

const walk = (
  location: number | Numbers,
  coefficient: number,
  scale: number | Numbers,
  start: number,
  size: number
): Autoregressive =>
  autoregressive({
    location: vector(location),
    coefficient,
    scale: vector(scale),
    start,
    along,
    size
  })

export const by = (by_: MatrixBy, mean: Numbers, matrix: ReadonlyArray<Numbers>) =>
  multivariateNormal({
    mean: vector(mean),
    by: by_,
    matrix: constants([along, 'across'], [mean.length, mean.length], matrix.flat()),
    along,
    across: 'across',
    size: mean.length
  })

/** L Lᵀ of the lower triangle of L. */
export const squared = (l: ReadonlyArray<Numbers>): ReadonlyArray<Numbers> =>
  l.map((row, i) =>
    l.map((other, j) =>
      row.reduce((sum, x, k) => (k <= Math.min(i, j) ? sum + x * (other[k] ?? NaN) : sum), 0)
    )
  )

const shares = (concentration: number | Numbers, size?: number): Dirichlet =>
  dirichlet({
    concentration: vector(concentration),
    along,
    size: typeof concentration === 'number' ? (size ?? 1) : concentration.length
  })

const trials = (total: number, logits: Numbers): Multinomial =>
  multinomial({ total, logits: vector(logits), along, size: logits.length })

const inOrder = (location: number, scale: number, size: number): Ordered =>
  ordered<Distribution>({ of: normal(location, scale), along, size })

const vectorsOf = (n: number) => fc.array(between(-3, 3), { minLength: n, maxLength: n })
/** The diagonal is at least a third of what lies beside it: the laws are of formulas, not of rounding. */
const lowerOf = (n: number): fc.Arbitrary<ReadonlyArray<Numbers>> =>
  fc
    .tuple(
      fc.array(between(-1, 1), { minLength: n * n, maxLength: n * n }),
      fc.array(logSpread(0.3, 3), { minLength: n, maxLength: n })
    )
    .map(([all, diagonal]) =>
      diagonal.map((d, i) => diagonal.map((_, j) => (i === j ? d : (all[i * n + j] ?? NaN))))
    )

type Figure<D> = readonly [D, Numbers, number]

export interface VectorRow<out D> {
  readonly generated: fc.Arbitrary<D>
  /** By `vector-figures.py`: mpmath 1.4.1 with 60 digits. */
  readonly figures: ReadonlyArray<Figure<D>>
}

const wide = [
  [2, 0, 0, 0, 0],
  [-0.5, 0.3, 0, 0, 0],
  [1, 4, 1.5, 0, 0],
  [0, 0.25, -3, 0.8, 0],
  [7, 0, 0.5, 0.1, 3]
]
const three = [
  [4, 1, 0.5],
  [1, 2, -0.7],
  [0.5, -0.7, 1]
]

export const vectorRows: { readonly [T in VectorTag]: VectorRow<Distributions[T]> } = {
  Autoregressive: {
    generated: fc
      .tuple(fc.integer({ min: 1, max: 9 }), between(-1.2, 1.2), logSpread(0.1, 10))
      .chain(([n, coefficient, start]) =>
        fc
          .tuple(vectorsOf(n), fc.array(logSpread(0.1, 10), { minLength: n, maxLength: n }))
          .map(([location, scale]) => walk(location, coefficient, scale, start, n))
      ),
    figures: [
      [walk(0, 1, 1, 1, 1), [0.3], -0.963938533204672738],
      [walk(0, 1, 0.5, 0.5, 5), [0.2, -0.4, 0.1, 0.7, 1.9], -6.02895676322363697],
      [walk([1, 2, 0], -0.7, [9, 0.3, 2], 3, 3), [0.5, 1.5, -2], -8.06269254229391505],
      [walk(2, 0.9, 0.01, 1000, 3), [-400, -360, -323.82], -202.53503250659914],
      [walk(0.5, 0, 2, 1, 7), [1, -1, 4, 2.5, 0, 0.25, -3], -14.599265315792381]
    ] satisfies ReadonlyArray<Figure<Autoregressive>>
  },
  Dirichlet: {
    generated: fc
      .array(logSpread(0.6, 8), { minLength: 2, maxLength: 5 })
      .chain((alphas) => fc.constantFrom(shares(alphas), shares(alphas[0] ?? NaN, alphas.length))),
    figures: [
      [shares([1, 1]), [0.25, 0.75], 0],
      [shares([0.5, 2.5, 7]), [0.125, 0.25, 0.625], 1.50578590835941808],
      [shares(3, 4), [0.5, 0.25, 0.125, 0.125], 2.25306987355508903],
      [shares([40, 0.25]), [0.9375, 0.0625], -0.805712030422344367]
    ] satisfies ReadonlyArray<Figure<Dirichlet>>
  },
  Multinomial: {
    generated: fc
      .tuple(
        fc.integer({ min: 0, max: 12 }),
        fc.array(between(-2, 2), { minLength: 1, maxLength: 4 })
      )
      .map(([total, logits]) => trials(total, logits)),
    figures: [
      [trials(7, [0, 0]), [3, 4], -1.29668220243020349],
      [trials(11, [0.5, -1, 2]), [2, 0, 9], -1.64709107799625674],
      [trials(0, [-3, 4, 0.25, 0]), [0, 0, 0, 0], 0]
    ] satisfies ReadonlyArray<Figure<Multinomial>>
  },
  Ordered: {
    generated: fc
      .tuple(between(-3, 3), logSpread(0.3, 3), fc.integer({ min: 1, max: 5 }))
      .map(([location, scale, size]) => inOrder(location, scale, size)),
    figures: [
      [inOrder(0, 1, 1), [0.3], -0.963938533204672738],
      [inOrder(1, 2, 4), [-2, 0.5, 0.75, 4], -5.55935152471052659],
      [inOrder(0, 3, 3), [-1000, 0, 2], -55560.0386707741681]
    ] satisfies ReadonlyArray<Figure<Ordered>>
  },
  MultivariateNormal: {
    generated: fc
      .tuple(
        fc.integer({ min: 1, max: 6 }),
        fc.constantFrom<MatrixBy>('cholesky', 'covariance', 'precision')
      )
      .chain(([n, kind]) =>
        fc
          .tuple(vectorsOf(n), lowerOf(n))
          .map(([mean, l]) => by(kind, mean, kind === 'cholesky' ? l : squared(l)))
      ),
    figures: [
      [by('cholesky', [0.4], [[-2]]), [1.5], -1.76333571376461805],
      // what lies above the diagonal is not read
      [
        by(
          'cholesky',
          [0, 1],
          [
            [1.5, 99],
            [0.4, 0.2]
          ]
        ),
        [0.3, 0.8],
        -1.63390426208340914
      ],
      [by('cholesky', [0, 0, 1, -1, 2], wide), [0.5, -1, 2, 0.25, 3], -609.331387321203319],
      [
        by(
          'covariance',
          [0, 1],
          [
            [2.25, 0.6],
            [0.6, 0.2]
          ]
        ),
        [0.3, 0.8],
        -1.63390426208340886
      ],
      [by('covariance', [1, 0, 0], three), [0.1, 0.2, -3], -10.1638095954138355],
      [by('precision', [1, 0, 0], three), [0.1, 0.2, -3], -9.83407941631420041]
    ] satisfies ReadonlyArray<Figure<MultivariateNormal>>
  }
}

// destructors

/** Sizes of the axes of one vector, and of those that a draw uses up. */
export const sizesOf = (d: Distribution): ReadonlyMap<string, number> => {
  return new Map((family(d).vectorAxes ?? []).map(({ name, size }) => [name, size] as const))
}

export const sizeOf = (d: Distribution): number => family(d).vectorAxes?.[0]?.size ?? 1

/** Numbers of an expression without references but constants of the vector's axes. */
export const numbersOf = (d: Distribution, e: Expr): Float64Array =>
  Float64Array.from(evaluate({ sizes: sizesOf(d), values: new Map() })(e).values)

export const logDensityAt = (d: Distribution, x: Numbers): number =>
  numbersOf(d, family(d).logDensity(vector(x)))[0] ?? NaN
