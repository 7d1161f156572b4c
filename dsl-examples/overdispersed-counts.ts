/**
 * Counts that spread more than a Poisson lets them: faults of 150 rolls of cloth, ln of their mean
 * linear in x. Shows a rate e^η written as it is, and two laws for the same data: `--set law=poisson`
 * takes the variance for the mean, and its slope for far more certain than it is; `negativeBinomial`
 * learns how much the counts spread. What `train` prints as −ELBO says which explains them better: 367
 * nats against 323. The slope is 0.43 (deviation 0.046) under the one, 0.46 (0.079) under the other.
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  choice,
  configurable,
  data,
  exp,
  logNormal,
  mul,
  negativeBinomial,
  normal,
  observe,
  plate,
  poisson,
  program,
  sample
} from 'farrier'

const rolls = plate('rolls')
const laws = ['poisson', 'negativeBinomial'] as const

const trend = pipe(
  program,
  data('x', [rolls]),
  sample('level', normal(0, 3)),
  sample('slope', normal(0, 1))
)

export default configurable(
  { law: choice(laws, 'negativeBinomial', 'the law of the counts') },
  ({ law }) =>
    law === 'poisson'
      ? pipe(
          trend,
          observe('faults', ({ x, level, slope }) => poisson(exp(pipe(x, mul(slope), add(level)))))
        )
      : pipe(
          trend,
          sample('concentration', logNormal(0, 2)),
          observe('faults', ({ x, level, slope, concentration }) =>
            negativeBinomial({ mean: exp(pipe(x, mul(slope), add(level))), concentration })
          )
        )
)
