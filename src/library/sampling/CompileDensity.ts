/**
 * A model as a density over real coordinates, for a sampler of your own.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type CompiledDensity, deriveDensity, type DensityOptions } from '../../compile/index.ts'
import { build, type Program as Model } from '../../dsl/index.ts'
import type { Problems } from '../../ir/Problem.ts'

/**
 * Its log joint density with its gradients, the coordinates, and declared sites as functions of
 * them. A site that no real number maps onto, a discrete one, is refused by name.
 *
 * @example
 *   import { compileDensity, halfNormal, normal, observe, program, sample } from 'farrier'
 *   import { pipe } from 'fp-ts/lib/function.js'
 *
 *   const model = pipe(
 *     program,
 *     sample('s', halfNormal(1)),
 *     observe('y', ({ s }) => normal(0, s))
 *   )
 *   const compiled = compileDensity()(model)
 *   assert(compiled._tag === 'Right')
 *   assert.deepEqual(
 *     compiled.right.density.coordinates.map(({ name, support }) => [name, support]),
 *     [['u:s', 'Positive']]
 *   )
 */
export const compileDensity =
  (options: Partial<DensityOptions> = {}) =>
  <Env, Sites, R>(model: Model<Env, Sites, R>): E.Either<Problems, CompiledDensity> =>
    pipe(
      build(model),
      E.mapLeft((p): Problems => p),
      E.chain((graph) =>
        pipe(
          deriveDensity(options)(graph),
          E.mapLeft((p): Problems => p)
        )
      )
    )
