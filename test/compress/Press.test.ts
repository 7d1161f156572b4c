import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, it } from 'vitest'
import {
  type Artifact,
  byBits,
  defaultPressOptions,
  type Effect,
  press,
  type PressInput,
  type PressOptions,
  nonZeroBudget,
  pressWithin,
  tableRow,
  type Pressed
} from '../../src/compress/index.ts'
import type { Network } from '../../src/compress/Network.ts'
import type { MeanOf } from '../../src/compress/remove/FoldMeans.ts'
import type { Gate } from '../../src/ir/Gate.ts'
import type { Bindings, NamedTensor, SitePosterior } from '../../src/ir/Posterior.ts'
import { caseOf, evaluateNetwork, imageCount, plate, selected } from './ArbitraryNetwork.ts'

const pixels = 6
const gates: ReadonlyArray<Gate> = [
  { factors: ['fc1/w/z'], target: 'fc1/w', axes: ['pixels'], why: 'in this test' },
  { factors: ['fc2/w/z'], target: 'fc2/w', axes: ['h1'], why: 'in this test' },
  { factors: ['fc1/w/s'], target: 'fc1/w', axes: [], why: 'in this test' }
]

/**
 * Inputs 4 and 5 and unit 3 hardly matter: tiny means, large variances. Input 5 is constant in the
 * data.
 */
const faint =
  (axis: string, dead: ReadonlyArray<number>) =>
  (t: NamedTensor): SitePosterior => {
    const at = t.axes.indexOf(axis)
    const inner = t.sizes.slice(at + 1).reduce((a, b) => a * b, 1)
    const isDead = (k: number): boolean =>
      at >= 0 && dead.includes(Math.floor(k / inner) % (t.sizes[at] ?? 1))
    return {
      mean: { ...t, values: t.values.map((w, k) => (isDead(k) ? w * 1e-3 : w)) },
      variance: { ...t, values: t.values.map((_, k) => (isDead(k) ? 1e-3 : 1e-4)) }
    }
  }

const full = caseOf('chain', 'relu', { pixels, h1: 4 })
const posterior = new Map(
  [...full.tensors].map(
    ([name, t]) =>
      [
        name,
        faint(
          name === 'fc1/w' ? 'pixels' : 'h1',
          name === 'fc1/w' ? [4, 5] : name === 'fc2/w' ? [3] : []
        )(t)
      ] as const
  )
)
const network: Network = {
  ...full,
  tensors: new Map([...posterior].map(([name, p]) => [name, p.mean] as const))
}
const provenance = { model: 'm', seed: 1, epochs: 2, settings: {} }
const input: PressInput = { network, gates, posterior, provenance }

const inputs: NamedTensor = {
  axes: [plate, 'pixels'],
  sizes: [imageCount, pixels],
  values: Float32Array.from({ length: imageCount * pixels }, (_, k) =>
    k % pixels === 5 ? -1 : Math.cos(3 * k)
  )
}

/**
 * The most probable class of each image under the network itself: what it is certain of costs it
 * little.
 */
const labels = (n: Network, x: NamedTensor): Float32Array => {
  const logits = n.predictions[0]?.arguments[0]?.value
  const values =
    logits === undefined
      ? new Float64Array()
      : evaluateNetwork(n, new Map([['x', x]]))(logits).values
  return Float32Array.from({ length: imageCount }, (_, i) =>
    [0, 1, 2].reduce(
      (best, c) => ((values[3 * i + c] ?? 0) > (values[3 * i + best] ?? 0) ? c : best),
      0
    )
  )
}
const data: Bindings = new Map([
  ['x', inputs],
  ['y', { axes: [plate], sizes: [imageCount], values: labels(network, inputs) }]
])

const loss = (n: Network): number => {
  const nll = n.predictions[0]?.negativeLogLikelihood
  return nll === undefined
    ? NaN
    : evaluateNetwork(n, selected(n, data))(nll).values.reduce((a, b) => a + b, 0) / imageCount
}
const effect: Effect = (n) => TE.right(loss(n))

const pressed = async (options: Partial<PressOptions>, by: Effect = effect): Promise<Pressed> => {
  const found = await press({ ...defaultPressOptions, ...options }, by)(input)()
  if (E.isLeft(found)) throw new Error(found.left.what)
  return found.right
}
const sizesOf = ({ network: n }: Artifact): ReadonlyArray<number | undefined> =>
  ['pixels', 'h1', 'h2', 'classes'].map((a) => n.sizes.get(a))

describe('press', () => {
  it('removes by effect what hardly matters, within the tolerance', async () => {
    const { artifact, report } = await pressed({ toleranceNats: 0.03 })
    expect(sizesOf(artifact).slice(0, 2)).toEqual([4, 3])
    expect(artifact.network.kept.get('pixels')).toEqual({ size: 6, indices: [0, 1, 2, 3] })
    expect(report.finalNats - report.baselineNats).toBeLessThanOrEqual(0.03)
    expect(report.finalNats).toBe(loss(artifact.network))
    expect(report.gates.every((g) => g.rule === 'effect' && g.trials.length <= 5)).toBe(true)
    expect(report.reported).toEqual([gates[2]])
  })

  it('removes nothing without tolerance where everything matters', async () => {
    const { artifact } = await pressed({ toleranceNats: 0 }, (n) =>
      TE.right(
        [...n.tensors.values()].reduce((s, t) => s - t.values.filter((v) => v !== 0).length, 0)
      )
    )
    expect(sizesOf(artifact)).toEqual([6, 4, 3, 3])
  })

  it('takes thresholds that are given, and refuses one for an axis without gate', async () => {
    const given = {
      rule: 'split' as const,
      given: new Map([
        ['pixels', -1000],
        ['h1', 1000]
      ])
    }
    const { artifact, report } = await pressed({ thresholds: given, precision: byBits(8) })
    expect(sizesOf(artifact)).toEqual([undefined, undefined, undefined, 3])
    expect(report.gates.map((g) => g.rule)).toEqual(['given', 'given'])
    const wrong = await press(
      { ...defaultPressOptions, thresholds: { rule: 'effect', given: new Map([['h7', 1]]) } },
      effect
    )(input)()
    expect(E.isLeft(wrong) ? wrong.left.try : '').toBe('name one of pixels, h1')
  })

  it('reports what each mask saves, by whatever computes it', async () => {
    const options = {
      thresholds: {
        rule: 'split' as const,
        given: new Map([
          ['pixels', -1000],
          ['h1', 1000]
        ])
      },
      precision: byBits(8)
    }
    const { report } = await pressed({
      ...options,
      savedNats: (mask) =>
        mask.gate.target === 'fc1/w' ? 2.5 * mask.alive.filter((a) => a === 0).length : undefined
    })
    expect(report.gates.map((g) => [g.scores.gate.target, g.savedNats])).toEqual([
      ['fc1/w', 15],
      ['fc2/w', undefined]
    ])
  })

  it('keeps everything where the scores have one mode', async () => {
    const { artifact } = await pressed({
      thresholds: { rule: 'split', given: new Map() },
      precision: byBits(12)
    })
    expect(sizesOf(artifact)).toEqual([6, 4, 3, 3])
  })

  it('keeps integers of N bits, which the tensors equal', async () => {
    const { artifact } = await pressed({ precision: byBits(5) })
    expect(artifact.provenance.settings).toEqual({ precision: 'bits=5' })
    for (const [name, q] of artifact.quantised) {
      expect(
        q.integers.every((n) => Math.abs(n) <= 15),
        name
      ).toBe(true)
      expect([...(artifact.network.tensors.get(name)?.values ?? [])]).toEqual(
        [...q.integers].map((n) => n * 2 ** q.exponent)
      )
    }
  })

  it('gives the mean contribution of what dies to the next bias', async () => {
    const meanOf: MeanOf = (n, value) => {
      const found = evaluateNetwork(n, data)(value)
      const [, size = 1] = found.sizes
      return TE.right({
        axes: found.axes.slice(1),
        sizes: [size],
        values: Float32Array.from(
          { length: size },
          (_, i) =>
            found.values.filter((__, k) => k % size === i).reduce((a, b) => a + b, 0) / imageCount
        )
      })
    }
    const options = {
      thresholds: {
        rule: 'split' as const,
        given: new Map([
          ['pixels', -1000],
          ['h1', 1000]
        ])
      },
      precision: byBits(23)
    }
    const [plain, kept] = [await pressed(options), await pressed({ ...options, meanOf })]
    // all inputs dead: what is left is the network at the mean of each first pre-activation
    const means = (data.get('x')?.values ?? new Float32Array()).reduce<Array<number>>((m, v, k) => {
      m[k % pixels] = (m[k % pixels] ?? 0) + v / imageCount
      return m
    }, [])
    const atMean = new Map([
      ...data,
      [
        'x',
        {
          axes: [plate, 'pixels'],
          sizes: [imageCount, pixels],
          values: Float32Array.from(
            { length: imageCount * pixels },
            (_, k) => means[k % pixels] ?? 0
          )
        }
      ] as const
    ])
    const nll = network.predictions[0]?.negativeLogLikelihood
    const wanted =
      nll === undefined
        ? NaN
        : evaluateNetwork(network, atMean)(nll).values.reduce((a, b) => a + b, 0) / imageCount
    expect(kept.report.finalNats).toBeCloseTo(wanted, 4)
    expect(plain.report.finalNats).not.toBeCloseTo(wanted, 4)
  })

  it('fills the row of the table', async () => {
    const { artifact } = await pressed({ toleranceNats: 0.03, precision: byBits(10) })
    const row = tableRow(artifact, 100)
    expect(row.dense).toBe(6 * 4 + 4 * 3 + 3 * 3)
    expect(row.nonZeroPercent).toBeCloseTo((100 * (12 + 9 + 9)) / 45)
    expect(row.pruningRate).toBeCloseTo(45 / 30)
    expect(row.maximumCompressionRate).toBeCloseTo((32 * 45) / 800)
    expect(row.fastPredictionRate).toBeCloseTo(
      (32 * 45) / row.layers.reduce((s, l) => s + l.left * l.publishedBits, 0)
    )
    expect(row.architecture).toBe('4-3')
    expect(row.layers.every((l) => l.nonZero <= l.left && l.publishedBits > 1)).toBe(true)
  })
})

describe('pressWithin', () => {
  const within = (percent: number, toleranceNats: number, by: Effect = effect) =>
    pressWithin(nonZeroBudget(percent))({ ...defaultPressOptions, toleranceNats }, by)(input)()
  it('finds the least tolerance whose network has no more weights, from below and from above', async () => {
    for (const start of [1e-4, 0.3]) {
      const found = await within(60, start)
      if (E.isLeft(found)) throw new Error(found.left.what)
      const {
        pressed: { artifact, report },
        amount: nonZeroPercent,
        toleranceNats
      } = found.right
      expect(nonZeroPercent).toBeLessThanOrEqual(60)
      expect(nonZeroPercent).toBe(tableRow(artifact, 0).nonZeroPercent)
      expect(report.finalNats - report.baselineNats).toBeLessThanOrEqual(toleranceNats)
      expect(artifact.provenance.settings['nonZero']).toBe('60')
      const tighter = await pressed({ toleranceNats: toleranceNats / 2 })
      const left = tableRow(tighter.artifact, 0).nonZeroPercent
      expect(left > 60 || left <= nonZeroPercent).toBe(true)
    }
  })
  it('refuses a budget that cannot be met', async () => {
    expect(await within(1e-9, 0.5, (n) => TE.right(1e6 * loss(n)))).toMatchObject({
      left: { where: '--non-zero' }
    })
  })
})
