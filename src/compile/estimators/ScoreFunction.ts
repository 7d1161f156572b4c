/**
 * The score-function estimator: the derivative of E_q f by parameters of a guide whose draws jump.
 *
 * Of K draws x₁ … x_K of a site, independent given the parameters,
 *
 *   ∂ E_q f = E Σ_k (f(x_k) − b_k) ∂ ln q(x_k)/K,  b_k = Σ_{j≠k} f(x_j)/(K − 1),
 *
 * for b_k knows nothing of x_k, and E ∂ ln q = 0: the baseline changes no mean. Since
 * f_k − b_k = (f_k − f̄) K/(K − 1), it is the derivative of the surrogate
 *
 *   Σ_k stop(f_k − f̄) ln q(x_k)/(K − 1).
 *
 * Of f only what reads an element of the site multiplies the score of that element: what does not has the
 * mean 0 beside it (Rao and Blackwell). Terms of the objective are looked at one by one, and element by
 * element where each reads one element of the site: at its own index, or at one that is looked up. Where an
 * element of a term reads several, each of them has all of it.
 *
 * The site's own ln q in f is a number here: the derivative that it has by itself has the mean 0 too, and
 * without it the estimate has no noise where q is the posterior.
 *
 * - source  Williams (1992), Machine Learning 8; Kool, van Hoof and Welling (2019), ICLR workshop: the others
 *           as baseline
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { isNone } from 'fp-ts/lib/Option.js'
import {
  type Axes,
  axesMixedBy,
  children,
  count,
  div,
  type Expr,
  foldList,
  isSubset,
  meet,
  mul,
  postorder,
  print,
  refs,
  stopGradient,
  sub,
  substitute,
  sumSpread,
  total,
  without,
  zero
} from '../../expr/index.ts'
import { type CompileOptions, drawAxis } from '../parts/CompileOptions.ts'
import { type Drawables, drawOf } from '../parts/Draw.ts'
import type { Guides, MadeGuide } from '../parts/GuideOf.ts'

// model

/**
 * A term of the objective, elementwise: in terms of sites, `drawn` as it is computed, and what its sum
 * over `axes` is multiplied with.
 */
export interface Term {
  readonly each: Expr
  readonly drawn: Expr
  readonly axes: Axes
  readonly weighed: (e: Expr) => Expr
}

// questions

export const isScored = ({ family }: MadeGuide): boolean => family.estimator === 'score function'

const scoredIn = (guides: Guides): ReadonlyArray<MadeGuide> => [...guides.values()].filter(isScored)

/** Draws of a step where a site is scored and nobody asked for several: others are its baseline. */
export const scoredDraws = 16

/** Draws from the guide per step. */
export const drawsPerStep = ({ samples }: CompileOptions, guides: Guides): number =>
  samples === 1 && scoredIn(guides).length > 0 ? scoredDraws : samples

/** The axis of several draws, or none. */
export const drawAxesOf = (options: CompileOptions, guides: Guides): Axes =>
  drawsPerStep(options, guides) > 1 ? [drawAxis] : []

// who reads what

/** ln q of what an element of a term reads of a site; `lnQ` is over the axes of the site. */
type Score = (lnQ: Expr) => Expr

const contains = (inner: Expr): ((e: Expr) => boolean) =>
  foldList<boolean>((e, operands) => e === inner || operands.includes(true))

/** A site, or what is looked up of it by data. */
const isRead = (name: string): ((e: Expr) => boolean) => {
  const reads = new Set<Expr>()
  return (e) => {
    const found =
      e._tag === 'Ref'
        ? e.name === name
        : e._tag === 'Gather' && reads.has(e.x) && !refs([e.index]).has(name)
    if (found) reads.add(e)
    return found
  }
}

/** Every way in which a term reads a site, with all that is looked up. */
const readsOf = (name: string, each: Expr): ReadonlyArray<Expr> => {
  const nodes = postorder([each])
  const read = isRead(name)
  const reads = new Set(nodes.filter(read))
  const used = nodes.flatMap((e) =>
    children(e).filter((c) => reads.has(c) && !(reads.has(e) && e._tag === 'Gather' && e.x === c))
  )
  return [...new Set(reads.has(each) ? [each] : used)]
}

/** Axes along which a part of a term is mixed before an element of the term reads it. */
const mixedAbove = (part: Expr, each: Expr): Axes => {
  const has = contains(part)
  return postorder([each])
    .filter((e) => e !== part && has(e))
    .flatMap(axesMixedBy)
}

const scoreOf = (
  { name, axes: own }: MadeGuide['site'],
  { each, axes }: Term,
  isDrawn: (name: string) => boolean
): Score => {
  const reads = readsOf(name, each)
  const mixed = reads.flatMap((r) => mixedAbove(r, each))
  const [read] = reads
  const areOne = new Set(reads.map(print)).size === 1
  const others = [...refs(reads).keys()].filter((n) => n !== name)
  if (
    read !== undefined &&
    areOne &&
    isSubset(read.axes, without(mixed)(axes)) &&
    !others.some(isDrawn)
  )
    return (lnQ) => substitute(new Map([[name, lnQ]]))(read)
  const apart = reads.every((r) => r._tag === 'Ref') ? meet(without(mixed)(own), axes) : []
  return sumSpread(without(apart)(own))
}

// the surrogate

/**
 * An expression whose derivative by the parameters of scored guides is an unbiased estimate of that of
 * the objective; its value says nothing. 0 where no guide is scored.
 */
export const scoreSurrogate = (
  guides: Guides,
  forms: Drawables,
  terms: ReadonlyArray<Term>
): Expr => {
  const scored = scoredIn(guides).flatMap(({ site }) => {
    const form = forms.get(site.name)
    const lnQ = form === undefined ? undefined : drawOf(site.name, form, [drawAxis]).logDensity
    return lnQ === undefined || isNone(lnQ) ? [] : [{ site, lnQ: lnQ.value }]
  })
  const over = [drawAxis]
  const isDrawn = (name: string): boolean => forms.has(name)
  const parts = terms.flatMap((term) => {
    const read = refs([term.each])
    const own = scored.filter(({ site }) => read.has(site.name))
    if (own.length === 0 || !term.drawn.axes.includes(drawAxis)) return []
    const centred = stopGradient(
      pipe(term.drawn, sub(pipe(sumSpread(over)(term.drawn), div(count(over)))))
    )
    const scores = own.map(({ site, lnQ }) => scoreOf(site, term, isDrawn)(lnQ))
    return [term.weighed(sumSpread([...over, ...term.axes])(pipe(total(scores), mul(centred))))]
  })
  return parts.length === 0 ? zero : pipe(total(parts), div(pipe(count(over), sub(1))))
}
