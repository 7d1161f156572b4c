/**
 * Where the loss is no sum over the rows of a plate: a batch of them would then be no estimate of
 * all, and a chunk would be predicted otherwise than among all.
 *
 *   x − meanOver(rows)(x)   the mean of a batch is not that of all rows
 *   logSumExp over rows     its expectation over batches is another number
 *
 * @since 0.2.0
 */
import { mixedAlong } from '../expr/Mixing.ts'
import { print } from '../expr/print/Print.ts'
import type { Variational } from '../ir/Variational.ts'

/** What reads other rows than its own, and the expression with which it does. */
export interface RowMixing {
  readonly what: string
  readonly expression: string
}

/** Of likelihoods, and of the costs of latents, whose priors may read data too. */
export const rowMixing = (
  { predictions, complexity }: Pick<Variational, 'predictions' | 'complexity'>,
  plate: string
): ReadonlyArray<RowMixing> => {
  const mixed = mixedAlong(plate)
  return [
    ...predictions.map((p) => [p.site, p.negativeLogLikelihood] as const),
    ...complexity.map((c) => [`the prior of ${c.site}`, c.nats] as const)
  ].flatMap(([what, e]) => {
    const found = mixed([e])
    return found === undefined ? [] : [{ what, expression: print(found) }]
  })
}
