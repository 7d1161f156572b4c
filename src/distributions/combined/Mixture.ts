/**
 * A mixture of distributions of one support, its component summed out: each draw comes from one of
 * them, and the density does not say from which.
 *
 * - density    ln p(x) = ln Σ_c w_c p_c(x) as one logSumExp, w_c = e^(l_c)/Σ e^l
 * - arguments  logits l over the axis `along`, real; those of the components, which may lie over `along`
 *              too: component c then has those at c. Or a list of components of several families, as
 *              many as `along` has indices. Logits ln w are weights w
 * - axes       a draw carries the axes of its arguments without `along`
 * - moments    Σ w_c E_c xᵏ, where every component has one
 * - function   P(draw ≤ x) = Σ w_c F_c(x)
 * - median     Σ w_c m_c of the components' medians, between which the median lies: where a guide
 *              starts, and no more
 * - peak       none: it may have as many humps as components
 * - draws      none that is smooth in the arguments; on the host one of its component, which is drawn
 *              first
 * - source     McLachlan and Peel (2000), Finite Mixture Models
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as O from 'fp-ts/lib/Option.js'
import {
  type Axes,
  constant,
  contract,
  type Expr,
  iota,
  union,
  where,
  without
} from '../../expr/Expr.ts'
import { add, equal, exp, logSumExp, sub, sumSpread } from '../../expr/Words.ts'
import { categoricalDraw } from '../discrete/Categorical.ts'
import type { Family } from '../Family.ts'
import type { HostDraw } from '../StandardDraws.ts'
import { argumentsUnder, type FamilyOf } from './Components.ts'

/**
 * One component, whose arguments lie over `along`, or several. All elements along `jointly` come from
 * the same component.
 *
 * @category model
 */
export interface MixtureOf<D> {
  readonly _tag: 'Mixture'
  readonly logits: Expr
  readonly along: string
  readonly of: ReadonlyArray<D>
  readonly jointly: Axes
}

/** @category constructors */
export const mixture = <D>(a: {
  readonly logits: Expr
  readonly along: string
  readonly of: D | ReadonlyArray<D>
  readonly jointly?: Axes
}): MixtureOf<D> => ({
  _tag: 'Mixture',
  logits: a.logits,
  along: a.along,
  of: isList(a.of) ? a.of : [a.of],
  jointly: a.jointly ?? []
})

const isList = <D>(of: D | ReadonlyArray<D>): of is ReadonlyArray<D> => Array.isArray(of)

/** Values of the components as one over `along`: of one component what it is, of several each at its index. */
const laidOut = (along: string, values: ReadonlyArray<Expr>): Expr =>
  values.reduceRight((others, value, c) => where(pipe(iota(along), equal(c)), value, others))

/** The names of the components' arguments begin with these. */
const prefixes = (of: ReadonlyArray<unknown>): ReadonlyArray<string> =>
  of.length === 1 ? ['of'] : of.map((_, c) => `of${c + 1}`)

/** Of the component that is drawn first, at its own arguments. */
const drawOne =
  (
    parts: ReadonlyArray<{ readonly draw: HostDraw; readonly isAlong: ReadonlyArray<boolean> }>
  ): HostDraw =>
  ([logits = [], ...given], uniform) => {
    const c = categoricalDraw([logits], uniform)
    const which = parts.length === 1 ? 0 : c
    const before = parts.slice(0, which).reduce((n, p) => n + p.isAlong.length, 0)
    const part = parts[which]
    if (part === undefined) return NaN
    const own = part.isAlong.map((isAlong, i) => {
      const values = given[before + i] ?? []
      // `along` is the last of the axes that are used up
      return isAlong
        ? Array.from(
            { length: values.length / logits.length },
            (_, k) => values[k * logits.length + c] ?? NaN
          )
        : values
    })
    return part.draw(own, uniform)
  }

/** @category instances */
export const family =
  <D>(familyOf: FamilyOf<D>) =>
  (d: MixtureOf<D>): Family<MixtureOf<D>> => {
    const { logits, along, of } = d
    const parts = of.map(familyOf)
    const jointly = parts.reduce<Axes>((axes, p) => union(axes, p.jointly), d.jointly)
    const ofVectors = parts.find((p) => p.vectorAxes !== undefined)?.vectorAxes
    const [first] = parts
    if (first === undefined) throw new Error('internal: a mixture of nothing')
    const names = prefixes(of)
    const logWeights = pipe(logits, sub(logSumExp([along])(logits)))
    const mean = (answers: ReadonlyArray<O.Option<Expr>>): O.Option<Expr> =>
      pipe(
        O.sequenceArray(answers),
        O.map((values) => contract([along])(exp(logWeights), laidOut(along, values)))
      )
    const cdfs = O.sequenceArray(parts.map((p) => p.cdf))
    const logDensity = (x: Expr): Expr =>
      pipe(
        laidOut(
          along,
          parts.map((p) => sumSpread(without(p.jointly)(jointly))(p.logDensity(x)))
        ),
        add(logWeights),
        logSumExp([along])
      )
    return {
      tag: d._tag,
      support: first.support,
      arguments: [
        { name: 'logits', value: logits, support: 'Real' },
        ...parts.flatMap((p, c) => argumentsUnder(names[c] ?? '', p))
      ],
      consumes: [...parts.reduce<Axes>((axes, p) => union(axes, p.consumes), []), along],
      jointly,
      ...(ofVectors === undefined ? {} : { vectorAxes: ofVectors }),
      isProper: parts.every((p) => p.isProper),
      holdsEnds: parts.every((p) => p.holdsEnds),
      // of components that have the same
      ...(first.atoms === undefined
        ? {}
        : {
            atoms: first.atoms.map(({ at }) => ({ at, logMass: logDensity(constant(at)) }))
          }),
      logDensity,
      mapArguments: (f) => ({
        ...d,
        logits: f(logits),
        of: of.map((part, c) => parts[c]?.mapArguments(f) ?? part)
      }),
      locationScale: O.none,
      expansion: O.none,
      pathwise: O.none,
      sample:
        jointly.length > 0
          ? E.left(`all its elements along ${jointly.join(', ')} are of one component`)
          : pipe(
              E.sequenceArray(parts.map((p) => p.sample)),
              E.map((draws) =>
                drawOne(
                  draws.map((draw, c) => ({
                    draw,
                    isAlong: (parts[c]?.arguments ?? []).map((a) => a.value.axes.includes(along))
                  }))
                )
              )
            ),
      peak: O.none,
      moment: (k) => (k === 0 ? O.some(constant(1)) : mean(parts.map((p) => p.moment(k)))),
      median: mean(parts.map((p) => p.median)),
      cdf:
        jointly.length > 0
          ? O.none
          : pipe(
              cdfs,
              O.map(
                (all) => (x: Expr) =>
                  contract([along])(
                    exp(logWeights),
                    laidOut(
                      along,
                      all.map((cdf) => cdf(x))
                    )
                  )
              )
            ),
      quantile: O.none,
      standard: O.none,
      entropy: O.none,
      show: ([shownLogits = '', ...printed]) => {
        let from = 0
        const shown = parts.map((p) => p.show(printed.slice(from, (from += p.arguments.length))))
        const [one = ''] = shown
        const list = shown.length === 1 ? one : `[${shown.join(', ')}]`
        const together = d.jointly.length === 0 ? '' : `, jointly: [${d.jointly.join(', ')}]`
        return `mixture({ logits: ${shownLogits}, along: ${along}, of: ${list}${together} })`
      }
    }
  }
