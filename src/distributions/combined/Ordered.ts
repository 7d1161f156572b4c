/**
 * Independent draws of one law on the real line, in order of size along an axis.
 *
 * - density    ln p(x) = Σ ln p₁(x_k) + ln n! where x rises, p₁ that of the law `of`; as others write a
 *              prior of each element and the constraint, with the constant
 * - arguments  those of the law, none of which differs along the axis
 * - axes       a draw carries the axes of the arguments, and `along`
 * - entropy    n times that of the law, less ln n!
 * - draws      n of the law on the host, sorted
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as O from 'fp-ts/lib/Option.js'
import { lgamma } from '../../expr/numbers/SpecialFunctions.ts'
import { add, mul, sub, sumSpread } from '../../expr/Words.ts'
import type { Family } from '../Family.ts'
import type { HostDraw, VectorDraw } from '../StandardDraws.ts'
import { rising } from '../supports/OrderedSupport.ts'
import { upToAxis } from '../supports/VectorBijector.ts'
import { argumentsUnder, type FamilyOf } from './Components.ts'
import { together } from '../vectors/Together.ts'

/** @category model */
export interface OrderedOf<D> {
  readonly _tag: 'Ordered'
  readonly of: D
  readonly along: string
  readonly size: number
}

/** @category constructors */
export const ordered = <D>(a: Omit<OrderedOf<D>, '_tag'>): OrderedOf<D> => ({
  _tag: 'Ordered',
  ...a
})

const sorted =
  (draw: HostDraw): VectorDraw =>
  (args, uniform, n) =>
    Array.from({ length: n }, () => draw(args, uniform)).toSorted((a, b) => a - b)

/** @category instances */
export const family =
  <D>(familyOf: FamilyOf<D>) =>
  (d: OrderedOf<D>): Family<OrderedOf<D>> => {
    const { along, size, of } = d
    const f = familyOf(of)
    const orders = lgamma(size + 1)
    return {
      tag: d._tag,
      support: rising(along, size),
      arguments: argumentsUnder('of', f),
      consumes: [...f.consumes, upToAxis(along)],
      jointly: [along],
      vectorAxes: [along, upToAxis(along)].map((name) => ({ name, size })),
      isProper: f.isProper,
      holdsEnds: false,
      logDensity: (x) => pipe(f.logDensity(x), sumSpread([along]), add(orders)),
      mapArguments: (g) => ordered({ ...d, of: f.mapArguments(g) }),
      ...together,
      ...(E.isLeft(f.sample) ? {} : { sampleVector: sorted(f.sample.right) }),
      peak: pipe(
        f.peak,
        O.map((p) => pipe(p, mul(size), add(orders)))
      ),
      moment: () => O.none,
      median: O.none,
      entropy: pipe(
        f.entropy,
        O.map((h) => pipe(h, mul(size), sub(orders)))
      ),
      show: (printed) => `ordered({ of: ${f.show(printed)}, along: ${along} })`
    }
  }
