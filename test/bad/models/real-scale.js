// Arguments whose support is not the one asked for.
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  data,
  exp,
  gamma,
  halfCauchy,
  indicesOf,
  logUniform,
  mul,
  neg,
  normal,
  over,
  program,
  sample,
  uniform
} from 'farrier'

const schools = axis('schools', 8),
  pupils = axis('pupils', 20)

export default pipe(
  program,
  data('school', [pupils], indicesOf(schools)),
  sample('mu', normal(0, 1)),
  sample('a', ({ mu }) => over(schools)(normal(0, mu))),
  sample('b', ({ mu }) => normal(0, pipe(exp(mu), mul(mu)))),
  sample('z', logUniform),
  sample('c', ({ z }) => halfCauchy(z)),
  sample('d', ({ mu }) => halfCauchy(neg(exp(mu)))),
  sample('e', normal(0, 0)),
  sample('f', gamma({ shape: -0.5, rate: 1 })),
  sample('g', ({ school }) => normal(school, 1)),
  sample('u', uniform(0, 1)),
  sample('h', ({ u }) => normal(0, u))
)
