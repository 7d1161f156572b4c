/**
 * What depends on a program and on sizes alone is made once: plans are asked for again with other data,
 * by whoever compares, checks or calibrates fits.
 *
 * @since 0.2.0
 */
import { type Either, isRight } from 'fp-ts/lib/Either.js'
import type { AxisSizes } from './Outputs.ts'

const sameSizes = (a: AxisSizes, b: AxisSizes): boolean =>
  a.size === b.size && [...a].every(([axis, n]) => b.get(axis) === n)

/** The same function, which keeps what it made last, for the sizes that it was made for. */
export const keptBySizes = <E, A>(
  make: (sizes: AxisSizes) => Either<E, A>
): ((sizes: AxisSizes) => Either<E, A>) => {
  let last: { readonly sizes: AxisSizes; readonly made: Either<E, A> } | undefined
  return (sizes) => {
    if (last !== undefined && sameSizes(last.sizes, sizes)) return last.made
    const made = make(sizes)
    if (isRight(made)) last = { sizes: new Map(sizes), made }
    return made
  }
}
