/**
 * A scale whose distribution is a product of simpler ones becomes that product: the half-Cauchy
 * √(gamma · inverse gamma). The marginal is unchanged; each factor then has a closed KL. The
 * collapsed form keeps the site whole.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { isNone } from 'fp-ts/lib/Option.js'
import { family } from '../../distributions/index.ts'
import { ref } from '../../expr/index.ts'
import { pass, type Pass } from '../parts/Pass.ts'
import { replaceSites, type Working } from '../parts/Working.ts'

export const expandMixtures: Pass<Working, Working> = pass('expandMixtures', (w) =>
  E.right(
    replaceSites('expandMixtures', (s) => {
      const expansion = family(s.dist).expansion
      if (isNone(expansion) || s.options.guide !== undefined || s.narrowed !== undefined)
        return undefined
      const sites = expansion.value.parts.map((p) => ({
        ...s,
        name: `${s.declared}.${p.suffix}`,
        dist: p.dist
      }))
      return {
        sites,
        value: expansion.value.value(sites.map((p) => ref(p.name, p.axes))),
        why: 'a scale mixture whose factors have closed KLs'
      }
    })(w)
  )
)
