/**
 * Where a posterior would be improper: an observation whose deviation is a latent z with density
 * ∝ 1/z, all of whose data lie where it is centred. Each then has the density 1/z, and nothing keeps
 * z from 0.
 *
 *   y ~ normal(0, z)   all y = 0
 *   y ~ normal(m, z)   all y equal, m a latent of their own
 *
 * @since 0.2.0
 */
import { isNone } from 'fp-ts/lib/Option.js'
import { family } from '../../distributions/index.ts'
import {
  abs,
  type Expr,
  isSubset,
  type NodeOf,
  reduce,
  ref,
  sub,
  without
} from '../../expr/index.ts'
import type { Graph, Residual, Site } from '../../ir/Graph.ts'

/** The latent that an expression is, up to known factors and its sign. */
const scaledLatent = (e: Expr, known: (e: Expr) => boolean): NodeOf<'Ref'> | undefined => {
  let x = e
  for (;;) {
    if (x._tag === 'Ref') return x
    if (x._tag === 'Map' && (x.op === 'abs' || x.op === 'neg')) x = x.x
    else if (x._tag === 'Zip' && (x.op === 'mul' || x.op === 'div') && known(x.y)) x = x.x
    else if (x._tag === 'Zip' && x.op === 'mul' && known(x.x)) x = x.y
    else return undefined
  }
}

/** How far the data of each element of z lie from where they are centred, at most. */
const spread = (s: Site, location: Expr, z: NodeOf<'Ref'>, known: boolean): Expr | undefined => {
  const y = ref(s.name, s.axes)
  const rows = without(z.axes)(s.axes)
  if (known) return reduce('max', rows)(abs(sub(location)(y)))
  return location._tag === 'Ref' && isSubset(location.axes, z.axes)
    ? sub(reduce('min', rows)(y))(reduce('max', rows)(y))
    : undefined
}

/** Of an observed site; none where its deviation is no such latent. */
export const residualOf = (
  g: Graph,
  s: Site,
  known: (e: Expr) => boolean
): Residual | undefined => {
  const { locationScale } = family(s.dist)
  if (isNone(locationScale)) return undefined
  const { location, scale } = locationScale.value
  const z = scaledLatent(scale, known)
  const latent = g.sites.find((t) => t.name === z?.name && t.role === 'latent')
  if (z === undefined || latent === undefined || family(latent.dist).isProper) return undefined
  const value = isSubset(z.axes, s.axes) ? spread(s, location, z, known(location)) : undefined
  return value === undefined ? undefined : { of: latent.name, value }
}
