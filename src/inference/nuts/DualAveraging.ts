/**
 * The step size by dual averaging (Nesterov 2009; Hoffman & Gelman 2014, section 3.2): ln ε moves so
 * that the mean acceptance comes to δ, and the weighted mean of its path is what is kept.
 *
 *     s ← (1 − 1/(t + t₀)) s + (δ − a)/(t + t₀)      x = μ − s √t/γ                             (1)
 *     x̄ ← (1 − t^−κ) x̄ + t^−κ x                      ε = eˣ while it learns, e^x̄ afterwards
 *
 * with t₀ = 10, γ = 0.05, κ = 0.75, and μ = ln 10ε₀: it would rather try large steps.
 *
 * @since 0.2.0
 */

/** `count` is t, `sum` is s, `logAverage` is x̄, `center` is μ. */
export interface DualAveraging {
  readonly center: number
  readonly count: number
  readonly sum: number
  readonly logAverage: number
}

const delay = 10
const shrinkage = 0.05
const decay = 0.75

/** Begun again at a step size. */
export const averagingFrom = (stepSize: number): DualAveraging => ({
  center: Math.log(10 * stepSize),
  count: 0,
  sum: 0,
  logAverage: 0
})

/** After one more iteration, whose mean acceptance was `acceptance`; with the step to take next. */
export const averaged = (
  { center, count, sum, logAverage }: DualAveraging,
  acceptance: number,
  target: number
): { readonly averaging: DualAveraging; readonly stepSize: number } => {
  const t = count + 1
  const weight = 1 / (t + delay)
  const s = (1 - weight) * sum + weight * (target - Math.min(1, acceptance))
  const x = center - (s * Math.sqrt(t)) / shrinkage
  const eta = t ** -decay
  return {
    averaging: { center, count: t, sum: s, logAverage: (1 - eta) * logAverage + eta * x },
    stepSize: Math.exp(x)
  }
}

/** The step size that is kept; undefined where nothing was learnt. */
export const averageStep = ({ count, logAverage }: DualAveraging): number | undefined =>
  count === 0 ? undefined : Math.exp(logAverage)
