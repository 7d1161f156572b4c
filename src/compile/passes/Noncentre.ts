/**
 * w ~ location + scale · base with a random location or scale becomes w = location + scale ·
 * w.base, the base at unit scale. The log density is unchanged up to the Jacobian ln scale. A vector
 * becomes independent elements, whether or not its arguments are random. A user's guide on the site
 * switches it off, and so do ends that data set, and a choice (`centred`).
 *
 * Errors: a site that is to stay centred and is none of the model's.
 *
 * @since 0.1.0
 */
import { isNone, isSome } from 'fp-ts/lib/Option.js'
import { family } from '../../distributions/index.ts'
import { ref, zip } from '../../expr/index.ts'
import { type Problem, problem } from '../../ir/Problem.ts'
import { pass, type Pass, unless } from '../parts/Pass.ts'
import { isRandom, replaceSites, type Working, type WorkingSite } from '../parts/Working.ts'

const unknown =
  (w: Working) =>
  (name: string): ReadonlyArray<Problem> =>
    w.sites.some((s) => s.declared === name)
      ? []
      : [
          problem(
            `centred: ${name}`,
            'the model has no such latent site',
            'it names a site that stays as it is declared',
            `name one of ${[...new Set(w.sites.map((s) => s.declared))].join(', ')}`
          )
        ]

/** Of all sites but those that stay centred. */
export const noncentreBut = (centred: ReadonlyArray<string>): Pass<Working, Working> =>
  pass('noncentre', (w) => {
    const random = isRandom(w)
    const before = new Map(w.sites.map((s) => [s.name, s.dist] as const))
    /** As it was: what stands in the place of an earlier site has names that are new. */
    const isUnderRandom = (s: WorkingSite): boolean => {
      const form = family(before.get(s.name) ?? s.dist).locationScale
      return isSome(form) && [form.value.location, form.value.scale].some(random)
    }
    const stays = centred.map((site) => ({
      pass: 'noncentre',
      site,
      what: `${site} stays centred`,
      why: 'it was asked for, or has the better ELBO on the data'
    }))
    return unless(centred.flatMap(unknown(w)))(() =>
      replaceSites('noncentre', (s) => {
        const { locationScale: form, whitened, atoms } = family(s.dist)
        const name = `${s.name}.base`
        if (
          s.options.guide !== undefined ||
          s.narrowed !== undefined ||
          centred.includes(s.declared)
        )
          return undefined
        if (whitened !== undefined)
          return {
            sites: [{ ...s, name, dist: whitened.base }],
            value: whitened.value(ref(name, s.axes)),
            why:
              atoms === undefined
                ? 'a vector whose elements depend on each other'
                : 'of its values some have a mass, and what it is cut from has a density'
          }
        if (isNone(form) || !isUnderRandom(s)) return undefined
        const { location, scale, base } = form.value
        const spread = zip('mul')(scale, ref(name, s.axes))
        const isZero = location._tag === 'Constant' && location.value === 0
        return {
          sites: [{ ...s, name, dist: base }],
          value: isZero ? spread : zip('add')(location, spread),
          why: 'a location-scale family with a random location or scale'
        }
      })({ ...w, decisions: [...w.decisions, ...stays] })
    )
  })

/** Of all sites. */
export const noncentre: Pass<Working, Working> = noncentreBut([])
