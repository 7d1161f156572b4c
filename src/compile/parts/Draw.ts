/**
 * A draw of a guided site, or of a merged scale, as a smooth function of parameters and standard
 * normal noise.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  type Axes,
  exp,
  type Expr,
  mul,
  ref,
  refs,
  sqrt,
  substitute,
  total,
  union
} from '../../expr/index.ts'
import type { Noise } from '../../ir/Variational.ts'
import type { Guides } from './Guide.ts'
import type { Working } from './Working.ts'

/** ln x or x itself as a normal: mean, variance, deviation; `isLog` says which. */
export interface NormalForm {
  readonly axes: Axes
  readonly mean: Expr
  readonly variance: Expr
  readonly deviation: Expr
  readonly isLog: boolean
}

export const noiseName = (name: string, at?: string): string =>
  at === undefined ? `${name}.noise` : `${name}.noise@${at}`

/** The normal behind each name that can be drawn. */
export const normalForms = (w: Working, guides: Guides): ReadonlyMap<string, NormalForm> => {
  const forms = new Map<string, NormalForm>()
  for (const g of guides.values())
    forms.set(g.site, {
      axes: g.axes,
      mean: g.location,
      variance: exp(g.logVariance),
      deviation: exp(pipe(g.logVariance, mul(0.5))),
      isLog: g.family === 'logNormal'
    })
  for (const m of w.merged) {
    const parts = m.factors.flatMap(({ site, power }) => {
      const f = forms.get(site)
      return f === undefined
        ? []
        : [{ mean: pipe(f.mean, mul(power)), variance: pipe(f.variance, mul(power * power)) }]
    })
    const variance = total(parts.map((p) => p.variance))
    forms.set(m.name, {
      axes: m.axes,
      mean: total(parts.map((p) => p.mean)),
      variance,
      deviation: sqrt(variance),
      isLog: true
    })
  }
  return forms
}

/** mean + deviation · ε, with ε over `axes`. */
export const normalDraw = (mean: Expr, deviation: Expr, noise: Noise): Expr =>
  pipe(ref(noise.name, noise.axes), mul(deviation), add(mean))

/** One draw over the form's axes and `extra` ones. */
export const drawOf = (
  name: string,
  f: NormalForm,
  extra: Axes,
  at?: string
): { readonly value: Expr; readonly noise: Noise } => {
  const noise = { name: noiseName(name, at), axes: union(extra, f.axes) }
  const x = normalDraw(f.mean, f.deviation, noise)
  return { value: f.isLog ? exp(x) : x, noise }
}

/**
 * Expressions with every site in them drawn once, whichever of them it appears in; `extra` axes on
 * every noise.
 */
export const drawAll =
  (forms: ReadonlyMap<string, NormalForm>, extra: Axes) =>
  (
    roots: ReadonlyArray<Expr>
  ): { readonly exprs: ReadonlyArray<Expr>; readonly noise: ReadonlyArray<Noise> } => {
    const drawn = [...refs(roots).keys()].flatMap((name) => {
      const f = forms.get(name)
      return f === undefined ? [] : [[name, drawOf(name, f, extra)] as const]
    })
    return {
      exprs: roots.map(substitute(new Map(drawn.map(([n, d]) => [n, d.value])))),
      noise: drawn.map(([, d]) => d.noise)
    }
  }
