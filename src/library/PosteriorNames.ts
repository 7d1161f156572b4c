/**
 * Names of what a model numbers, from the labels of the data that it was trained on.
 *
 * @since 0.2.0
 */
import type { Labels } from '../data/binding/ColumnKinds.ts'
import { factsOf } from '../distributions/supports/Support.ts'
import type { Variational } from '../ir/Variational.ts'

/** Of the indices of axes, and of the outcomes of observed sites. */
export interface PosteriorNames {
  readonly indices: ReadonlyMap<string, ReadonlyArray<string>>
  readonly outcomes: ReadonlyMap<string, ReadonlyArray<string>>
}

/** Everything is numbered from 0. */
export const noNames: PosteriorNames = { indices: new Map(), outcomes: new Map() }

/** The outcomes of a site that is an index are the members of the axis that it consumes first. */
export const namesFrom = (
  { predictions }: Pick<Variational, 'predictions'>,
  { axes, outcomes }: Labels
): PosteriorNames => ({
  indices: axes,
  outcomes: new Map(
    predictions.flatMap(({ site, support, consumes: [axis = ''] }) => {
      const labels = outcomes.get(site) ?? (factsOf(support).isNumeric ? undefined : axes.get(axis))
      return labels === undefined ? [] : [[site, labels] as const]
    })
  )
})
