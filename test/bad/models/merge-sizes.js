// Flattening to an axis of another size.
import { pipe } from 'fp-ts/lib/function.js'
import { axis, merge, normal, observe, over, program, sample } from 'farrier'

const rows = axis('rows', 3),
  columns = axis('columns', 4),
  cells = axis('cells', 13)

export default pipe(
  program,
  sample('w', over(rows, columns)(normal(0, 1))),
  observe('y', ({ w }) => normal(pipe(w, merge([rows, columns], cells)), 1))
)
