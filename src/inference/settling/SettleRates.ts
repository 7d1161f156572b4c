/**
 * The rates of a fit that settles: of each step, the share of Newton's step that is taken.
 *
 * Let an epoch have m steps, and lengths be in deviations of the posterior. A batch pulls by √m at
 * random, and steps of rate r go about with variance r·m/2. What happens in an epoch depends on r·m
 * alone: at 4 the iterates forget in a quarter of it where they were, and stay within a deviation of
 * the optimum. What a loss that is no parabola adds to their mean is proportional to r.
 *
 * @since 0.2.0
 */

/** r·m of a fit that ends. */
const calm = 1
/** Means are taken up to this r·m; larger rates are a way in. */
const mostAveraged = 4
/** In steps whose rates add up to this, iterates forget where they were. */
const forgetting = 1
/** Of a way in, and before the first means; a third of it before means at a lower rate. */
const wayIn = 6
const mostRate = 0.8

/** What decides the rates: the steps of an epoch, and whether a batch is as large as the parameters. */
export interface Pace {
  readonly stepsPerEpoch: number
  readonly batchSize: number
  /** Rows that the start and the curvature are taken from. */
  readonly sampleSize: number
  readonly coordinates: number
}

/**
 * Along some direction the curvature of a batch is by so much steeper than it was looked at, and steps
 * shorter: the extreme eigenvalues of covariances of few rows (Marchenko & Pastur 1967).
 */
const highest = ({ batchSize, sampleSize, coordinates }: Pace): number =>
  mostRate *
  ((1 - Math.sqrt(coordinates / sampleSize) / 2) / (1 + Math.sqrt(coordinates / batchSize))) ** 2

/** How many deviations a start from a sample is away. */
export const startDistance = ({ stepsPerEpoch, batchSize, sampleSize }: Pace): number =>
  Math.sqrt((stepsPerEpoch * batchSize) / sampleSize)

/** The deviation of iterates about the optimum, in those of the posterior. */
export const wandering = ({ stepsPerEpoch }: Pace, rate: number): number =>
  Math.sqrt((rate * stepsPerEpoch) / 2)

/** The rate at which a fit may end, where its means do not depend on it. */
export const finalRate = (p: Pace): number => Math.min(highest(p), calm / p.stepsPerEpoch)

/** At this rate iterates are as far from the optimum as a start from a sample is. */
export const firstRate = (p: Pace): number =>
  Math.max(finalRate(p), Math.min(highest(p), (2 * p.batchSize) / p.sampleSize))

const slack = 1 + 1e-9
/** Are means taken at a rate? */
export const isAveraged = (p: Pace, rate: number): boolean =>
  rate * p.stepsPerEpoch <= mostAveraged * slack || rate <= finalRate(p) * slack

export const isFinal = (p: Pace, rate: number): boolean => rate <= finalRate(p) * slack

/** The rate of the phase after one: lower, and none that means could be taken at is left out. */
export const nextRate = (p: Pace, rate: number, factor: number): number => {
  const lower = rate / factor
  const steps = isAveraged(p, rate)
    ? [finalRate(p)]
    : [finalRate(p), mostAveraged / p.stepsPerEpoch]
  return Math.max(lower, ...steps.filter((s) => s * slack < rate))
}

/** How long means wait for what was before to be forgotten: a start from afar, or another rate. */
export const waitingSteps = (rate: number, isFirst: boolean): number =>
  Math.ceil((isFirst ? wayIn : wayIn / 3) / rate)

export const wayInSteps = (rate: number): number => Math.ceil(wayIn / rate)

/** A block is whole epochs, and long enough that iterates forget. */
export const blockSteps = ({ stepsPerEpoch }: Pace, rate: number): number =>
  stepsPerEpoch * Math.max(1, Math.ceil(forgetting / (rate * stepsPerEpoch)))
