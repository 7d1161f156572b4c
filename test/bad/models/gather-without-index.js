// Positions that are not indices of the axis.
import { pipe } from 'fp-ts/lib/function.js'
import { axis, data, gather, normal, observe, over, plate, program, sample } from 'farrier'

const schools = axis('schools', 8),
  pupils = plate('pupils')

export default pipe(
  program,
  data('school', [pupils]),
  sample('effect', over(schools)(normal(0, 1))),
  observe('y', ({ effect, school }) => normal(pipe(effect, gather(schools)(school)), 1))
)
