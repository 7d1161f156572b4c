/**
 * Masks of single weights on the host: made at the start of a fit, kept beside the moments of the
 * optimiser, and laid over what is said of the posterior.
 *
 * @since 0.2.0
 */
import { type Either, right } from 'fp-ts/lib/Either.js'
import type { NamedTensor, SitePosterior } from '../../ir/Posterior.ts'
import { type Problem, refuse } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import {
  isMask,
  type MaskableSite,
  maskableSites,
  type Masking,
  maskName,
  thresholdName
} from '../../lower/steps/Masking.ts'
import { uniforms } from '../../runtime/Noise.ts'
import { arrange, scalar, type Tensors } from '../host/Tensors.ts'
import type { Settings } from '../variational/Settings.ts'
import { type CutRule, ruleOf, type Surgery } from './CutRule.ts'

// ---------------------------------------------------------------------------
// what is cut
// ---------------------------------------------------------------------------

type Cutting = Pick<Settings, 'cut' | 'surgery'>

/** The tensors that have masks under these settings; undefined where nothing is cut. */
export const maskingOf = (program: Variational, { cut, surgery }: Cutting): Masking | undefined =>
  cut === undefined && surgery === undefined
    ? undefined
    : {
        surgery: surgery !== undefined,
        sites: maskableSites(program).filter(({ site, mean }) =>
          surgery === undefined ? ruleOf(cut ?? [], site) !== undefined : mean !== undefined
        )
      }

/** Errors: a rule for a tensor that has none; no tensor at all. */
export const checkCutting = (program: Variational, settings: Cutting): Either<Problem, void> => {
  const masking = maskingOf(program, settings)
  if (masking === undefined) return right(undefined)
  const known = maskableSites(program).map(({ site }) => site)
  const [unknown] = (settings.cut ?? []).flatMap(({ site }) =>
    site === undefined || known.includes(site) ? [] : [site]
  )
  const why =
    'single weights are cut of tensors over several axes, none of them a plate, with a guide that can be 0 ' +
    'for certain: normal, or a point'
  if (unknown !== undefined)
    return refuse(
      `cut: ${unknown}`,
      'there is no such tensor of weights',
      why,
      known.length === 0 ? 'leave it out' : `name one of ${known.join(', ')}`
    )
  return masking.sites.length > 0
    ? right(undefined)
    : refuse('cut', 'this model has no weights that could be cut', why, 'leave it out')
}

// ---------------------------------------------------------------------------
// rules
// ---------------------------------------------------------------------------

const meanOf = (xs: Float64Array): number => xs.reduce((a, b) => a + b, 0) / Math.max(1, xs.length)

const deviationOf = (xs: Float64Array): number => {
  const mean = meanOf(xs)
  return Math.sqrt(meanOf(xs.map((x) => (x - mean) ** 2)))
}

/** 1 where a weight is left. */
const leftBy = ({ by, than }: CutRule, { mean, variance }: SitePosterior): Float32Array => {
  const w = Float64Array.from(mean.values)
  if (by === 'logAlpha') {
    const v = arrange(mean.axes, mean.sizes)(variance).values
    return Float32Array.from(w, (x, i) => (Math.log(v[i] ?? 0) - Math.log(x * x) < than ? 1 : 0))
  }
  if (by === 'deviations') {
    const most = than * deviationOf(w)
    return Float32Array.from(w, (x) => (Math.abs(x) > most ? 1 : 0))
  }
  const order = [...w.keys()].sort((i, j) => Math.abs(w[i] ?? 0) - Math.abs(w[j] ?? 0) || i - j)
  const left = new Float32Array(w.length).fill(1)
  for (const i of order.slice(0, Math.round(than * w.length))) left[i] = 0
  return left
}

const thresholdOf = ({ deviations }: Surgery, { mean }: SitePosterior): number => {
  const sizes = Float64Array.from(mean.values, Math.abs).filter((x) => x > 0)
  return Math.max(0, meanOf(sizes) + deviations * deviationOf(sizes))
}

// ---------------------------------------------------------------------------
// a fit with masks
// ---------------------------------------------------------------------------

interface Cut {
  readonly parameters: Tensors
  readonly moments: Tensors
}

const over = (t: NamedTensor, like: NamedTensor): NamedTensor => arrange(like.axes, like.sizes)(t)

const times = (t: NamedTensor, mask: NamedTensor): NamedTensor => {
  const m = over(mask, t).values
  return { ...t, values: t.values.map((x, i) => ((m[i] ?? 1) === 0 ? 0 : x)) }
}

/**
 * A state with the masks of its settings, by the posterior where it begins. What is held is 0 from
 * here on; a surgery begins with what is 0 cut, and looks in its first step.
 */
export const begunMasks = (
  { sites, surgery }: Masking,
  settings: Cutting,
  posterior: ReadonlyMap<string, SitePosterior>,
  state: Cut
): Cut => {
  const parameters = new Map(state.parameters)
  const moments = new Map(state.moments)
  for (const s of sites) {
    const found = posterior.get(s.site)
    const location = parameters.get(s.location.name)
    if (found === undefined || location === undefined)
      throw new Error(`internal: no weights of ${s.site}`)
    const rule: CutRule | undefined = surgery
      ? { by: 'deviations', than: 0 }
      : ruleOf(settings.cut ?? [], s.site)
    if (rule === undefined) continue
    const mask = over({ ...found.mean, values: leftBy(rule, found) }, location)
    moments.set(maskName(s), mask)
    if (settings.surgery !== undefined)
      moments.set(thresholdName(s), scalar(thresholdOf(settings.surgery, found)))
    else parameters.set(s.location.name, times(location, mask))
  }
  return { parameters, moments }
}

/** Has a state the masks of its settings? One that was kept before the first step has none. */
export const hasMasks = ({ sites }: Masking, { moments }: Pick<Cut, 'moments'>): boolean =>
  sites.every((s) => moments.has(maskName(s)))

/** Does a step look at its masks anew? The first one does. */
export const looksAgain = ({ decay, power }: Surgery, seed: number, step: number): boolean => {
  const [draw = 1] = uniforms({ seed, step }, 'surgery', 1)
  return draw < (1 + decay * step) ** -power
}

/** Values of declared sites with what is cut 0. */
export const cutValues =
  (program: Variational, { moments }: Pick<Cut, 'moments'>) =>
  (values: Tensors): Tensors => {
    const masks = masksIn(program, moments)
    return masks.size === 0
      ? values
      : new Map(
          [...values].map(([site, t]) => {
            const mask = masks.get(site)
            return [site, mask === undefined ? t : times(t, mask)] as const
          })
        )
  }

/** The posterior with what is cut a point mass at 0. */
export const withoutCut =
  (program: Variational, { moments }: Pick<Cut, 'moments'>) =>
  (sites: ReadonlyMap<string, SitePosterior>): ReadonlyMap<string, SitePosterior> => {
    const masks = masksIn(program, moments)
    return masks.size === 0
      ? sites
      : new Map(
          [...sites].map(([site, p]) => {
            const mask = masks.get(site)
            return [
              site,
              mask === undefined
                ? p
                : { ...p, mean: times(p.mean, mask), variance: times(p.variance, mask) }
            ] as const
          })
        )
  }

/** Locations of what a surgery has cut in the end become 0, so that a next fit finds them so. */
export const settledCut = <S extends Cut>(program: Variational, state: S): S => {
  const parameters = new Map(state.parameters)
  for (const s of maskableSites(program)) {
    const mask = state.moments.get(maskName(s))
    const location = parameters.get(s.location.name)
    if (mask !== undefined && location !== undefined)
      parameters.set(s.location.name, times(location, mask))
  }
  return { ...state, parameters }
}

/** By site: how many weights are left, of how many. */
export const leftOfCut = (
  program: Variational,
  { moments }: Pick<Cut, 'moments'>
): Readonly<Record<string, { readonly left: number; readonly of: number }>> =>
  Object.fromEntries(
    [...masksIn(program, moments)].map(([site, { values }]) => [
      site,
      { left: values.reduce((a, b) => a + b, 0), of: values.length }
    ])
  )

const masksIn = (program: Variational, moments: Tensors): Tensors =>
  // most fits have none, and to find those that could takes a look at every moment
  [...moments.keys()].some(isMask)
    ? new Map(
        maskableSites(program).flatMap((s: MaskableSite) => {
          const mask = moments.get(maskName(s))
          return mask === undefined ? [] : [[s.site, mask] as const]
        })
      )
    : new Map()
