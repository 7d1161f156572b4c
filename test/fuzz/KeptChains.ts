/** Chains that are kept with their model and data, as `encodeSampled` leaves them: one, of two draws. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { build } from '../../src/dsl/index.ts'
import { normal, observe, program, sample } from '../../src/index.ts'
import { type Bound, chainsFrom, standardSampler } from '../../src/inference/index.ts'
import type { WideTensor } from '../../src/ir/Posterior.ts'
import { decodeSampled, encodeSampled } from '../../src/library/sampling/KeptChains.ts'

/** Of one chain of two draws over one coordinate. */
export const chainSettings = { ...standardSampler, chains: 1, draws: 2, warmUp: 1 }

const wide = (
  axes: ReadonlyArray<string>,
  sizes: ReadonlyArray<number>,
  values: ReadonlyArray<number>
): WideTensor => ({ axes, sizes, values: Float64Array.from(values) })

export const chainTensors: ReadonlyMap<string, WideTensor> = new Map([
  ['scalars:0', wide(['(scalar)'], [7], [3, 0.5, 1, 2, 0.1, -0.3, 0])],
  ['place:0', wide(['(coordinate)'], [1], [0.2])],
  ['mass:0', wide(['(element)'], [1], [1.5])],
  ['mean:0', wide(['(coordinate)'], [1], [0])],
  ['squares:0', wide(['(element)'], [1], [0])],
  ['slope-mean:0', wide(['(slope)'], [1], [0])],
  ['slope-squares:0', wide(['(slope)'], [1], [0])],
  ['draws:0', wide(['(draw)', '(coordinate)'], [2, 1], [0.1, 0.2])],
  [
    'statistics:0',
    wide(
      ['(draw)', '(statistic)'],
      [2, 7],
      Array.from({ length: 14 }, (_, i) => i / 4)
    )
  ]
])

const right = <A>(e: E.Either<unknown, A>): A => {
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}

const graph = right(
  build(
    pipe(
      program,
      sample('mu', normal(0, 1)),
      observe('y', ({ mu }) => normal(mu, 1))
    )
  )
)
const bound: Bound = {
  data: new Map([['y', { axes: [], sizes: [], values: Float32Array.of(1) }]]),
  sizes: new Map(),
  plates: []
}
const of = { graph, bound, centred: [] }

export const readKept = (bytes: Uint8Array) => decodeSampled(of, 1, {})('kept', bytes)
export const writeKept = (
  kept: Pick<Parameters<typeof encodeSampled>[0], 'settings' | 'chains'>
): Uint8Array => encodeSampled({ ...of, ...kept })

export const keptChains: Uint8Array = writeKept({
  settings: chainSettings,
  chains: right(chainsFrom(chainSettings, 1, chainTensors))
})
