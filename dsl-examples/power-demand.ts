/**
 * Daily demand for electric power over twelve years, in GW, by year, temperature and weekend. Shows a
 * fit whose steps see batches, and that ends when it has settled: 4,383 rows are too many to be seen
 * whole in every step. Years are as a calendar has them: base and trend are correlated by −0.99999,
 * which no rate of a schedule copes with. Data made by `data/make.ts`; the answer by least squares:
 * base −196.0 (deviation 9.6), trend 0.1240 (0.0048), degree −0.4025 (0.0026), atWeekends −2.946
 * (0.037), spread 1.093 (0.012).
 */
import { add, data, draw, halfNormal, model, mul, normal, observe, plate } from 'farrier'
import { pipe } from 'fp-ts/lib/function.js'

const days = plate('days')

export default model(function* () {
  // farrier-ignore data-scale: years are as a calendar has them; the solver scales what it steps in
  const year = yield* data('year', [days])
  const temperature = yield* data('temperature', [days])
  const isWeekend = yield* data('weekend', [days])
  // farrier-ignore scale-literal: demand is kept in the gigawatts it is published in; it is solved for
  const base = yield* draw('base', normal(0, 10_000))
  const trend = yield* draw('trend', normal(0, 10))
  const degree = yield* draw('degree', normal(0, 10))
  const atWeekends = yield* draw('atWeekends', normal(0, 10))
  const spread = yield* draw('spread', halfNormal(10))
  const expected = pipe(
    base,
    add(pipe(year, mul(trend))),
    add(pipe(temperature, mul(degree))),
    add(pipe(isWeekend, mul(atWeekends)))
  )
  yield* observe('demand', normal(expected, spread))
})
