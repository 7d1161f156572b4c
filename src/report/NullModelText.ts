/**
 * A fit beside its null model, in words and as JSON.
 *
 * @since 0.2.0
 */
import type { Compared } from '../library/NullModel.ts'
import { significant } from './Numbers.ts'

/**
 * `null model, every group removed and the rest refitted: −ELBO 2.3094 nats per datum, 1.7340 above this
 * fit`; and that a fit is worse than nothing. `count` observed values; of a single one nats are of all.
 */
export const showNullModel = (compared: Compared | undefined, count = 1): ReadonlyArray<string> => {
  if (compared === undefined) return []
  const each = (nats: number): string =>
    count === 1 ? significant(nats) : (nats / count).toFixed(4)
  const gain = compared.lossNats - compared.fitNats
  return [
    `null model, every group removed and the rest refitted: −ELBO ${each(compared.lossNats)} nats` +
      `${count === 1 ? '' : ' per datum'}, ${each(Math.abs(gain))} ${gain < 0 ? 'below' : 'above'} this fit`,
    ...(gain < 0
      ? [
          'this fit ends above its null model: by its own objective, nothing at all is better than what it ' +
            'has. Train for longer, loosen bounds (maxVariance), or give it more data'
        ]
      : [])
  ]
}

/** For programs; `isBelowFit` where nothing at all is better than the fit. */
export const nullModelJson = (compared: Compared | undefined): Readonly<Record<string, unknown>> =>
  compared === undefined
    ? {}
    : { nullModel: { ...compared, isBelowFit: compared.lossNats < compared.fitNats } }
