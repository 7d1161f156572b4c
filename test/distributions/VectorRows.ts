/** What the laws and figures need of distributions of vectors, by tag, as `Rows.ts` has it. */
import * as fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { isSome, type Option } from 'fp-ts/lib/Option.js'
import {
  type Autoregressive,
  autoregressive,
  type Dirichlet,
  dirichlet,
  type Distribution,
  type Distributions,
  family,
  type GumbelSoftmax,
  gumbelSoftmax,
  type LkjCholesky,
  lkjCholesky,
  type LowRankMultivariateNormal,
  lowRankMultivariateNormal,
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
import { add, constant, constants, type Expr, meet } from '../../src/expr/index.ts'
import { evaluate } from '../../src/expr/numbers/Reference.ts'
import { between, eitherSign, logSpread } from '../../src/laws/ArbitraryNumber.ts'
import { few, fourths, thirds, three, wide } from './VectorMatrices.ts'

type Numbers = ReadonlyArray<number>

/** The axis of every vector here. */
export const along = 'along'

/** Numbers along it, or one for all. */
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

/** Columns of the factor one after the other in each row. */
export const fewFactors = (
  mean: number | Numbers,
  factor_: ReadonlyArray<Numbers>,
  scale: number | Numbers
): LowRankMultivariateNormal => {
  const [size, rank] = [factor_.length, factor_[0]?.length ?? 0]
  const across = 'across'
  const matrix = constants([along, across], [size, rank], factor_.flat())
  const given = { mean: vector(mean), factor: matrix, scale: vector(scale) }
  return lowRankMultivariateNormal({ ...given, along, across, size, rank })
}

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

const choice = (logits: Numbers, temperature: number): GumbelSoftmax =>
  gumbelSoftmax({ logits: vector(logits), temperature, along, size: logits.length })

const factor = (shape: number, size: number): LkjCholesky =>
  lkjCholesky({ shape, along, across: 'across', size })

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
  GumbelSoftmax: {
    generated: fc
      .tuple(fc.array(between(-2, 2), { minLength: 2, maxLength: 4 }), logSpread(0.5, 3))
      .map(([logits, temperature]) => choice(logits, temperature)),
    figures: [
      [choice([0, 0], 1), [0.25, 0.75], -6.81568717856231382e-53],
      [choice([0.5, -1, 2], 0.5), [0.125, 0.25, 0.625], -1.36236102617906777],
      [choice([0, 3, 0, 1], 2), [0.5, 0.25, 0.125, 0.125], 1.25065121541497842],
      [choice([-4, 1], 0.25), [0.9375, 0.0625], -4.23301551554536073]
    ] satisfies ReadonlyArray<Figure<GumbelSoftmax>>
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
  LowRankMultivariateNormal: {
    generated: fc
      .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 4 }), fc.boolean())
      .chain(([n, r, shared]) =>
        fc
          .tuple(
            vectorsOf(n),
            fc.array(vectorsOf(r), { minLength: n, maxLength: n }),
            fc.array(eitherSign(logSpread(0.3, 3)), { minLength: n, maxLength: n })
          )
          .map(([mean, w, scale]) => fewFactors(mean, w, shared ? (scale[0] ?? NaN) : scale))
      ),
    figures: [
      [fewFactors([0.4], [[-2]], 0.5), [1.5], -1.78475096584930605],
      [fewFactors([0, 1], [[1.5], [0.4]], [1, -0.2]), [0.3, 0.8], -1.59825023323612291],
      [
        fewFactors([0, 0, 1, -1, 2], few, [1, 0.5, 2, 0.1, 3]),
        [0.5, -1, 2, 0.25, 3],
        -44.5478565997214991
      ],
      [
        fewFactors(
          0,
          [
            [1e6, 2e6],
            [3e6, -1e6],
            [5e5, 1e6]
          ],
          0.001
        ),
        [2e6, 2.5e6, 1e6],
        -26.1625633612728476
      ],
      [
        fewFactors(
          0,
          [
            [1000, 1000],
            [2000, 2000.001],
            [-1000, -1000]
          ],
          1
        ),
        [1000, 2000, -1000.5],
        -11.2613161010283209
      ],
      [fewFactors(1, [[0.5, 2, -1]], 0.3), [-2], -2.59924798890420762]
    ] satisfies ReadonlyArray<Figure<LowRankMultivariateNormal>>
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
  LkjCholesky: {
    generated: fc
      .tuple(logSpread(0.6, 20), fc.integer({ min: 2, max: 4 }))
      .map(([shape, size]) => factor(shape, size)),
    figures: [
      [factor(1, 2), [1, 0, 0.5, 0.8660254037844386], -0.693147180559945309],
      [factor(2.5, 2), [1, 0, -0.75, 0.6614378277661477], -1.40391849261437584],
      [factor(0.5, 3), thirds, -2.04060962046342767],
      [factor(4, 3), thirds, -3.5558582207651182],
      [factor(1, 4), fourths, -4.27445775614065557],
      [factor(30, 4), fourths, -73.1409559550418272]
    ] satisfies ReadonlyArray<Figure<LkjCholesky>>
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

/** The sizes of what one draw lies over, a vector or a matrix. */
const shapeOf = (d: Distribution): Numbers =>
  family(d).jointly.map((axis) => sizesOf(d).get(axis) ?? NaN)

/** How many elements a draw has. */
export const countOf = (d: Distribution): number => shapeOf(d).reduce((n, size) => n * size, 1)

/** These numbers as values of the law, row by row; as many as there are along axes before. */
export const valueOf = (d: Distribution, x: Numbers, before: ReadonlyArray<string> = []): Expr =>
  constants(
    [...before, ...family(d).jointly],
    [...before.map(() => x.length / countOf(d)), ...shapeOf(d)],
    x
  )

/**
 * Which elements of a value say where it lies, as many as it has coordinates: below the diagonal, of
 * rows of length 1 and a diagonal above 0.
 */
export const freeOf = (d: Distribution): Numbers => {
  const n = sizeOf(d)
  return Array.from({ length: countOf(d) }, (_, i) => i).filter(
    (i) => family(d).support._tag !== 'Correlation' || i % n < Math.floor(i / n)
  )
}

/** Numbers of an expression of constants of the law's axes; of elements in the order of a draw. */
export const numbersOf = (
  d: Distribution,
  e: Expr,
  before: readonly [string, number] | undefined = undefined
): Numbers => {
  const own = sizesOf(d)
  const sizes = before === undefined ? own : new Map([...own, before])
  const many = before === undefined ? 1 : before[1]
  const zeros = valueOf(
    d,
    Array.from({ length: many * countOf(d) }, () => 0),
    before === undefined ? [] : [before[0]]
  )
  const ofElements = meet(e.axes, family(d).jointly).length > 0
  const found = evaluate({ sizes, values: new Map() })(ofElements ? pipe(zeros, add(e)) : e)
  return Array.from(found.values)
}

export const logDensityAt = (d: Distribution, x: Numbers): number =>
  numbersOf(d, family(d).logDensity(valueOf(d, x)))[0] ?? NaN

const some = (e: Option<Expr>): Expr => {
  if (isSome(e)) return e.value
  throw new Error('internal: an answer of every vector')
}

/** An answer that is one number. */
export const numberOf = (d: Distribution, e: Option<Expr>): number =>
  numbersOf(d, some(e))[0] ?? NaN

/** An answer for each element. */
export const answersOf = (d: Distribution, e: Option<Expr>): Numbers => {
  const found = numbersOf(d, some(e))
  return Array.from({ length: countOf(d) }, (_, i) => found[found.length === 1 ? 0 : i] ?? NaN)
}

/** The rows whose distributions are such. */
export const vectorsAmong = (holds: (d: Distribution) => boolean) =>
  Object.entries<VectorRow<Distribution>>(vectorRows).filter(([, row]) =>
    fc.sample(row.generated, { numRuns: 1, seed: 1 }).every(holds)
  )
