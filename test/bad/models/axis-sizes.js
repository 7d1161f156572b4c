// Sizes and names that axes cannot have.
import { pipe } from 'fp-ts/lib/function.js'
import { axis, normal, over, program, sample } from 'farrier'

export default pipe(
  program,
  sample('a', over(axis('empty', 0))(normal(0, 1))),
  sample('b', over(axis('half', 1.5))(normal(0, 1))),
  sample('c', over(axis('h/1', 3))(normal(0, 1))),
  sample('d', over(axis('unsaid'))(normal(0, 1)))
)
