/** Fits of discrete latents that cross, against what can be had by enumeration. */
import { pipe } from 'fp-ts/lib/function.js'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import mastery from '../../dsl-examples/mastery.ts'
import {
  add,
  axis,
  bernoulli,
  categorical,
  compileModel,
  discreteDraws,
  evaluateFitted,
  fitModel,
  gather,
  leaveOneOutSampled,
  mul,
  normal,
  observe,
  over,
  predictFitted,
  program,
  sample,
  sampleModel,
  stack
} from '../../src/index.ts'
import { leaveOneOutDraws, predictionsOfChains } from '../../src/library/checking/LeaveOneOutOf.ts'
import { must } from '../inference/Fits.ts'

const [items, raters, kinds] = [axis('items', 4), axis('raters', 5), axis('kinds', 3)]
const heights = [-1, 0.3, 1.4],
  biased = 1.2,
  noise = 0.9,
  lean = -0.5
const marks = [
  [-1.3, 0.4, -0.7, 0.1, -0.2],
  [0.2, 1.9, 0.7, 1.1, 0.6],
  [1.1, 2.2, 1.9, 2.9, 0.8],
  [0.5, 1.2, -0.4, 0.6, -0.6]
]
const data = new Map([
  ['mark', { axes: ['items', 'raters'], sizes: [4, 5], values: Float32Array.from(marks.flat()) }]
])

/** What an item is worth, and who is kind to all: both drawn, or the second summed out. */
const ratings = (areBothDrawn: boolean) =>
  pipe(
    program,
    sample(
      'worth',
      over(items)(categorical({ logits: stack(kinds)([0, 0.4, 0]), along: kinds })),
      areBothDrawn ? { guide: 'categorical' } : {}
    ),
    sample(
      'isKind',
      over(raters)(bernoulli({ logits: lean })),
      areBothDrawn ? { guide: 'bernoulli' } : {}
    ),
    observe('mark', ({ worth, isKind }) =>
      normal(
        pipe(stack(kinds)(heights), gather(kinds)(worth), add(pipe(isKind, mul(biased)))),
        noise
      )
    )
  )

const density = (y: number, m: number): number =>
  -0.5 * ((y - m) / noise) ** 2 - Math.log(noise) - 0.5 * Math.log(2 * Math.PI)
const softmax = (ls: ReadonlyArray<number>): ReadonlyArray<number> => {
  const sum = ls.reduce((a, l) => a + Math.exp(l), 0)
  return ls.map((l) => Math.exp(l) / sum)
}
const priorOfWorth = softmax([0, 0.4, 0]),
  priorOfKind = softmax([0, lean])
const lnMark = (i: number, r: number, k: number, isKind: number): number =>
  density(marks[i]?.[r] ?? NaN, (heights[k] ?? NaN) + biased * isKind)

/** The mean-field optimum: each factor in turn, given the others, until nothing moves. */
const optimum = () => {
  let worth = marks.map(() => priorOfWorth),
    kind = (marks[0] ?? []).map(() => priorOfKind)
  for (let sweep = 0; sweep < 500; sweep++) {
    worth = marks.map((_, i) =>
      softmax(
        heights.map(
          (_h, k) =>
            Math.log(priorOfWorth[k] ?? NaN) +
            kind.reduce(
              (a, q, r) =>
                a + (q[0] ?? NaN) * lnMark(i, r, k, 0) + (q[1] ?? NaN) * lnMark(i, r, k, 1),
              0
            )
        )
      )
    )
    kind = kind.map((_, r) =>
      softmax(
        [0, 1].map(
          (b) =>
            Math.log(priorOfKind[b] ?? NaN) +
            worth.reduce((a, q, i) => a + q.reduce((s, p, k) => s + p * lnMark(i, r, k, b), 0), 0)
        )
      )
    )
  }
  const cost = (q: ReadonlyArray<number>, p: ReadonlyArray<number>): number =>
    q.reduce((a, x, k) => a + x * Math.log(x / (p[k] ?? NaN)), 0)
  let nats = worth.reduce((a, q) => a + cost(q, priorOfWorth), 0)
  nats += kind.reduce((a, q) => a + cost(q, priorOfKind), 0)
  worth.forEach((q, i) =>
    kind.forEach((b, r) =>
      q.forEach((p, k) =>
        b.forEach((s, isKind) => {
          nats -= p * s * lnMark(i, r, k, isKind)
        })
      )
    )
  )
  return { worth, kind: kind.map((q) => q[1] ?? NaN), nats }
}

/** −ln p(marks), and the posterior of what each item is worth: given who is kind, items are independent. */
const exact = () => {
  const rows = Array.from({ length: 2 ** 5 }, (_, code) => {
    const isKind = Array.from({ length: 5 }, (_r, r) => Math.floor(code / 2 ** r) % 2)
    let nats = isKind.reduce((a, b) => a + Math.log(priorOfKind[b] ?? NaN), 0)
    const each = marks.map((_m, i) => {
      const masses = heights.map((_h, k) =>
        Math.exp(
          Math.log(priorOfWorth[k] ?? NaN) + isKind.reduce((a, b, r) => a + lnMark(i, r, k, b), 0)
        )
      )
      const sum = masses.reduce((a, b) => a + b, 0)
      nats += Math.log(sum)
      return masses.map((m) => m / sum)
    })
    return { mass: Math.exp(nats), each }
  })
  const total = rows.reduce((a, r) => a + r.mass, 0)
  return {
    nats: -Math.log(total),
    worth: marks.map((_, i) =>
      heights.map((_h, k) => rows.reduce((a, r) => a + r.mass * (r.each[i]?.[k] ?? NaN), 0) / total)
    )
  }
}

const fitted = (areBothDrawn: boolean, steps: number) =>
  pipe(
    ratings(areBothDrawn),
    fitModel({ data, backend: 'wasm', threads: 1, settings: { steps } })
  )()

const lossOf = (fit: {
  readonly result: { readonly metrics: ReadonlyArray<{ readonly lossNats: number }> }
}): number => fit.result.metrics.at(-1)?.lossNats ?? NaN

describe('ratings, where items and raters cross', () => {
  test('both drawn, the fit has the probabilities of the mean-field optimum', async () => {
    const fit = must(await fitted(true, 6000))
    const wanted = optimum()
    const worth = fit.sites.get('worth')?.mean
    expect(worth?.axes).toEqual(['items', 'kinds'])
    wanted.worth
      .flat()
      .forEach((p, i) => expect(Math.abs((worth?.values[i] ?? NaN) - p)).toBeLessThan(0.02))
    const kind = fit.sites.get('isKind')?.mean
    wanted.kind.forEach((p, i) => expect(Math.abs((kind?.values[i] ?? NaN) - p)).toBeLessThan(0.02))
    expect(lossOf(fit)).toBeGreaterThan(exact().nats)
  })
  test('one summed out of the other, its bound is tighter and its probabilities nearer', async () => {
    const fit = must(await fitted(false, 6000))
    const { decisions } = must(compileModel()(ratings(false))).program
    expect(decisions.filter((d) => d.pass === 'enumerate').map((d) => d.what)).toEqual([
      'summed out of mark, 2 values for each element over raters; 2 terms a density of mark',
      'worth is drawn, and not summed out: mark depends on several of its elements, along items'
    ])
    const { nats, worth } = exact()
    const found = fit.sites.get('worth')?.mean.values ?? []
    const distance = (of: ReadonlyArray<number>): number =>
      Math.max(...worth.flat().map((p, i) => Math.abs((of[i] ?? NaN) - p)))
    expect(distance(Array.from(found))).toBeLessThan(distance(optimum().worth.flat()))
    expect(lossOf(fit)).toBeGreaterThan(nats - 0.05)
    expect(lossOf(fit)).toBeLessThan(optimum().nats)
  })
  test('indices are what predictions read: of marks again, and of those that were given', async () => {
    const fit = must(await fitted(true, 1500))
    const again = must(await predictFitted({ backend: 'wasm', draws: 400 })(fit)())
    const [site] = again.sites
    const means = site?.values._tag === 'Numbers' ? Array.from(site.values.mean) : []
    const [worth, kind] = [
      fit.sites.get('worth')?.mean.values,
      fit.sites.get('isKind')?.mean.values
    ]
    expect(means).toHaveLength(20)
    means.forEach((m, at) => {
      const [i, r] = [Math.floor(at / 5), at % 5]
      const height = heights.reduce((a, h, k) => a + h * (worth?.[3 * i + k] ?? NaN), 0)
      expect(Math.abs(m - height - biased * (kind?.[r] ?? NaN))).toBeLessThan(0.3)
    })
    const evaluated = must(await evaluateFitted(data)(fit)())
    expect(Number.isFinite(evaluated.plugIn[0]?.nllNats ?? NaN)).toBe(true)
  })
})

describe('a site whose guide is asked for', () => {
  const rows = axis('rows', 6)
  const kinds2 = pipe(
    program,
    sample('gap', normal(2, 1)),
    sample('isOther', over(rows)(bernoulli({ logits: 0 })), { guide: 'bernoulli' }),
    observe('y', ({ gap, isOther }) => normal(pipe(isOther, mul(gap)), 0.7))
  )
  const y = { axes: ['rows'], sizes: [6], values: Float32Array.of(0.3, 2.4, 1.9, -0.8, 2.9, 0.1) }
  test('is summed out by chains all the same, in what is left out one by one too', async () => {
    const compiled = must(compileModel()(kinds2))
    const sampled = must(
      await sampleModel({ data: new Map([['y', y]]), settings: { draws: 100 } })(kinds2)()
    )
    const found = must(
      leaveOneOutDraws(predictionsOfChains(compiled), sampled.bound, sampled.draws, [], 1)
    )
    expect(found.loo.elpd).toBeCloseTo(must(leaveOneOutSampled(sampled)).loo.elpd, 9)
    expect([...must(discreteDraws(sampled)).keys()]).toEqual(['isOther'])
  })
})

describe('pupils and questions', () => {
  const [head = '', ...rows] = readFileSync(
    fileURLToPath(new URL('../../dsl-examples/data/mastery.csv', import.meta.url)),
    'utf8'
  )
    .trimEnd()
    .split('\n')
  const answers = new Map(
    head.split(',').map((name, c) => [
      name,
      {
        axes: ['answers'],
        sizes: [rows.length],
        values: Float32Array.from(rows, (row) => Number(row.split(',')[c]))
      }
    ])
  )
  test('are told apart as they were made', async () => {
    const fit = must(
      await pipe(
        mastery,
        fitModel({ data: answers, backend: 'wasm', threads: 1, settings: { steps: 4000 } })
      )()
    )
    const tells = Array.from(fit.sites.get('tells')?.mean.values ?? [])
    expect(tells.map((p) => p > 0.5)).toEqual(tells.map((_, q) => q % 3 !== 2))
    const knows = Array.from(fit.sites.get('knows')?.mean.values ?? [])
    expect(knows.filter((p, i) => p > 0.5 === i < 24).length).toBeGreaterThanOrEqual(36)
  })
})
