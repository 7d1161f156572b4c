// a rate e^tau under a log-normal guide of tau, and observations without mean or variance
import {
  cauchy,
  draw,
  exp,
  halfNormal,
  model,
  normal,
  observe,
  over,
  plate,
  poisson
} from 'farrier'
import { studentT } from 'farrier'

const rows = plate('rows')

export default model(function* () {
  const tau = yield* draw('tau', halfNormal(1))
  const mu = yield* draw('mu', normal(0, 1))
  yield* observe('n', over(rows)(poisson(exp(tau))))
  yield* observe('y', over(rows)(cauchy(mu, 1)))
  yield* observe('z', over(rows)(studentT({ df: 2, location: mu, scale: 1 })))
})
