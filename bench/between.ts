/**
 * What a weight between centred and non-centred would gain: eight schools with t = λμ + τ^λ ε in the place of θ =
 * μ + τ ε, so that λ = 1 is centred and 0 is not, and θ = μ + τ^(1−λ) (t − λμ) always. −ELBO of the optimum by λ,
 * with errors of measurement times 1 and less.
 *
 * Run: `node bench/between.ts`
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import {
  add,
  axis,
  data,
  exp,
  fitModel,
  halfCauchy,
  log,
  mul,
  normal,
  observe,
  over,
  positives,
  program,
  sample
} from '../src/index.ts'
import { effects, errors } from '../test/docs/EightSchools.ts'

const schools = axis('schools', 8)
const weights = [0, 0.2, 0.4, 0.6, 0.8, 1]

const modelAt = (weight: number) =>
  pipe(
    program,
    sample('mu', normal(0, 5)),
    sample('tau', halfCauchy(5)),
    sample('t', ({ mu, tau }) =>
      over(schools)(normal(pipe(mu, mul(weight)), pipe(tau, log, mul(weight), exp)))
    ),
    data('sigma', [schools], positives),
    observe('y', ({ mu, tau, t, sigma }) =>
      normal(
        pipe(t, add(pipe(mu, mul(-weight))), mul(pipe(tau, log, mul(1 - weight), exp)), add(mu)),
        sigma
      )
    )
  )

const lossAt = async (weight: number, factor: number): Promise<string> => {
  const column = (values: ReadonlyArray<number>) => ({
    axes: ['schools'],
    sizes: [8],
    values: Float32Array.from(values)
  })
  const fitted = await fitModel({
    data: new Map([
      ['y', column(effects)],
      ['sigma', column(errors.map((e) => e * factor))]
    ]),
    backend: 'reference',
    compile: { centred: ['t'], halfCauchy: 'collapsed' }
  })(modelAt(weight))()
  if (E.isLeft(fitted)) throw new Error(JSON.stringify(fitted.left))
  const { solution, outcome } = fitted.right.result
  return `${(solution?.lossNats ?? NaN).toFixed(3)}${outcome === 'converged' ? '' : ' (not converged)'}`
}

process.stdout.write(`| errors | ${weights.map((w) => `λ = ${w}`).join(' | ')} |\n`)
process.stdout.write(`| --- |${weights.map(() => ' ---: |').join('')}\n`)
for (const factor of [1, 0.7, 0.5, 0.3, 0.15]) {
  const row: Array<string> = []
  for (const weight of weights) row.push(await lossAt(weight, factor))
  process.stdout.write(`| × ${factor} | ${row.join(' | ')} |\n`)
}
