/**
 * w ~ location + scale · base with a random location or scale becomes w = location + scale ·
 * w.base, the base at unit scale. The log density is unchanged up to the Jacobian ln scale. A
 * user's guide on the site switches it off, and so do ends that data set.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { isNone } from 'fp-ts/lib/Option.js'
import { family } from '../../distributions/index.ts'
import { ref, zip } from '../../expr/index.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import { isRandom, replaceSites, type Working } from '../parts/Working.ts'

export const noncentre: Pass<Working, Working> = pass('noncentre', (w) => {
  const random = isRandom(w)
  return E.right(
    replaceSites('noncentre', (s) => {
      const form = family(s.dist).locationScale
      if (isNone(form) || s.options.guide !== undefined || s.narrowed !== undefined)
        return undefined
      const { location, scale, base } = form.value
      if (![location, scale].some(random)) return undefined
      const name = `${s.name}.base`
      const spread = zip('mul')(scale, ref(name, s.axes))
      const isZero = location._tag === 'Constant' && location.value === 0
      return {
        sites: [{ ...s, name, dist: base }],
        value: isZero ? spread : zip('add')(location, spread),
        why: 'a location-scale family with a random location or scale'
      }
    })(w)
  )
})
