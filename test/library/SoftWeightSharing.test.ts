/** Soft weight sharing: the density, and a small network whose weights gather around few values. */
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { fitModel, type Fitted, softWeightSharing } from '../../src/index.ts'
import { family } from '../../src/distributions/index.ts'
import { ref } from '../../src/expr/index.ts'
import { evaluate } from '../../src/expr/numbers/Reference.ts'
import { levelsOf } from '../../src/compress/quantise/Codebook.ts'
import { linearUnder } from '../../src/laws/PriorLaws.ts'
import { must } from '../inference/Fits.ts'
import { networkData, networkSchedule, networkUnder } from '../inference/Networks.ts'

const model = networkUnder(softWeightSharing({ components: 6, reach: 2, sd: 0.1, zero: 0.9 }))

const settings = (epochs: number, complexityWeight: number) => ({
  batch: { images: 30 },
  epochs,
  complexityWeight,
  schedule: { ...networkSchedule, warmUp: 0 }
})
const given = { threads: 1, data: networkData(150) }

let before: Fitted<unknown>
let after: Fitted<unknown>
let cut: Fitted<unknown>
beforeAll(async () => {
  const from = (f: Fitted<unknown>) => ({ ...given, initFrom: f.result.state.parameters })
  before = must(await fitModel({ ...given, settings: settings(40, 1e-4) })(model)())
  after = must(await fitModel({ ...from(before), settings: settings(90, 0.3) })(model)())
  const rule = { by: 'logAlpha', than: 0 } as const
  cut = must(
    await fitModel({ ...from(after), settings: { ...settings(10, 0.3), cut: [rule] } })(model)()
  )
})

const weightsOf = (f: Fitted<unknown>, site: string): ReadonlyArray<number> => [
  ...(f.sites.get(site)?.mean.values ?? [])
]

/** Σ (w − c(w))² of eight shared values, as a share of Σ w². */
const unshared = (w: ReadonlyArray<number>): number => {
  const levels = levelsOf('kMeans', w, 8)
  const nearest = (x: number): number => Math.min(...levels.map((c) => (x - c) ** 2))
  return w.reduce((a, x) => a + nearest(x), 0) / w.reduce((a, x) => a + x * x, 0)
}

test('weights gather: a codebook of eight values loses far less of them than before', () => {
  for (const site of ['fc1/w', 'fc2/w'])
    expect(unshared(weightsOf(after, site))).toBeLessThan(0.3 * unshared(weightsOf(before, site)))
  expect(after.result.metrics.at(-1)?.train[0]?.errorRate).toBeLessThan(0.1)
})

test('what is noise about 0 can be cut, and half of the first layer is', () => {
  const w = weightsOf(cut, 'fc1/w')
  const zeros = w.filter((x) => x === 0).length
  expect(zeros).toBeGreaterThan(w.length / 2)
  expect(cut.result.metrics.at(-1)?.left?.['fc1/w']).toEqual({
    left: w.length - zeros,
    of: w.length
  })
  expect(cut.result.metrics.at(-1)?.train[0]?.errorRate).toBeLessThan(0.1)
})

test('the density is that of the published mixture, at learned values of any size', () => {
  const count = 3
  const [zero, sd, reach] = [0.9, 0.1, 1]
  const site = linearUnder(
    softWeightSharing({ components: count, reach, sd, zero }),
    2,
    2,
    'input'
  ).sites.find(({ name }) => name === 'w')
  if (site === undefined) throw new Error('no weights')
  const logDensity = family(site.dist).logDensity(ref('at', []))
  const all = fc.array(fc.integer({ min: -100, max: 100 }), {
    minLength: count + 1,
    maxLength: count + 1
  })
  fc.assert(
    fc.property(all, all, all, fc.integer({ min: -200, max: 200 }), (m, p, l, x) => {
      const shift = m.map((k) => k / 100)
      const precision = p.map((k) => Math.exp(k / 50))
      const logit = l.map((k) => k / 50)
      const w = x / 100
      const shape = { axes: ['component'], sizes: [count + 1] }
      const found = evaluate({
        sizes: new Map([['component', count + 1]]),
        values: new Map([
          ['w/shift', { ...shape, values: Float64Array.from(shift) }],
          ['w/precision', { ...shape, values: Float64Array.from(precision) }],
          ['w/logit', { ...shape, values: Float64Array.from(logit) }],
          ['at', { axes: [], sizes: [], values: Float64Array.of(w) }]
        ])
      })(logDensity).values[0]
      const normalAt = (mean: number, c: number): number => {
        const s = sd / Math.sqrt(precision[c] ?? NaN)
        return Math.exp(-0.5 * ((w - mean) / s) ** 2) / (s * Math.sqrt(2 * Math.PI))
      }
      const shares = logit.slice(1).map(Math.exp)
      const total = shares.reduce((a, b) => a + b, 0)
      // values begin at −2/3, 0 and 2/3: the middles of three parts of [−1, 1]
      const others = shares.reduce(
        (sum, share, c) =>
          sum + (share / total) * normalAt((2 * (c - 1)) / 3 + (shift[c + 1] ?? NaN), c + 1),
        0
      )
      const wanted = Math.log(zero * normalAt(0, 0) + (1 - zero) * others)
      if (Number.isFinite(wanted) && wanted > -600)
        expect(Math.abs((found ?? NaN) - wanted)).toBeLessThan(1e-9 * (1 + Math.abs(wanted)))
    }),
    { numRuns: 60 }
  )
})
