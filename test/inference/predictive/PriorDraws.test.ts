/** Draws of the priors: whose arguments each reads, what law they have, what is refused. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  add,
  axis,
  type BoundData,
  categorical,
  contract,
  data,
  fitModel,
  gaussianRandomWalk,
  halfCauchy,
  logUniform,
  mul,
  normal,
  observe,
  over,
  plate,
  poisson,
  exponential,
  type PriorOptions,
  type PriorSampled,
  type Program,
  program,
  replicatedPrior,
  replicateFitted,
  sample,
  samplePrior
} from '../../../src/index.ts'
import { showProblem } from '../../../src/ir/Problem.ts'
import { between } from '../../../src/laws/ArbitraryNumber.ts'
import { standardNormals } from '../diagnostics/Draws.ts'

const drawn = async <Env, Sites, R>(
  model: Program<Env, Sites, R>,
  options: PriorOptions
): Promise<E.Either<string, PriorSampled>> =>
  pipe(
    await samplePrior(options)(model)(),
    E.mapLeft((problems) => problems.map(showProblem).join('\n'))
  )
const right = <A>(e: E.Either<string, A>): A => {
  if (E.isLeft(e)) throw new Error(e.left)
  return e.right
}
const tensor = (axes: ReadonlyArray<string>, sizes: ReadonlyArray<number>, seed: number) => ({
  axes,
  sizes,
  values: Float32Array.from(
    standardNormals(
      sizes.reduce((a, b) => a * b, 1),
      seed
    )
  )
})
const valuesOf = (d: PriorSampled, site: string): Float64Array =>
  d.draws.sites.get(site)?.values ?? new Float64Array()

test('each element reads the elements of the same draw that its arguments say', async () => {
  // deviations of 1e-9: what is drawn is the mean, so that the whole draw can be computed again
  const tiny = 1e-9
  const shape = fc.record({
    rows: fc.integer({ min: 1, max: 4 }),
    groups: fc.integer({ min: 1, max: 3 }),
    kinds: fc.integer({ min: 1, max: 3 }),
    seed: fc.integer({ min: 0, max: 999 })
  })
  await fc.assert(
    fc.asyncProperty(shape, async ({ rows, groups, kinds, seed }) => {
      const r = plate('rows'),
        g = axis('groups', groups),
        k = axis('kinds', kinds)
      const model = pipe(
        program,
        data('x', [r, g]),
        sample('a', over(g)(normal(0, 1))),
        // axes in another order than what they read has them
        sample('b', ({ a }) => over(k, g)(normal(a, 1))),
        sample('c', ({ b, a }) => over(g, k)(normal(pipe(b, mul(a)), tiny))),
        sample('turned', ({ c }) => over(k, g)(normal(c, tiny))),
        observe('y', ({ x, turned }) => over(r, k)(normal(pipe(x, contract(g)(turned)), tiny)))
      )
      const x = tensor(['rows', 'groups'], [rows, groups], seed)
      const settings = { chains: 2, draws: 3, seed }
      const d = right(await drawn(model, { data: new Map([['x', x]]), settings }))
      const [a, b, c, turned, y] = ['a', 'b', 'c', 'turned', 'y'].map((site) => valuesOf(d, site))
      const at = (values: Float64Array | undefined, i: number): number => values?.[i] ?? NaN
      expect(d.draws.sites.get('b')?.axes).toEqual(['(chain)', '(draw)', 'kinds', 'groups'])
      for (let n = 0; n < 6; n++)
        for (let j = 0; j < kinds; j++) {
          for (let i = 0; i < groups; i++)
            expect(at(turned, (n * kinds + j) * groups + i)).toBeCloseTo(
              at(c, (n * groups + i) * kinds + j),
              6
            )
          for (let i = 0; i < groups; i++)
            expect(at(c, (n * groups + i) * kinds + j)).toBeCloseTo(
              at(b, (n * kinds + j) * groups + i) * at(a, n * groups + i),
              6
            )
          for (let row = 0; row < rows; row++) {
            let sum = 0
            for (let i = 0; i < groups; i++)
              sum += (x.values[row * groups + i] ?? NaN) * at(c, (n * groups + i) * kinds + j)
            expect(at(y, (n * rows + row) * kinds + j)).toBeCloseTo(sum, 6)
          }
        }
      // and all of them differ
      expect(new Set(b).size).toBe(b?.length)
    }),
    { numRuns: 12 }
  )
})

test('a sum of normals has its law, in every place', async () => {
  const model = pipe(
    program,
    data('x', [plate('rows')]),
    sample('level', normal(2, 1)),
    sample('slope', normal(0, 0.5)),
    observe('y', ({ x, level, slope }) =>
      over(plate('rows'))(normal(pipe(x, mul(slope), add(level)), 3))
    )
  )
  const values = [0, 1, -4, 10]
  const x = { axes: ['rows'], sizes: [4], values: Float32Array.from(values) }
  const d = right(await drawn(model, { data: new Map([['x', x]]) }))
  const { mean, variance } = d.sites.get('y') ?? { mean: x, variance: x }
  values.forEach((at, i) => {
    const exact = 1 + 0.25 * at * at + 9
    // 4,000 draws: five Monte Carlo errors of each
    expect(Math.abs((mean.values[i] ?? NaN) - 2)).toBeLessThan(5 * Math.sqrt(exact / 4000))
    expect(Math.abs((variance.values[i] ?? NaN) / exact - 1)).toBeLessThan(5 * Math.sqrt(2 / 4000))
  })
})

test('a walk in each of several rows has its law, in every place', async () => {
  const [rows, days] = [axis('rows', 2), axis('days', 3)]
  const model = pipe(
    program,
    data('m', [rows]),
    observe('y', ({ m }) => gaussianRandomWalk({ location: m, scale: 2, start: 3, along: days }))
  )
  const m = { axes: ['rows'], sizes: [2], values: Float32Array.of(-5, 20) }
  const d = right(await drawn(model, { data: new Map([['m', m]]) }))
  const { mean, variance } = d.sites.get('y') ?? { mean: m, variance: m }
  const at = (row: number, day: number): number =>
    mean.axes[0] === 'rows' ? row * 3 + day : day * 2 + row
  for (const [row, location] of [-5, 20].entries())
    for (const [day, exact] of [9, 13, 17].entries()) {
      const i = at(row, day)
      expect(Math.abs((mean.values[i] ?? NaN) - location)).toBeLessThan(5 * Math.sqrt(exact / 4000))
      expect(Math.abs((variance.values[i] ?? NaN) / exact - 1)).toBeLessThan(
        5 * Math.sqrt(2 / 4000)
      )
    }
})

test('draws of `replicate --prior` are these', async () => {
  const model = pipe(
    program,
    sample('tau', halfCauchy(2)),
    sample('theta', ({ tau }) => over(axis('groups', 3))(normal(1, tau))),
    observe('y', ({ theta }) => over(axis('groups', 3))(normal(theta, 1)))
  )
  const y = { axes: ['groups'], sizes: [3], values: Float32Array.of(1, 2, 4) }
  const known: BoundData = new Map([['y', y]])
  const settings = { chains: 1, draws: 40, seed: 7 }
  const own = replicatedPrior(right(await drawn(model, { data: known, settings })))
  const theirs = await pipe(
    model,
    // how well it is fitted does not matter
    fitModel({ data: known, backend: 'cpu', settings: { steps: 2 } }),
    TE.chain(replicateFitted({ backend: 'cpu', from: 'prior', draws: 40, seed: 7 }))
  )()
  if (E.isLeft(theirs)) throw new Error('not replicated')
  expect(own.statistics.map(({ name }) => name)).toEqual(
    theirs.right.statistics.map(({ name }) => name)
  )
  own.statistics.forEach(({ replicated, observed }, i) => {
    expect(observed).toBe(theirs.right.statistics[i]?.observed)
    replicated.forEach((v, n) => {
      const there = theirs.right.statistics[i]?.replicated[n] ?? NaN
      // theirs in float32
      expect(Math.abs(v - there)).toBeLessThan(1e-4 * (1 + Math.abs(v)))
    })
  })
})

test('a draw is a function of seed and place alone', async () => {
  const model = pipe(
    program,
    sample('rate', exponential(1)),
    // counts without end, which no guide fits and no chain moves along
    sample('n', ({ rate }) => poisson(rate)),
    observe('y', ({ n }) => over(axis('rows', 2))(normal(n, 1)))
  )
  const at = async (seed: number, draws: number) =>
    valuesOf(
      right(await drawn(model, { data: new Map(), settings: { chains: 1, draws, seed } })),
      'y'
    )
  expect(await at(3, 5)).toEqual((await at(3, 9)).subarray(0, 10))
  expect(await at(3, 5)).not.toEqual(await at(4, 5))
})

test('classes that a draw consumes are read along their axis', async () => {
  const classes = axis('classes', 3)
  await fc.assert(
    fc.asyncProperty(between(-2, 2), async (shift) => {
      const model = pipe(
        program,
        sample('z', over(axis('rows', 2), classes)(normal(shift, 1))),
        // logits a hundred times as far apart: the largest is drawn
        observe('y', ({ z }) => categorical({ logits: pipe(z, mul(1e6)), along: classes }))
      )
      const d = right(await drawn(model, { data: new Map(), settings: { chains: 1, draws: 4 } }))
      const [z, y] = [valuesOf(d, 'z'), valuesOf(d, 'y')]
      for (let i = 0; i < 8; i++) {
        const own = [...z.subarray(3 * i, 3 * i + 3)]
        expect(y[i]).toBe(own.indexOf(Math.max(...own)))
      }
    }),
    { numRuns: 5 }
  )
})

test('what has no draws is refused by name', async () => {
  const improper = pipe(
    program,
    sample('z', logUniform),
    observe('y', ({ z }) => over(plate('rows'))(normal(0, z)))
  )
  const y = { axes: ['rows'], sizes: [2], values: Float32Array.of(1, 2) }
  const refused = await drawn(improper, { data: new Map([['y', y]]) })
  expect(E.isLeft(refused) && refused.left).toMatch(
    /^z: it is to be drawn from its prior, and there are no draws/
  )
  const unsized = pipe(
    program,
    sample('mu', normal(0, 1)),
    observe('y', ({ mu }) => over(plate('rows'))(normal(mu, 1)))
  )
  const open = await drawn(unsized, { data: new Map() })
  expect(E.isLeft(open) && open.left).toMatch(/^rows: no data are over this plate/)
  const many = await drawn(unsized, {
    data: new Map([['y', y]]),
    settings: { chains: 1000, draws: 2 ** 30 }
  })
  expect(E.isLeft(many) && many.left).toMatch(/^draws: .* at most 268435456 are held/)
})
