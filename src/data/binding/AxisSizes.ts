/**
 * Where the data and the model differ about the size of an axis.
 *
 * @since 0.2.0
 */
import { problem, type Problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import type { FoundSize } from './FillSlots.ts'

/** Of an axis of fixed size. */
export interface Disagreement extends FoundSize {
  readonly inModel: number
}

/** The first of each axis. */
export const disagreements = (
  { axes }: Variational,
  sizes: ReadonlyArray<FoundSize>
): ReadonlyArray<Disagreement> =>
  axes.flatMap(({ name, size: inModel }) => {
    const found = sizes.find(({ axis, size }) => axis === name && size !== inModel)
    return found === undefined || inModel === 'data' ? [] : [{ ...found, inModel }]
  })

/**
 * What to say of one; `options` are those of the model, one of which may have the name of the axis.
 */
export const disagreementProblem =
  (options: ReadonlyArray<string>) =>
  ({ axis, size, words, slot, inModel }: Disagreement): Problem =>
    problem(
      axis,
      `${axis} has ${inModel} in the model, and the data have ${words}`,
      `the model wants ${slot}, and an axis has one size`,
      options.includes(axis)
        ? `--set ${axis}=${size}, or bind other columns`
        : size === 1
          ? `bind ${inModel} columns, or leave ${axis} out of what lies over it in the model`
          : `axis('${axis}', ${size}) in the model, or bind other columns`
    )
