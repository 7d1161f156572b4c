import { expect, it } from 'vitest'
import { ndtri } from '../../../src/expr/numbers/SpecialFunctions.ts'
import { uniformStreams } from '../../../src/inference/predictive/UniformStreams.ts'
import { normalStatistics } from '../../support/NormalStatistics.ts'

const n = 200_000
const key = (step: number) => ({ seed: 3, step })

/** Each number as the normal it stands for. */
const asNormals = (u: (i: number) => number): Float32Array =>
  Float32Array.from({ length: n }, (_, i) => ndtri(u(i)))

const along = uniformStreams(key(0), 'site')(7)
const streams = uniformStreams(key(1), 'site')

it.each<readonly [string, (i: number) => number]>([
  ['one stream', () => along()],
  ['the first numbers of neighbouring elements', (i) => streams(i)()],
  ['the first numbers of an element in neighbouring draws', (i) => uniformStreams(key(i), 'y')(5)()]
])('%s: uniform and independent, to five errors', (_, u) => {
  for (const { name, errors } of normalStatistics(asNormals(u)))
    expect(Math.abs(errors), name).toBeLessThan(5)
})

it('a stream is a function of seed, draw, site and element alone', () => {
  const three = (u: () => number) => [u(), u(), u()]
  const first = three(uniformStreams(key(0), 'y')(4))
  expect(three(uniformStreams(key(0), 'y')(4))).toEqual(first)
  for (const other of [
    uniformStreams(key(1), 'y')(4),
    uniformStreams({ seed: 4, step: 0 }, 'y')(4),
    uniformStreams(key(0), 'z')(4),
    uniformStreams(key(0), 'y')(5)
  ])
    expect(three(other)).not.toEqual(first)
})
