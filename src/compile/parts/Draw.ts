/**
 * A draw of a guided site, or of a merged scale, as a smooth function of parameters and standard
 * normal noise.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import { isNone, isSome, map, none, type Option, some } from 'fp-ts/lib/Option.js'
import {
  add,
  type Axes,
  exp,
  type Expr,
  mul,
  ref,
  refs,
  sqrt,
  stopGradient,
  substitute,
  total,
  union
} from '../../expr/index.ts'
import type { GuideDraw, NormalForm, StandardNoise } from '../../guides/index.ts'
import type { Noise } from '../../ir/Variational.ts'
import type { Guides } from './GuideOf.ts'
import type { MadeJoint } from '../joint/JointOf.ts'
import type { Working } from './Working.ts'

// model

/** What a name stands for before it is drawn. */
export interface Drawable {
  readonly axes: Axes
  readonly draw: GuideDraw
  readonly asNormal: Option<NormalForm>
  /** ln q at the draw, where there is a density. */
  readonly logDensity: Option<(noise: Expr) => Expr>
  /** Does its draw jump? Then all that read it read the same one, and its ln q has no slope in costs. */
  readonly jumps?: true
  /** Noise that it shares with others: all of them are then drawn together. */
  readonly joint?: (extra: Axes) => StandardNoise
}

export type Drawables = ReadonlyMap<string, Drawable>

export const noiseName = (name: string, at?: string): string =>
  at === undefined ? `${name}.noise` : `${name}.noise@${at}`

/** Stands for ln q at the draw of a site, until the site is drawn. */
export const logDensityName = (site: string): string => `ln q(${site})`

/** Stands for ln of what the joint density of sites is over the product of their own. */
export const logRatioName = (joint: string): string => `ln q${joint}/Π q`

// constructors

/** mean + deviation · ε, with ε over `axes`. */
export const normalDraw = (mean: Expr, deviation: Expr, noise: Noise): Expr =>
  pipe(ref(noise.name, noise.axes), mul(deviation), add(mean))

/** Π xᵢ^pᵢ of log-normals: ln x is normal, with the sums of means and variances. */
const mergedForm = (
  axes: Axes,
  parts: ReadonlyArray<{ readonly form: NormalForm; readonly power: number }>
): NormalForm => {
  const variance = total(parts.map(({ form, power }) => pipe(form.variance, mul(power * power))))
  return {
    axes,
    mean: total(parts.map(({ form, power }) => pipe(form.mean, mul(power)))),
    variance,
    deviation: sqrt(variance),
    isLog: true
  }
}

/** What is behind each name that can be drawn. */
export const drawables = (
  w: Working,
  guides: Guides,
  joints: ReadonlyArray<MadeJoint> = []
): Drawables => {
  const found = new Map<string, Drawable>()
  const shared = new Map(joints.flatMap((j) => [...j.noise.of]))
  for (const { site, guide, family } of guides.values()) {
    const joint = shared.get(site.name)?.drawn
    found.set(site.name, {
      axes: site.axes,
      draw: guide.draw,
      asNormal: guide.asNormal,
      logDensity: guide.logDensity,
      ...(family.estimator === 'score function' ? { jumps: true } : {}),
      ...(joint === undefined ? {} : { joint })
    })
  }
  for (const m of w.merged) {
    const form = mergedForm(
      m.axes,
      m.factors.flatMap(({ site, power }) => {
        const factor = found.get(site)?.asNormal ?? none
        return isSome(factor) ? [{ form: factor.value, power }] : []
      })
    )
    const push = (noise: Expr): Expr => exp(pipe(noise, mul(form.deviation), add(form.mean)))
    found.set(m.name, {
      axes: m.axes,
      draw: { noise: 'normal', push },
      asNormal: some(form),
      logDensity: none
    })
  }
  return found
}

/** A draw, with the noise it takes and ln q there; a point takes none, and has no density. */
export interface DrawnSite {
  readonly value: Expr
  readonly noise: ReadonlyArray<Noise>
  readonly logDensity: Option<Expr>
}

/** Noise of its own, or what it shares; that is the same for all rows. */
const noiseOf = (name: string, d: Drawable, extra: Axes, at?: string): StandardNoise => {
  if (d.joint !== undefined) return d.joint(extra)
  const noise = { name: noiseName(name, at), axes: union(extra, d.axes) }
  return { value: ref(noise.name, noise.axes), noise: [noise] }
}

/** One draw over the site's axes and `extra` ones. */
export const drawOf = (name: string, d: Drawable, extra: Axes, at?: string): DrawnSite => {
  if (d.draw.noise === 'none') return { value: d.draw.value, noise: [], logDensity: none }
  const { value, noise } = noiseOf(name, d, extra, at)
  return {
    value: d.draw.push(value),
    noise,
    logDensity: pipe(
      d.logDensity,
      map((q) => q(value))
    )
  }
}

// combinators

/**
 * Expressions with every site in them drawn once, whichever of them it appears in, and ln q of it
 * at that draw, of `joints` the ratios too; `extra` axes on every noise.
 */
export const drawAll =
  (forms: Drawables, extra: Axes, joints: ReadonlyArray<MadeJoint> = []) =>
  (
    roots: ReadonlyArray<Expr>
  ): { readonly exprs: ReadonlyArray<Expr>; readonly noise: ReadonlyArray<Noise> } => {
    const densities = new Map([...forms.keys()].map((name) => [logDensityName(name), name]))
    const names = new Set([...refs(roots).keys()].map((name) => densities.get(name) ?? name))
    const drawn = [...names].flatMap((name) => {
      const d = forms.get(name)
      return d === undefined ? [] : [[name, d, drawOf(name, d, extra)] as const]
    })
    const values = drawn.map(([name, , { value }]) => [name, value] as const)
    const atDraws = drawn.flatMap(([name, d, { logDensity }]) =>
      isNone(logDensity)
        ? []
        : [
            [
              logDensityName(name),
              d.jumps === true ? stopGradient(logDensity.value) : logDensity.value
            ] as const
          ]
    )
    const ratios = joints.map((j) => [logRatioName(j.name), j.noise.logRatio(extra)] as const)
    const noise = drawn.flatMap(([, , d]) => d.noise)
    return {
      exprs: roots.map(substitute(new Map([...values, ...atDraws, ...ratios]))),
      // what sites share is one
      noise: [...new Map(noise.map((n) => [n.name, n] as const)).values()]
    }
  }
