/**
 * What is in a blend: the light that each of 12 blends of three dyes lets through at six wavelengths, where the
 * spectra of the dyes are known. Of each blend the dyes have shares that sum to 1, the `softmax` of real numbers; with
 * normal logits shares lie where they like, near the corners as well as in the middle. Made with errors of 0.05.
 */
import { pipe } from 'fp-ts/lib/function.js'
import { axis, contract, draw, model, normal, observe, over, plate, softmax, stack } from 'farrier'

const blends = plate('blends'),
  dyes = axis('dyes', 3),
  bands = axis('bands', 6)

const spectra = stack(dyes)([
  stack(bands)([0.9, 0.7, 0.3, 0.1, 0.1, 0.2]),
  stack(bands)([0.1, 0.4, 0.9, 0.8, 0.3, 0.1]),
  stack(bands)([0.2, 0.1, 0.2, 0.4, 0.8, 0.9])
])

export default model(function* () {
  const logits = yield* draw('logits', over(blends, dyes)(normal(0, 1.5)))
  yield* observe('light', normal(pipe(softmax(dyes)(logits), contract(dyes)(spectra)), 0.05))
})
