/**
 * Scores of predictions: loss, errors and calibration of a mixture of draws.
 *
 * @since 0.1.0
 */
import * as t from 'io-ts'
import { calibrationError } from './Calibration.ts'

/** A number that may be infinite or NaN, which JSON writes as text. */
const real = new t.Type<number, number | string>(
  'real',
  t.number.is,
  (u, context) =>
    typeof u === 'number' || u === 'Infinity' || u === '-Infinity' || u === 'NaN'
      ? t.success(Number(u))
      : t.failure(u, context),
  (x) => (Number.isFinite(x) ? x : String(x))
)

/**
 * Of the predictions of one observed site, means over `count` observed values. `nllNats` is −ln of
 * the probability (or density) of the value; where there are several draws, of their mean, value by
 * value. Error rate and calibration are of discrete observations.
 */
export const EvaluationC = t.readonly(
  t.intersection([
    t.type({
      site: t.string,
      count: t.number,
      nllNats: real,
      /** Share of values that are not the most probable one (of equals, the first). */
      errorRate: t.union([t.number, t.null]),
      /** Expected calibration error, 15 bins. */
      calibrationError: t.union([t.number, t.null])
    }),
    t.partial({
      /**
       * Where there are any: values that lie beyond an end of the predicted law, whatever the draw,
       * and so have no density; how many, and the first by its number from 1.
       */
      beyond: t.readonly(t.type({ count: t.number, first: t.number }))
    })
  ])
)
/** How well an observed site is predicted. */
export type Evaluation = t.TypeOf<typeof EvaluationC>

/**
 * ln Σ over draws of p, for each observed value and outcome, row-major; −∞ before the first draw.
 */
export interface LogProbabilities {
  readonly values: Float64Array
  readonly outcomes: number
}

export const emptyLogProbabilities = (length: number, outcomes: number): LogProbabilities => ({
  values: new Float64Array(length).fill(-Infinity),
  outcomes
})

const logAddExp = (a: number, b: number): number => {
  const high = Math.max(a, b)
  return high === -Infinity || Number.isNaN(high)
    ? high
    : high + Math.log1p(Math.exp(Math.min(a, b) - high))
}

/** Adds one draw's log-probabilities, those of a chunk that begins at `offset`. */
export const accumulate = (
  { values }: LogProbabilities,
  logs: Float32Array,
  offset: number
): void => {
  for (let i = 0; i < logs.length; i++) {
    const before = values[offset + i] ?? -Infinity
    const log = logs[i] ?? NaN
    // of a single draw, most of which this is for, there is nothing to add
    values[offset + i] = before === -Infinity ? log : logAddExp(before, log)
  }
}

/** The first of the greatest, of so many values from `begin` on, counted from there. */
const argmax = (values: Float64Array, begin: number, count: number): number => {
  let best = 0
  for (let i = 1; i < count; i++)
    if ((values[begin + i] ?? NaN) > (values[begin + best] ?? NaN)) best = i
  return best
}

const sumOf = (values: Float64Array | Uint32Array): number => {
  let total = 0
  for (const v of values) total += v
  return total
}

/** Only of the values that there are. */
const among = ({ values, outcomes }: LogProbabilities, places: Int32Array): LogProbabilities => {
  const kept = new Float64Array(places.length * outcomes)
  places.forEach((from, to) =>
    kept.set(values.subarray(from * outcomes, (from + 1) * outcomes), to * outcomes)
  )
  return { values: kept, outcomes }
}

/**
 * `observed` holds outcome numbers where the site is discrete, and is not looked at elsewhere; `seen` is 0
 * where a value is missing, and all there are where it is left out.
 */
export const evaluationOf = (
  site: string,
  discrete: boolean,
  sum: LogProbabilities,
  draws: number,
  observed: Float32Array,
  seen?: Float32Array
): Evaluation => {
  if (seen?.includes(0) === true) {
    const places = Int32Array.from(seen.keys()).filter((i) => seen[i] === 1)
    const own = Float32Array.from(places, (i) => observed[i] ?? NaN)
    const found = evaluationOf(site, discrete, among(sum, places), draws, own)
    const { beyond } = found
    return beyond === undefined
      ? found
      : { ...found, beyond: { ...beyond, first: (places[beyond.first - 1] ?? 0) + 1 } }
  }
  const { values, outcomes } = sum
  const count = values.length / outcomes
  const perDraw = Math.log(draws)
  if (!discrete) {
    const first = values.indexOf(-Infinity)
    return {
      site,
      count,
      nllNats: perDraw - sumOf(values) / count,
      errorRate: null,
      calibrationError: null,
      ...(first < 0
        ? {}
        : { beyond: { count: values.filter((v) => v === -Infinity).length, first: first + 1 } })
    }
  }
  const confidences = new Float64Array(count)
  const correct = new Uint32Array(count)
  let nats = 0
  for (let i = 0; i < count; i++) {
    const begin = i * outcomes
    const predicted = argmax(values, begin, outcomes)
    const seen = observed[i] ?? NaN
    confidences[i] = Math.exp((values[begin + predicted] ?? NaN) - perDraw)
    correct[i] = predicted === seen ? 1 : 0
    nats += perDraw - (seen >= 0 && seen < outcomes ? (values[begin + seen] ?? NaN) : NaN)
  }
  return {
    site,
    count,
    nllNats: nats / count,
    errorRate: (count - sumOf(correct)) / count,
    calibrationError: calibrationError(confidences, correct)
  }
}
