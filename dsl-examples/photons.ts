/**
 * Counts of which there is no most. A photomultiplier is lit by 60 equal pulses: each frees some electrons,
 * Poisson about the same mean, and what is read is their number and the noise of the amplifier, too much of it
 * to read numbers off. No total bounds them, so that they are not summed out: each pulse has a guide of
 * counts (`flooredLogNormal`), and its gradient is a score function. `explain` says so, `--strict`
 * refuses it. Made with light 4 and noise 0.7.
 */
import { pipe } from 'fp-ts/lib/function.js'
import { add, draw, gamma, model, normal, observe, over, plate, poisson } from 'farrier'

const pulses = plate('pulses')
/** What is read without light, and the deviation of a reading: both were measured before. */
const [dark, noise] = [0.2, 0.7]

export default model(function* () {
  const light = yield* draw('light', gamma({ shape: 2, rate: 0.5 }))
  const electrons = yield* draw('electrons', over(pulses)(poisson(light)))
  yield* observe('charge', normal(pipe(electrons, add(dark)), noise))
})
