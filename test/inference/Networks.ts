/**
 * A small network with a scale for every input of each layer, and data of which it needs a part:
 * what shrinks while it trains.
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import {
  axis,
  build,
  categorical,
  data,
  dense,
  groupHorseshoe,
  groupJeffreys,
  include,
  observe,
  over,
  plate,
  type Prior,
  program,
  relu
} from '../../src/index.ts'
import type { Graph } from '../../src/ir/Graph.ts'
import type { NamedTensor } from '../../src/ir/Posterior.ts'
import { normals } from '../../src/runtime/Noise.ts'
import { tensor } from './Programs.ts'

export const sizes = { pixels: 6, hidden: 7, classes: 3 }

export const priors = { jeffreys: groupJeffreys, horseshoe: groupHorseshoe(1e-2) } as const

const images = plate('images'),
  pixels = axis('pixels', sizes.pixels),
  hidden = axis('hidden', sizes.hidden),
  classes = axis('classes', sizes.classes)

export const networkUnder = (prior: Prior) =>
  pipe(
    program,
    data('x', [images, pixels]),
    include('fc1', ({ x }) => dense(pixels, hidden, prior)(x)),
    include('fc2', ({ fc1 }) => dense(hidden, classes, prior)(relu(fc1))),
    observe('y', ({ fc2 }) => over(images)(categorical({ logits: fc2, along: classes })))
  )

export const networkGraph = (prior: Prior): Graph => {
  const built = build(networkUnder(prior))
  if (isLeft(built)) throw new Error(built.left.map((p) => p.what).join('; '))
  return built.right
}

/** A schedule that brings the network to where it goes in 120 epochs over 150 images. */
export const networkSchedule = {
  rates: { location: 0.02, scale: 0.05, logVariance: 0.1 },
  decayFrom: 0.7,
  warmUp: 0.2
}

/** Classes that the first two pixels decide; the others are noise. */
export const networkData = (count: number, seed = 3): ReadonlyMap<string, NamedTensor> => {
  const x = normals({ seed, step: 0 }, 'x', count * sizes.pixels)
  const at = (i: number, p: number): number => x[i * sizes.pixels + p] ?? 0
  const y = Array.from({ length: count }, (_, i) => (at(i, 0) > 0.5 ? 0 : at(i, 1) > 0 ? 1 : 2))
  return new Map([
    ['x', tensor(['images', 'pixels'], [count, sizes.pixels], x)],
    ['y', tensor(['images'], [count], y)]
  ])
}
