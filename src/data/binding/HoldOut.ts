/**
 * The last rows of a plate held out of the data, to be predicted.
 *
 * @since 0.2.0
 */
import type { NamedTensor } from '../../ir/Posterior.ts'

/** Both parts of the data; arrays without the plate are in both. */
export interface HeldOut {
  readonly train: ReadonlyMap<string, NamedTensor>
  readonly test: ReadonlyMap<string, NamedTensor>
}

/** Rows from one index up to another of an array whose rows come first. */
const rowsOf =
  (from: number, to: number) =>
  ({ axes, sizes: [, ...others], values }: NamedTensor): NamedTensor => {
    const width = others.reduce((a, b) => a * b, 1)
    return {
      axes,
      sizes: [to - from, ...others],
      values: values.subarray(from * width, to * width)
    }
  }

/** The last `count` rows of `plate` are the test part. */
export const holdOutRows = (
  data: ReadonlyMap<string, NamedTensor>,
  plate: string,
  count: number
): HeldOut => {
  const part = (of: (total: number) => readonly [from: number, to: number]) =>
    new Map(
      [...data].map(([name, tensor]) =>
        tensor.axes[0] === plate
          ? [name, rowsOf(...of(tensor.sizes[0] ?? 0))(tensor)]
          : [name, tensor]
      )
    )
  return { train: part((n) => [0, n - count]), test: part((n) => [n - count, n]) }
}
