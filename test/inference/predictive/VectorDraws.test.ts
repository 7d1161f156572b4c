/** Vectors on the host: each from its own arguments, whichever way its axes lie. */
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import { deriveAncestral } from '../../../src/compile/passes/DeriveAncestral.ts'
import { autoregressive } from '../../../src/distributions/index.ts'
import { ref } from '../../../src/expr/index.ts'
import { drawOnHost } from '../../../src/inference/predictive/HostSite.ts'
import { uniformStreams } from '../../../src/inference/predictive/UniformStreams.ts'
import { argumentOf } from '../../../src/lower/PredictPlan.ts'

const numbers = (axes: ReadonlyArray<string>, sizes: ReadonlyArray<number>, of: Iterable<number>) =>
  ({ axes, sizes, values: Float32Array.from(of) }) as const

const location = [10, 20, 30, 100, 200, 300]
const graph = {
  axes: [],
  data: [],
  named: [],
  sites: [
    {
      name: 'y',
      role: 'observed' as const,
      axes: ['k', 'rows'],
      options: {},
      dist: autoregressive({
        location: ref('m', ['rows', 'k']),
        coefficient: ref('c', ['rows']),
        scale: 1e-3,
        start: 1e-3,
        along: 'k',
        size: 3
      })
    }
  ]
}

const drawn = (first: number) => {
  const [site] = deriveAncestral(graph)
  if (site === undefined) throw new Error('internal: no site')
  const found = new Map([
    [argumentOf('y', 'location'), numbers(['rows', 'k'], [2, 3], location)],
    [argumentOf('y', 'coefficient'), numbers(['rows'], [2], [0.5, 1])],
    [argumentOf('y', 'scale'), numbers([], [], [1e-3])],
    [argumentOf('y', 'start'), numbers([], [], [1e-3])]
  ])
  const sizes = new Map([
    ['rows', 2],
    ['k', 3],
    ['k_before', 3]
  ])
  return pipe(uniformStreams({ seed: 1, step: 0 }, 'y'), (streams) =>
    drawOnHost(site, ['k', 'rows'], sizes, found, streams, first)
  )
}

test('a row is drawn about its own location, in the order of axes that is asked for', () => {
  const { axes, sizes, values } = drawn(0)
  expect([axes, sizes]).toEqual([
    ['k', 'rows'],
    [3, 2]
  ])
  expect(Array.from(values, Math.round)).toEqual([10, 100, 20, 200, 30, 300])
})

test('rows have numbers of their own, and the same ones wherever a chunk begins', () => {
  const at = ({ values }: ReturnType<typeof drawn>, row: number) =>
    [0, 1, 2].map((t) => (values[t * 2 + row] ?? NaN) - (location[row * 3 + t] ?? NaN))
  expect(at(drawn(0), 0)).not.toEqual(at(drawn(0), 1))
  // the first row of the chunk that begins with the second vector
  expect(at(drawn(3), 0)[0]).toBeCloseTo(at(drawn(0), 1)[0] ?? NaN, 3)
})
