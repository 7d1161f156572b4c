/** Inferences calibrated on models whose posteriors are known: right ones, and ones that are made wrong. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import eightSchools from '../../dsl-examples/eight-schools.ts'
import {
  add,
  axis,
  calibrateModel,
  type Calibration,
  compileModel,
  data,
  logUniform,
  mul,
  normal,
  observe,
  over,
  plate,
  poisson,
  program,
  sample,
  showProblem
} from '../../src/index.ts'
import type { BoundData } from '../../src/inference/index.ts'
import { problem } from '../../src/ir/Problem.ts'
import { calibrationTask } from '../../src/library/checking/CalibrateModel.ts'
import type { Answering } from '../../src/library/checking/PosteriorInWorld.ts'
import {
  calibrationId,
  readWorlds,
  worldsOf,
  writeWorlds
} from '../../src/library/checking/KeptWorlds.ts'
import { calibrateWith, type Ranked } from '../../src/library/checking/RankedWorlds.ts'
import { noNames } from '../../src/library/PosteriorNames.ts'
import { showCalibrationVerdict } from '../../src/report/index.ts'
import { normals, uniforms } from '../../src/runtime/Noise.ts'
import { must } from '../inference/Fits.ts'

const rows = axis('rows', 4)
/** μ ~ N(0, 2²), y of four rows ~ N(μ, 1): precision 1/4 + 4, mean 4ȳ over it. */
const conjugate = pipe(
  program,
  sample('mu', normal(0, 2)),
  observe('y', ({ mu }) => over(rows)(normal(mu, 1)))
)
const task = must(
  calibrationTask(must(compileModel()(conjugate)), { data: new Map(), worlds: 100 })
)

/** The posterior in closed form, moved and stretched by so many of its deviations. */
const exact =
  (bias: number, scale: number): Answering =>
  (bound: BoundData, seed) => {
    const total = [...(bound.get('y')?.values ?? [])].reduce((a, b) => a + b, 0)
    const sd = 1 / Math.sqrt(4.25)
    const noise = normals({ seed, step: 0 }, 'exact', task.draws)
    return TE.right({
      sites: [
        {
          site: 'mu',
          axes: [],
          sizes: [],
          values: Float64Array.from(noise, (e) => total / 4.25 + sd * (bias + scale * e))
        }
      ],
      isConverged: true
    })
  }

const of = async (answer: Answering, hooks: Parameters<typeof calibrateWith>[2] = {}) =>
  must(await calibrateWith(task, answer, hooks)())
const elementOf = ({ sites }: Calibration, site: string) =>
  sites.find((s) => s.site === site)?.elements[0]

describe('a posterior in closed form', () => {
  test('is trusted; moved by 1 sd and of half the sd it is not', async () => {
    expect((await of(exact(0, 1))).verdict).toMatchObject({ trust: 'trust', by: 'nothing' })
    const moved = await of(exact(1, 1))
    expect(moved.verdict).toMatchObject({ trust: 'do not trust', by: 'bias' })
    expect(elementOf(moved, 'mu')?.offSds).toBeGreaterThan(0.7)
    const low = await of(exact(-1, 1))
    expect(elementOf(low, 'mu')?.offSds).toBeLessThan(-0.7)
    const narrow = await of(exact(0, 0.5))
    expect(narrow.verdict).toMatchObject({ trust: 'trust means only', by: 'width' })
    expect(elementOf(narrow, 'mu')?.narrowness).toBeGreaterThan(1.6)
    expect((await of(exact(0, 2))).verdict.by).toBe('width')
  })

  test('gone on with is what runs through; a world that was stopped is not counted', async () => {
    const whole = await of(exact(0, 1))
    let asked = 0
    const part = await of(exact(0, 1), { shouldStop: () => (asked += 1) >= 30 })
    expect(part).toMatchObject({ outcome: 'stopped', worlds: 30 })
    expect(await of(exact(0, 1), { resume: part })).toEqual(whole)
    const cut: Answering = (bound, seed) =>
      seed > 40 ? TE.right(undefined) : exact(0, 1)(bound, seed)
    const stopped = await of(cut)
    expect(stopped).toMatchObject({ outcome: 'stopped', worlds: 40, unanswered: [] })
    expect(await of(exact(0, 1), { resume: stopped })).toEqual(whole)
    const other = await calibrateWith(task, exact(0, 1), { resume: { ...part, seed: 2 } })()
    expect(E.isLeft(other) && other.left.where).toBe('resume')
  })

  test('what is kept after any world goes on to the same, by way of its bytes', async () => {
    const wrong = problem('mu', 'no start', 'nowhere', 'another')
    const some: Answering = (bound, seed) =>
      seed % 10 === 0 ? TE.left(wrong) : exact(0, 1)(bound, seed)
    const kept: Array<Uint8Array> = []
    const keep = (ranked: Ranked) =>
      TE.fromIO(() => void kept.push(writeWorlds({ of: 'this', ...ranked })))
    const whole = await of(some, { keep })
    expect(kept).toHaveLength(100)
    for (const at of [0, 9, 10, 98, 99]) {
      const resume = must(readWorlds('kept.json')(kept[at] ?? new Uint8Array()))
      expect(resume.worlds).toBe(at + 1)
      expect(await of(some, { resume })).toEqual(whole)
    }
  })

  test('bytes that are cut, have a rank too few or too many, or are of something else are refused', async () => {
    const bytes = writeWorlds({ of: 'this', ...(await of(exact(0, 1))) })
    const text = new TextDecoder().decode(bytes)
    const read = (changed: string) => readWorlds('kept.json')(new TextEncoder().encode(changed))
    expect(writeWorlds(must(read(text)))).toEqual(bytes)
    const wrong = [
      text.slice(0, -20),
      text.replace(/"ranks":\[(\d)/, '"ranks":[3,$1'),
      text.replace('"worlds":100', '"worlds":99'),
      text.replace('"unanswered":[]', '"unanswered":[{"world":4}]'),
      text.replace(/"ranks":\[(\d+),/, '"ranks":[1000,'),
      text.replace(/"ranks":\[(\d+),/, '"ranks":[0.5,')
    ]
    for (const changed of wrong) {
      expect(changed).not.toBe(text)
      expect(E.isLeft(read(changed))).toBe(true)
    }
    expect(E.isRight(worldsOf('this')('kept.json', must(read(text))))).toBe(true)
    expect(E.isLeft(worldsOf('that')('kept.json', must(read(text))))).toBe(true)
  })

  test('a calibration is another where model, data or the way to posteriors are', () => {
    const named = calibrationId(task, { data: new Map() })
    expect(calibrationId({ ...task, worlds: 7 }, { data: new Map() })).toBe(named)
    const wider = pipe(
      program,
      sample('mu', normal(0, 3)),
      observe('y', ({ mu }) => over(rows)(normal(mu, 1)))
    )
    const other = must(calibrationTask(must(compileModel()(wider)), { data: new Map() }))
    const given = { data: new Map([['x', { axes: [], sizes: [], values: Float32Array.of(1) }]]) }
    const others = [
      calibrationId(other, { data: new Map() }),
      calibrationId({ ...task, data: given.data }, given),
      calibrationId(task, { data: new Map(), backend: 'cpu' }),
      calibrationId(task, { data: new Map(), centred: ['mu'] }),
      calibrationId(task, { data: new Map(), sampler: { acceptance: 0.9 } })
    ]
    expect(new Set([named, ...others]).size).toBe(6)
  })

  test('worlds without a posterior are counted, and all of them are an error', async () => {
    const wrong = problem('mu', 'no start', 'nowhere', 'another')
    const some: Answering = (bound, seed) =>
      seed % 10 === 0 ? TE.left(wrong) : exact(0, 1)(bound, seed)
    const found = await of(some)
    expect(found.unanswered.map((u) => u.world)).toEqual([9, 19, 29, 39, 49, 59, 69, 79, 89, 99])
    expect(found.verdict.by).toBe('unanswered')
    expect(showCalibrationVerdict(found, noNames.indices)).toBe(
      'do not trust: in 10 worlds no posterior was found, the first time because of mu: no start'
    )
    expect(found.ranks[0]?.ranks).toHaveLength(90)
    expect(await calibrateWith(task, () => TE.left(wrong), {})()).toEqual(E.left(wrong))
  })
})

/** n ~ Poisson(2), y of four rows ~ N(n, 1.5²). */
const counted = pipe(
  program,
  sample('n', poisson(2)),
  observe('y', ({ n }) => over(rows)(normal(n, 1.5)))
)

test('a count is ranked among draws that are equal to it too: its own posterior is trusted', async () => {
  const asked = { data: new Map(), worlds: 300 }
  const counts = must(calibrationTask(must(compileModel()(counted)), asked))
  expect(counts.latents).toEqual(['n'])
  /** By the sum over counts up to 30, and moved by so many. */
  const enumerated =
    (by: number): Answering =>
    (bound, seed) => {
      const y = [...(bound.get('y')?.values ?? [])]
      let lnPrior = 0
      const masses = Array.from({ length: 30 }, (_, n) => {
        if (n > 0) lnPrior += Math.log(2 / n)
        return Math.exp(y.reduce((sum, v) => sum - 0.5 * ((v - n) / 1.5) ** 2, lnPrior))
      })
      const total = masses.reduce((a, b) => a + b, 0)
      const values = Float64Array.from(uniforms({ seed, step: 0 }, 'exact', counts.draws), (u) => {
        let [left, n] = [u * total, 0]
        while (left > (masses[n] ?? Infinity)) left -= masses[n++] ?? 0
        return n + by
      })
      return TE.right({ sites: [{ site: 'n', axes: [], sizes: [], values }], isConverged: true })
    }
  const verdictOf = async (by: number) =>
    must(await calibrateWith(counts, enumerated(by), {})()).verdict
  expect(await verdictOf(0)).toMatchObject({ trust: 'trust', by: 'nothing' })
  expect(await verdictOf(1)).toMatchObject({ trust: 'do not trust', by: 'bias' })
})

describe('by what the library has', () => {
  test.each(['fit', 'nuts', 'hmc', 'pathfinder', 'laplace'] as const)(
    '%s: the posterior of a normal mean',
    async (method) => {
      const options = { data: new Map(), worlds: 60, method, backend: 'cpu' as const }
      const found = must(await calibrateModel(options)(conjugate)())
      expect(found.verdict).toMatchObject({ trust: 'trust' })
      expect(found.ranks[0]?.ranks).toHaveLength(60)
      const less = must(await calibrateModel({ ...options, worlds: 20 })(conjugate)())
      expect(must(await calibrateModel({ ...options, resume: less })(conjugate)())).toEqual(found)
    }
  )

  test('eight schools, centred: tau of independent factors is far too high', async () => {
    const bound: BoundData = new Map([
      [
        'sigma',
        {
          axes: ['schools'],
          sizes: [8],
          values: Float32Array.of(15, 10, 16, 11, 9, 11, 10, 18)
        }
      ]
    ])
    const centred = { data: bound, worlds: 60, centred: ['theta'], backend: 'cpu' as const }
    const found = must(await calibrateModel(centred)(eightSchools)())
    expect(found.verdict).toMatchObject({ trust: 'do not trust', by: 'bias' })
    expect(found.verdict.worst?.site.site).toBe('tau')
    expect(elementOf(found, 'tau')?.offSds).toBeGreaterThan(0.7)
    // means of the schools are not: the marginals differ
    expect(found.sites.find((s) => s.site === 'theta')?.elements.every((e) => e.bias > 0.01)).toBe(
      true
    )
  })

  test('inputs that are correlated by 0.9: independent factors are too narrow, not off', async () => {
    const at = plate('at')
    const model = pipe(
      program,
      data('x', [at]),
      data('v', [at]),
      sample('a', normal(0, 3)),
      sample('b', normal(0, 3)),
      observe('y', ({ x, v, a, b }) => normal(pipe(x, mul(a), add(pipe(v, mul(b)))), 1))
    )
    const x = Array.from({ length: 20 }, (_, i) => Math.sin(1.7 * i))
    const v = x.map((xi, i) => 0.9 * xi + Math.sqrt(1 - 0.81) * Math.cos(2.9 * i))
    const over20 = (values: ReadonlyArray<number>) => ({
      axes: ['at'],
      sizes: [20],
      values: Float32Array.from(values)
    })
    const given = new Map([
      ['x', over20(x)],
      ['v', over20(v)]
    ])
    const found = must(await calibrateModel({ data: given, backend: 'cpu' })(model)())
    expect(found.verdict).toMatchObject({ trust: 'trust means only', by: 'width' })
    // at a correlation of r each is too narrow by 1/√(1 − r²)
    expect(elementOf(found, 'a')?.narrowness).toBeGreaterThan(1.4)
  })
})

describe('what is refused', () => {
  test('a prior without draws, a sampler that draws too little, options of no sense', async () => {
    const improper = pipe(
      program,
      sample('s', logUniform),
      observe('y', ({ s }) => over(rows)(normal(0, s)))
    )
    const bad = await calibrateModel({ data: new Map() })(improper)()
    expect(E.isLeft(bad) && showProblem(bad.left[0])).toContain(
      's: it is to be drawn from its prior'
    )
    const few = await calibrateModel({ data: new Map(), method: 'nuts', sampler: { draws: 50 } })(
      conjugate
    )()
    expect(E.isLeft(few) && showProblem(few.left[0])).toContain(
      '99 draws of each posterior are to be taken, and chains make 50'
    )
    const worlds = await calibrateModel({ data: new Map(), worlds: 0 })(conjugate)()
    expect(E.isLeft(worlds) && worlds.left[0].where).toBe('worlds')
  })
})
