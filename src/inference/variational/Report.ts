/**
 * What the parameters say of themselves: complexity costs by site, noise scores by gate.
 *
 * @since 0.1.0
 */
import { type Either, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { showGate } from '../../ir/Gate.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import { complexityOf, reportPlan, scoredGates, scoreOf } from '../../lower/ReportPlan.ts'
import type { Executor } from '../../runtime/Executor.ts'
import { type Bound, totals } from '../host/BoundData.ts'
import { prepare, runEach } from '../host/Host.ts'
import { drawKey } from './OpenPosterior.ts'
import { arrange, type Tensors } from '../host/Tensors.ts'

/** Draws that an estimate of a complexity cost averages where no closed form exists. */
const complexityDraws = 10

/**
 * The complexity cost of each site in nats; the noise scores of each gate (`showGate`) over its
 * axes.
 */
/** KL(q ‖ p) in nats, by site. */
export type Complexity = Readonly<Record<string, number>>

export interface Report {
  readonly complexityNats: Complexity
  readonly scores: Tensors
}

export interface Reporter {
  readonly report: (parameters: Tensors) => Promise<Report>
  readonly dispose: () => void
}

export const totalNats = ({ complexityNats }: Pick<Report, 'complexityNats'>): number =>
  Object.values(complexityNats).reduce((a, b) => a + b, 0)

/** Lowers the questions once; `train` is the full data set. */
export const openReporter = <B>(
  executor: Executor<B>,
  program: Variational,
  train: Bound,
  seed: number
): Either<Problem, Reporter> =>
  pipe(
    prepare(executor, reportPlan(program), train.sizes),
    map((plan): Reporter => ({
      report: async (parameters) => {
        const repeats = program.complexity.some((c) => c.how.kind === 'Monte Carlo')
          ? complexityDraws
          : 1
        const inputs = new Map([...train.data, ...totals(train), ...parameters])
        const sites = [...new Set(program.complexity.map((c) => c.site))]
        const sums = new Map(sites.map((site) => [site, 0]))
        const scores = new Map<string, NamedTensor>()
        await runEach(executor, plan, inputs, drawKey(seed, 0), repeats, (found) => {
          for (const site of sites)
            sums.set(
              site,
              (sums.get(site) ?? 0) + (found.get(complexityOf(site))?.values[0] ?? NaN) / repeats
            )
          for (const { gate } of scoredGates(program)) {
            const score = found.get(scoreOf(gate))
            if (score !== undefined)
              scores.set(
                showGate(gate),
                arrange(
                  gate.axes,
                  gate.axes.map((a) => train.sizes.get(a) ?? 1)
                )(score)
              )
          }
        })
        return { complexityNats: Object.fromEntries(sums), scores }
      },
      dispose: plan.runnable.dispose
    }))
  )
