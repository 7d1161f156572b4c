/**
 * An end of an observation's support, solved for the one latent in it: end ≥ y, or end ≤ y, as what
 * the observed values ask of the latent.
 *
 *   y ~ uniform(0, h)                       h ≥ y
 *   y ~ uniform(m, m + 1)                   m ≤ y and m ≥ y − 1
 *   y ~ uniform(0, gather(groups)(of)(h))   h at of ≥ y
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { type Expr, gather, type Interval, ref, refs } from '../../expr/index.ts'
import type { Demand, Gathered } from '../../guides/index.ts'
import type { Site } from '../../ir/Graph.ts'
import { type Inverse, inverseIn, inverseOf } from './Inverses.ts'

// model

/** What is asked of a latent: to lie above the values (`low`), or below them (`high`). */
export interface Asked {
  readonly latent: string
  readonly side: 'low' | 'high'
  readonly demand: Demand
}

/** Where expressions lie, and which of them are in data alone. */
export interface Known {
  readonly isKnown: (e: Expr) => boolean
  readonly lies: (e: Expr) => Interval
}

/** `unknown op known`: what is left to be solved, and how. */
interface Step {
  readonly x: Expr
  readonly inverse: Inverse | undefined
}

// combinators

/** What stands behind a `gather` as it is after it. */
const gathered =
  (at: ReadonlyArray<Gathered>) =>
  (e: Expr): Expr =>
    at.reduce((g, { axis, index }) => (g.axes.includes(axis) ? gather(axis, index)(g) : g), e)

const stepOf = (e: Expr, { isKnown, lies }: Known, lift: (e: Expr) => Expr): Step | undefined => {
  if (e._tag === 'Map') return { x: e.x, inverse: inverseOf[e.op](lies(e.x)) }
  if (e._tag !== 'Zip') return undefined
  const row = inverseIn[e.op]
  const known = (value: Expr, x: Expr) => ({ value: lift(value), lies: lies(value), x: lies(x) })
  return isKnown(e.y)
    ? { x: e.x, inverse: row.first(known(e.y, e.x)) }
    : isKnown(e.x)
      ? { x: e.y, inverse: row.second(known(e.x, e.y)) }
      : undefined
}

// destructors

/** Left: why it cannot be solved, in words. */
export const solveEnd =
  (known: Known) =>
  (observed: Site, end: Expr, side: 'low' | 'high'): E.Either<string, Asked> => {
    const latents = [...refs([end])].flatMap(([name, e]) => (known.isKnown(e) ? [] : [name]))
    if (latents.length !== 1) return E.left(`${latents.join(' and ')} are both unknown`)
    let e = end,
      value = ref(observed.name, observed.axes),
      isLow = side === 'high'
    const at: Array<Gathered> = []
    while (e._tag !== 'Ref') {
      if (e._tag === 'Gather' && known.isKnown(e.index)) {
        at.push({ axis: e.axis, index: gathered(at)(e.index) })
        e = e.x
      } else {
        const step = stepOf(e, known, gathered(at))
        if (step?.inverse === undefined)
          return E.left(`it is not known to rise or fall with ${latents[0]}`)
        value = step.inverse.solve(value)
        isLow = step.inverse.rises ? isLow : !isLow
        e = step.x
      }
    }
    return E.right({
      latent: e.name,
      side: isLow ? 'low' : 'high',
      demand: { observed: observed.name, value, at }
    })
  }
