/** The example of discrete sites: with them and as a mixture it is one model, in a fit and sampled. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import twoKinds from '../../dsl-examples/two-kinds.ts'
import { fitModel, sampleModel } from '../../src/index.ts'

const lengths = readFileSync(
  fileURLToPath(new URL('../../dsl-examples/data/two-kinds.csv', import.meta.url)),
  'utf8'
)
  .trimEnd()
  .split('\n')
  .slice(1)
  .map(Number)
const data = new Map([
  ['length', { axes: ['fish'], sizes: [lengths.length], values: Float32Array.from(lengths) }]
])
const right = <A>(e: E.Either<unknown, A>): A => {
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}
const modelAs = (as: string) => right(twoKinds.configure({ as }))
const names = ['lean', 'shorter', 'gap', 'spread']

test('two kinds: the same fit with the kinds and as a mixture, and the probability of each kind', async () => {
  const fitted = async (as: string) =>
    right(await pipe(modelAs(as), fitModel({ data, backend: 'wasm' }))())
  const [kinds, mixture] = [await fitted('kinds'), await fitted('mixture')]
  const mean = ({ sites }: typeof kinds, name: string): number =>
    sites.get(name)?.mean.values[0] ?? NaN
  for (const name of names)
    expect(Math.abs(mean(kinds, name) - mean(mixture, name))).toBeLessThan(1e-3)
  // a fit averages over draws what the means say here
  const [lean, shorter, gap, spread] = names.map((name) => mean(kinds, name))
  const found = kinds.sites.get('isLonger')?.mean.values ?? []
  expect(found).toHaveLength(lengths.length)
  lengths.forEach((y, i) => {
    const ln = (z: number): number =>
      -0.5 * ((y - (shorter ?? NaN) - z * (gap ?? NaN)) / (spread ?? NaN)) ** 2
    const p = 1 / (1 + Math.exp(-((lean ?? NaN) + ln(1) - ln(0))))
    expect(Math.abs((found[i] ?? NaN) - p)).toBeLessThan(0.05)
  })
})

test('two kinds, sampled: the same posterior, with probabilities beside', async () => {
  const sampled = async (as: string) =>
    right(
      await pipe(
        modelAs(as),
        sampleModel({ data, threads: 1, settings: { chains: 2, draws: 300, warmUp: 300 } })
      )()
    )
  const [kinds, mixture] = [await sampled('kinds'), await sampled('mixture')]
  for (const name of names) {
    const [a, b] = [kinds, mixture].map((s) => ({
      mean: s.sites.get(name)?.mean.values[0] ?? NaN,
      sd: Math.sqrt(s.sites.get(name)?.variance.values[0] ?? NaN)
    }))
    expect(Math.abs((a?.mean ?? NaN) - (b?.mean ?? NaN)) / (b?.sd ?? NaN)).toBeLessThan(0.3)
  }
  const probabilities = [...(kinds.draws.sites.get('isLonger')?.values ?? [])]
  expect(probabilities).toHaveLength(2 * 300 * lengths.length)
  expect(probabilities.every((p) => p >= 0 && p <= 1)).toBe(true)
  expect(mixture.draws.sites.has('isLonger')).toBe(false)
})
