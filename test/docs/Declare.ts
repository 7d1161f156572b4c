/** An example's value, declared in the model that stands around it. */
import { draw, include, isProgram } from '../../src/dsl/index.ts'
import { isDist } from '../../src/dsl/Dist.ts'
import type { Performable } from '../../src/dsl/Program.ts'

const isLine = (made: unknown): made is Iterable<Performable, unknown, unknown> =>
  typeof made === 'function' && Symbol.iterator in made

/** A line is yielded, a model included, a distribution drawn from; other values are themselves. */
export function* declare(made: unknown): Generator<Performable, void, unknown> {
  if (isLine(made)) yield* made
  else if (isProgram(made)) yield* include('example', made)
  else if (isDist(made)) yield* draw('example', made)
}
