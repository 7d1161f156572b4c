/**
 * As many correlations as a rank has: η are as many numbers more, which all elements share, and φ a row of
 * loadings for each. With the deviations of the guides the covariance is a diagonal and a matrix of that
 * rank.
 *
 * −½ ln|R| = Σ ln s − ½ ln|I + φᵀφ| by the determinant lemma, and zᵀR⁻¹z by Woodbury's, with a matrix as
 * large as the rank. A rotation of η would change nothing: the first elements have as many loadings as
 * they have numbers, which leaves none.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  type Axes,
  constant,
  contract,
  type Expr,
  iota,
  ref,
  rename,
  union,
  where
} from '../../expr/Expr.ts'
import { cholesky, diagonal, inverseOfLower, type Square } from '../../expr/Matrices.ts'
import {
  add,
  div,
  equal,
  lessEqual,
  log,
  mul,
  square,
  sub,
  sumSpread,
  total
} from '../../expr/Words.ts'
import { type Noise, parameterName } from '../Parameter.ts'
import {
  type CorrelatedNoise,
  dot,
  inflation,
  type JointLaw,
  type Loaded,
  loadingOf,
  loadingRole,
  logScales,
  placed,
  sharedBy
} from './CorrelatedNoise.ts'

/** Loadings start apart: at 0, where all directions of shared noise are alike, nothing moves them. */
const loadingSpread = 0.1

interface LoadedRow extends Loaded {
  readonly rows: Expr
}

export const lowRankNoise = ({ name, members }: JointLaw, rank: number): CorrelatedNoise => {
  const matrix: Square = {
    rows: `${name}.rank`,
    columns: `${name}.column`,
    between: `${name}.between`,
    size: rank
  }
  const along = matrix.rows
  const shared = (extra: Axes): Noise => ({ name: `${name}.noise`, axes: union(extra, [along]) })
  const sites = placed(members).map((p): LoadedRow => {
    const axes = union(p.axes, [along])
    const all = ref(parameterName(p.member.name, loadingRole), axes)
    const rows =
      p.from < rank - 1 ? where(pipe(iota(along), lessEqual(p.at)), all, constant(0)) : all
    const own = (extra: Axes): Noise => ({
      name: `${p.member.name}.noise`,
      axes: union(extra, p.axes)
    })
    return {
      ...p,
      rows,
      loadings: [loadingOf(p.member, axes, { _tag: 'NormalNoise', sd: loadingSpread })],
      squared: inflation(rows, along),
      own: (extra) => ref(own(extra).name, own(extra).axes),
      mixed: (extra) => dot([along])(rows, ref(shared(extra).name, shared(extra).axes)),
      noise: (extra) => [own(extra), shared(extra)]
    }
  })
  /** K with K Kᵀ = I + φᵀφ */
  const factor = cholesky(matrix)(
    pipe(
      total(sites.map((p) => dot(p.axes)(p.rows, rename(along, matrix.columns)(p.rows)))),
      add(pipe(iota(along), equal(iota(matrix.columns))))
    )
  )
  const totalCorrelation = pipe(
    logScales(sites),
    sub(sumSpread([along])(log(diagonal(matrix)(factor))))
  )
  return {
    axes: [matrix.rows, matrix.columns, matrix.between].map((a) => ({ name: a, size: rank })),
    of: new Map(sites.map((p) => [p.member.name, sharedBy(p)] as const)),
    totalCorrelation,
    // zᵀR⁻¹z = |t|² − |K⁻¹φᵀt|² with t = s z
    logRatio: (extra) => {
      const drawn = sites.map((p) => ({ ...p, t: pipe(p.mixed(extra), add(p.own(extra))) }))
      const sum = (of: (p: (typeof drawn)[number]) => Expr): Expr =>
        total(drawn.map((p) => sumSpread(p.axes)(of(p))))
      const onto = total(drawn.map((p) => dot(p.axes)(p.rows, p.t)))
      const inside = contract([matrix.columns])(
        inverseOfLower(matrix)(factor),
        rename(along, matrix.columns)(onto)
      )
      return pipe(
        sum((p) => pipe(square(p.t), div(p.squared))),
        sub(sum((p) => square(p.t))),
        add(sumSpread([along])(square(inside))),
        mul(0.5),
        add(totalCorrelation)
      )
    }
  }
}
