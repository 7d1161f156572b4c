// Names that are not names; the model goes on, and all are reported.
import { pipe } from 'fp-ts/lib/function.js'
import { data, include, axis, normal, observe, over, program, sample, yields } from 'farrier'

const units = axis('units', 3)

export default pipe(
  program,
  sample('fc1/w', normal(0, 1)),
  sample('1st', normal(0, 1)),
  sample('', normal(0, 1)),
  sample('klWeight:', normal(0, 1)),
  sample(7, normal(0, 1)),
  sample({}, normal(0, 1)),
  data('x.y', [units]),
  include('a b', pipe(program, yields(normal(0, 1)))),
  observe(undefined, over(units)(normal(0, 1)))
)
