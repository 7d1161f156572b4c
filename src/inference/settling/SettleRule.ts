/**
 * How a model settles whose steps see batches: the numbers that say when it has arrived.
 *
 * @since 0.2.0
 */
import * as t from 'io-ts'

export const SettleRuleC = t.readonly(
  t.type({
    /** In deviations of each coordinate: so far from its optimum the mean of the iterates may be. */
    tolerance: t.number,
    /** Means of blocks that an end is judged by, at least. */
    blocks: t.number,
    /** What the rate is divided by where iterates have come to rest. */
    factor: t.number
  })
)

export type SettleRule = t.TypeOf<typeof SettleRuleC>

/** A tenth of a deviation, by twelve blocks; the rate falls to a quarter. */
export const standardSettling: SettleRule = { tolerance: 0.1, blocks: 12, factor: 4 }

/** What each number may be. */
export const expectedSettling: { readonly [K in keyof SettleRule]: string } = {
  tolerance: 'a finite number above 0',
  blocks: 'an even number from 8 to 16',
  factor: 'a finite number above 1'
}

/** The name of a number that nothing can settle by. */
export const wrongSettling = (r: SettleRule): keyof SettleRule | undefined =>
  !(r.tolerance > 0 && Number.isFinite(r.tolerance))
    ? 'tolerance'
    : !(Number.isInteger(r.blocks / 2) && r.blocks >= 8 && r.blocks <= 16)
      ? 'blocks'
      : r.factor > 1 && Number.isFinite(r.factor)
        ? undefined
        : 'factor'
