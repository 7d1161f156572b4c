/**
 * What every distribution of vectors asks of its arguments.
 *
 * @since 0.2.0
 */
import type { Axis } from '../Axis.ts'
import { misuse } from '../Misuse.ts'
import { operand } from '../Tensor.ts'

/** How many elements a vector has: known before the data, and so no plate. */
export const sizeOf = (word: string, along: Axis<string>): number =>
  along.size === 'data'
    ? misuse(
        '',
        `${word}: '${along.name}' is a plate`,
        'elements of a vector are in an order of their own, and their number is known before the data',
        "give it an axis of a size: axis('weeks', 52)"
      )
    : along.size

/** Refuses an argument that differs along the axis of the vector. */
export const refuseAlong = (
  word: string,
  name: string,
  along: Axis<string>,
  given: unknown
): void => {
  if (operand(`${word}: ${name}`, given).expr.axes.includes(along.name))
    misuse(
      '',
      `${word}: its ${name} has the axis '${along.name}'`,
      'one number is said of the whole vector',
      `leave the axis out of the ${name}`
    )
}
