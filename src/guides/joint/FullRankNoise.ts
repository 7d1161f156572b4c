/**
 * Every correlation: η are the ε of the elements before one, φ the rows of a triangle.
 *
 * With the deviations σ of the guides this is L ε, L lower with the diagonal σ/s. Each covariance that is
 * positive definite has one such L, and so one φ; and −½ ln|R| = Σ ln s.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { type Axes, constant, type Expr, gather, iota, ref, union, where } from '../../expr/Expr.ts'
import { add, less, mul, square, sub, sumSpread, total } from '../../expr/Words.ts'
import type { Noise } from '../Parameter.ts'
import {
  type CorrelatedNoise,
  dot,
  elementsOf,
  inflation,
  type JointLaw,
  type Loaded,
  loadingOf,
  logScales,
  type Placed,
  placed,
  sharedBy,
  type SizedAxis
} from './CorrelatedNoise.ts'

/** How many numbers a triangle without its diagonal has above row i. */
const triangle = (i: number): number => (i * (i - 1)) / 2

/** Numbers of the triangle in the rows of a site, as an axis; row after row. */
const packed = ({ member, from }: Placed): SizedAxis => ({
  name: `${member.name}.loading`,
  size: triangle(from + elementsOf(member)) - triangle(from)
})

const rowsOf = (p: Placed, along: string): Expr => {
  const { name } = packed(p)
  const begin = pipe(p.at, mul(pipe(p.at, sub(1))), mul(0.5), sub(triangle(p.from)))
  return where(
    pipe(iota(along), less(p.at)),
    pipe(ref(name, [name]), gather(name, pipe(begin, add(iota(along))))),
    constant(0)
  )
}

export const fullRankNoise = ({ name, members }: JointLaw): CorrelatedNoise => {
  const noiseOf = (extra: Axes): Noise => ({ name: `${name}.noise`, axes: union(extra, [name]) })
  const all = (extra: Axes): Expr => ref(`${name}.noise`, noiseOf(extra).axes)
  const sites = placed(members).map((p): Loaded => {
    const axis = packed(p)
    const rows = axis.size === 0 ? undefined : rowsOf(p, name)
    return {
      ...p,
      loadings:
        rows === undefined
          ? []
          : [loadingOf(p.member, [axis.name], { _tag: 'Fill', value: 0, jitter: 0 })],
      squared: rows === undefined ? constant(1) : inflation(rows, name),
      own: (extra) => pipe(all(extra), gather(name, p.at)),
      mixed: (extra) => (rows === undefined ? constant(0) : dot([name])(rows, all(extra))),
      noise: (extra) => [noiseOf(extra)]
    }
  })
  const of = new Map(sites.map((p) => [p.member.name, sharedBy(p)] as const))
  const totalCorrelation = logScales(sites)
  return {
    axes: [
      { name, size: members.reduce((n, m) => n + elementsOf(m), 0) },
      ...sites.filter((p) => p.loadings.length > 0).map(packed)
    ],
    of,
    totalCorrelation,
    // zᵀR⁻¹z = εᵀε
    logRatio: (extra) => {
      const margins = total(
        sites.map((p) => sumSpread(p.axes)(square(sharedBy(p).drawn(extra).value)))
      )
      const joint = sumSpread([name])(square(all(extra)))
      return pipe(margins, sub(joint), mul(0.5), add(totalCorrelation))
    }
  }
}
