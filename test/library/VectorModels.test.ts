/** Models of vectors that lie somewhere together, against posteriors in closed form. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, test } from 'vitest'
import {
  axis,
  build,
  data,
  dirichlet,
  fitModel,
  log,
  multinomial,
  normal,
  observe,
  ordered,
  orderedLogistic,
  over,
  plate,
  positives,
  program,
  sample,
  sampleModel,
  stack,
  sumOver
} from '../../src/index.ts'
import { emitModel } from '../../src/library/emit/EmitModel.ts'

const kinds = axis('kinds', 4),
  rows = plate('rows')

/** Shares with a Dirichlet prior, seen in counts: the posterior is Dirichlet. */
const shares = pipe(
  program,
  data('alpha', [kinds], positives),
  sample('p', ({ alpha }) => dirichlet({ concentration: alpha, along: kinds })),
  observe('y', ({ p }) => over(rows)(multinomial({ total: 10, logits: log(p), along: kinds })))
)
const alpha = [2, 1, 0.7, 3]
const counts = [
  [4, 1, 0, 5],
  [6, 2, 1, 1]
]
const bound = new Map([
  ['alpha', { axes: ['kinds'], sizes: [4], values: Float32Array.from(alpha) }],
  ['y', { axes: ['rows', 'kinds'], sizes: [2, 4], values: Float32Array.from(counts.flat()) }]
])
const posterior = alpha.map((a, k) => a + (counts[0]?.[k] ?? 0) + (counts[1]?.[k] ?? 0))
const total = posterior.reduce((a, b) => a + b, 0)
const exact = posterior.map((a) => ({
  mean: a / total,
  sd: Math.sqrt((a * (total - a)) / (total * total * (total + 1)))
}))

describe('shares under counts', () => {
  test('have the Dirichlet posterior, by chains', async () => {
    const settings = { chains: 2, draws: 500, warmUp: 300 }
    const found = await sampleModel({ data: bound, threads: 1, settings })(shares)()
    if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
    const p = found.right.sites.get('p')
    exact.forEach(({ mean, sd }, k) => {
      expect(Math.abs((p?.mean.values[k] ?? NaN) - mean) / sd).toBeLessThan(0.2)
      expect(Math.abs(Math.sqrt(p?.variance.values[k] ?? NaN) / sd - 1)).toBeLessThan(0.2)
    })
  })
  test('have its means, by a fit, and an ELBO that is no further from the evidence than dependence costs', async () => {
    const found = await fitModel({ data: bound })(shares)()
    if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
    const p = found.right.sites.get('p')
    const means = Array.from(p?.mean.values ?? [])
    expect(means.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4)
    exact.forEach(({ mean, sd }, k) =>
      expect(Math.abs((means[k] ?? NaN) - mean) / sd).toBeLessThan(0.3)
    )
  })
})

describe('what is written of them in other languages', () => {
  const graph = pipe(
    build(shares),
    E.getOrElseW(() => {
      throw new Error('internal: it builds')
    })
  )
  test.each(['stan', 'numpyro'] as const)(
    '%s has coordinates, and shares by their name',
    (target) => {
      const emitted = emitModel(target, 'shares')(graph)
      if (E.isLeft(emitted)) throw new Error(JSON.stringify(emitted.left))
      expect(emitted.right.source).toMatch(/p_free/)
      expect([...emitted.right.latents.keys()]).toEqual(['p.free'])
    }
  )
})

const cuts = axis('cuts', 3),
  levels = axis('levels', 4)

describe('cutpoints', () => {
  test('that are drawn in order rise, and find what they were', async () => {
    const model = pipe(
      program,
      sample('c', ordered({ of: normal(0, 3), along: cuts })),
      observe('y', ({ c }) =>
        over(rows)(orderedLogistic({ location: 0, cutpoints: c, cuts, along: levels }))
      )
    )
    const ys = Array.from({ length: 400 }, (_, i) => (i < 40 ? 0 : i < 200 ? 1 : i < 352 ? 2 : 3))
    const y = { axes: ['rows'], sizes: [400], values: Float32Array.from(ys) }
    const settings = { chains: 1, draws: 400, warmUp: 300 }
    const found = await sampleModel({ data: new Map([['y', y]]), threads: 1, settings })(model)()
    if (E.isLeft(found)) throw new Error(JSON.stringify(found.left))
    const c = Array.from(found.right.sites.get('c')?.mean.values ?? [])
    // logits of 0.1, 0.5 and 0.88, each known to 0.17 at most
    ;[-2.197, 0, 1.992].forEach((at, k) => expect(Math.abs((c[k] ?? NaN) - at)).toBeLessThan(0.2))
  })
  test('that are written down and fall are refused, by their place', () => {
    const found = build(
      pipe(
        program,
        sample('z', normal(0, 1)),
        observe('y', ({ z }) =>
          orderedLogistic({ location: z, cutpoints: stack(cuts)([0, 2, 1]), cuts, along: levels })
        )
      )
    )
    expect(E.isLeft(found) ? found.left.map((p) => `${p.where}: ${p.what}`) : []).toEqual([
      'y: orderedLogistic: cutpoint 1 is 2, and cutpoint 2 is 1'
    ])
  })
})

test('a start for each element of such a vector is refused', async () => {
  const model = pipe(
    program,
    sample('p', dirichlet({ concentration: 1, along: kinds }), { initial: 0.2 }),
    observe('y', ({ p }) => normal(sumOver(kinds)(log(p)), 1))
  )
  const y = { axes: [], sizes: [], values: Float32Array.of(1) }
  const found = await fitModel({ data: new Map([['y', y]]) })(model)()
  expect(E.isLeft(found) ? found.left.map((p) => p.what).join() : '').toMatch(/cannot start at 0.2/)
})
