/**
 * Masks of single weights in a file: among the moments, under names of their own.
 *
 * @since 0.2.0
 */
import { type Either, right } from 'fp-ts/lib/Either.js'
import type { NamedTensor } from '../../ir/Posterior.ts'
import { type Problem, refuse } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import { maskableSites, maskName, thresholdName } from '../../lower/steps/Masking.ts'
import type { AxisSizes } from '../../lower/Outputs.ts'
import type { Tensors } from '../host/Tensors.ts'

const damaged = (name: string, what: string): Either<Problem, never> =>
  refuse(
    name,
    what,
    'it says which weights of a tensor are left, or from where on they are',
    'start a new run, or `--init-from` this one'
  )

/** Those that a file has. Errors: of another shape, with other numbers than a mask has. */
export const masksOfFile = (
  program: Variational,
  sizes: AxisSizes,
  tensors: Tensors
): Either<Problem, Tensors> => {
  const found = new Map<string, NamedTensor>()
  for (const s of maskableSites(program)) {
    const mask = tensors.get(maskName(s))
    const threshold = tensors.get(thresholdName(s))
    if (mask !== undefined) {
      const { axes } = s.location
      const fits =
        mask.axes.join() === axes.join() &&
        mask.sizes.every((n, d) => n === sizes.get(axes[d] ?? ''))
      if (!fits) return damaged(maskName(s), 'the mask of this tensor has another shape than it')
      if (!mask.values.every((m) => m === 0 || m === 1))
        return damaged(maskName(s), 'expected zeros and ones in a mask')
      found.set(maskName(s), mask)
    }
    if (threshold !== undefined) {
      const [t = NaN] = threshold.values
      if (threshold.values.length !== 1 || !(t >= 0 && Number.isFinite(t)))
        return damaged(thresholdName(s), `expected one number from 0 on, found ${t}`)
      found.set(thresholdName(s), threshold)
    }
  }
  return right(found)
}
