// A name that the tensor already has.
import { pipe } from 'fp-ts/lib/function.js'
import { axis, normal, observe, over, program, rename, sample } from 'farrier'

const rows = axis('rows', 3),
  columns = axis('columns', 3)

export default pipe(
  program,
  sample('w', over(rows, columns)(normal(0, 1))),
  observe('y', ({ w }) => normal(pipe(w, rename(rows, columns)), 1))
)
