/** Single weights that are cut: held at 0, or spliced in again. */
import fc from 'fast-check'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { isLeft } from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  groupHorseshoe,
  groupJeffreys,
  logUniformPrior,
  normalPrior,
  pointEstimates,
  type Prior
} from '../../src/index.ts'
import { constant } from '../../src/expr/Expr.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import { adam } from '../../src/lower/steps/Adam.ts'
import { masked, maskableSites, maskName, thresholdName } from '../../src/lower/steps/Masking.ts'
import { lowerOutputs, output } from '../../src/lower/Outputs.ts'
import { momentOf, rateOf, scalarOf } from '../../src/lower/steps/Optimiser.ts'
import { trainOutputs } from '../../src/lower/steps/TrainStep.ts'
import {
  type Executor,
  makeReferenceExecutor,
  normals,
  openExecutor,
  uniforms
} from '../../src/runtime/index.ts'
import {
  fromCheckpoint,
  prepare,
  runOnce,
  sameState,
  scalar,
  type Settings,
  type State,
  type Tensors,
  toCheckpoint,
  totals
} from '../../src/inference/index.ts'
import { looksAgain } from '../../src/inference/cutting/Masks.ts'
import { compiled } from '../support/Models.ts'
import { bound, type Kept, must, request, run } from './Fits.ts'
import { networkData, networkGraph } from './Networks.ts'
import { tensor } from './Programs.ts'

let cpu: Executor<TensorInfo>
beforeAll(async () => {
  cpu = must(await openExecutor('cpu')())
})

const priors: Readonly<Record<string, Prior>> = {
  points: pointEstimates(normalPrior()),
  normal: normalPrior(),
  jeffreys: groupJeffreys,
  horseshoe: groupHorseshoe(1e-2),
  'log-uniform': logUniformPrior
}
const programs = new Map(
  Object.entries(priors).map(([name, prior]) => [name, compiled(networkGraph(prior)).program])
)
const programOf = (name: string): Variational => {
  const found = programs.get(name)
  if (found === undefined) throw new Error(name)
  return found
}
const points = programOf('points')
const train = bound(points, networkData(60))

// ---------------------------------------------------------------------------
// one step
// ---------------------------------------------------------------------------

const filled = (
  axes: ReadonlyArray<string>,
  values: (n: number) => ArrayLike<number>
): ReturnType<typeof tensor> => {
  const shape = axes.map((a) => train.sizes.get(a) ?? 1)
  return tensor(axes, shape, values(shape.reduce((a, b) => a * b, 1)))
}

/** Any parameters and noise, and masks that leave about so many weights. */
const inputsOf = (p: Variational, seed: number, share: number): Tensors => {
  const noisy = (name: string, axes: ReadonlyArray<string>, scale: number, shift: number) =>
    filled(axes, (n) => normals({ seed, step: 0 }, name, n).map((v) => scale * v + shift))
  return new Map([
    ...p.parameters.map(
      (q) => [q.name, noisy(q.name, q.axes, 0.5, q.kind === 'logVariance' ? -3 : 0.1)] as const
    ),
    ...p.parameters.flatMap((q) => [
      [momentOf('m', q.name), noisy(`m${q.name}`, q.axes, 0, 0)] as const,
      [momentOf('v', q.name), noisy(`v${q.name}`, q.axes, 0, 0)] as const
    ]),
    ...maskableSites(p).flatMap((s) => [
      [
        maskName(s),
        filled(s.location.axes, (n) =>
          uniforms({ seed, step: 1 }, s.site, n).map((u) => (u < share ? 1 : 0))
        )
      ] as const,
      [thresholdName(s), scalar(0.4)] as const
    ]),
    ...p.noise.map(({ name, axes }) => [name, noisy(name, axes, 1, 0)] as const),
    ...train.data,
    ...totals(train),
    ['klWeight', scalar(0.7)] as const,
    [scalarOf('surgery'), scalar(1)] as const,
    [scalarOf('epsilon'), scalar(1e-8)] as const,
    ...['location', 'scale', 'logVariance'].map((kind) => [rateOf(kind), scalar(0.01)] as const)
  ])
}

/** The same with what is cut 0 for certain, as far as float32 goes. */
const withZeros = (p: Variational, inputs: Tensors): Tensors => {
  const result = new Map(inputs)
  for (const s of maskableSites(p))
    for (const q of [s.location, ...s.logVariances]) {
      const t = inputs.get(q.name)
      const mask = inputs.get(maskName(s))?.values
      if (t === undefined) throw new Error(q.name)
      const off = q === s.location ? 0 : -200
      result.set(q.name, { ...t, values: t.values.map((v, i) => (mask?.[i] === 1 ? v : off)) })
    }
  return result
}

const valuesOf = async (
  p: Variational,
  outputs: Parameters<typeof lowerOutputs>[1],
  inputs: Tensors
): Promise<Tensors> => {
  const executor = makeReferenceExecutor()
  const plan = lowerOutputs(p, outputs, { consumed: [], noise: [] })
  return runOnce(executor, must(prepare(executor, plan, train.sizes)), inputs, {
    seed: 0,
    step: 0
  })
}

describe('a step with masks', () => {
  it('has masks for the weights of every prior whose guide can be 0 for certain', () => {
    for (const [name, p] of programs)
      expect([name, maskableSites(p).map(({ site }) => site)]).toEqual([name, ['fc1/w', 'fc2/w']])
  })

  it('costs what the network costs in which those weights are 0, and no weight that is held moves', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...programs.keys()),
        fc.nat(),
        fc.constantFrom(0, 0.3, 0.8, 1),
        async (name, seed, share) => {
          const p = programOf(name)
          const masking = { sites: maskableSites(p), surgery: false }
          const inputs = inputsOf(p, seed, share)
          const step = await valuesOf(p, trainOutputs(p, adam, masking), inputs)
          const wanted = await valuesOf(
            p,
            [output('cost', p.errorCostNats, [])],
            withZeros(p, inputs)
          )
          const [cost = NaN] = wanted.get('cost')?.values ?? []
          expect(Math.abs((step.get('errorCostNats')?.values[0] ?? NaN) - cost)).toBeLessThan(
            1e-5 * (1 + Math.abs(cost))
          )
          for (const s of masking.sites)
            for (const q of [s.location, ...s.logVariances]) {
              const [mask, before, after] = [maskName(s), q.name]
                .map((n) => inputs.get(n)?.values)
                .concat([step.get(q.name)?.values])
              expect(before?.length).toBeGreaterThan(0)
              before?.forEach((v, i) => {
                if (mask?.[i] === 0) expect(after?.[i]).toBe(v)
                // Adam's first step is one of the learning rate, whatever the gradient
                else if (s.location === q) expect(after?.[i]).not.toBe(v)
              })
            }
        }
      ),
      { numRuns: 8 }
    )
  })

  it('has the slopes of that network, those of the weights that are cut too where they may come back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), async (seed) => {
        const inputs = inputsOf(points, seed, 0.6)
        const sites = maskableSites(points)
        const gradientsOf = (q: Variational): Parameters<typeof lowerOutputs>[1] =>
          sites.map((s) =>
            output(s.site, q.gradients.get(s.location.name) ?? constant(NaN), s.location.axes)
          )
        // of a surgery that does not look: its masks are what they were
        const still = new Map([...inputs, [scalarOf('surgery'), scalar(0)] as const])
        const surgery = masked({ sites, surgery: true })(points)
        const spliced = await valuesOf(surgery, gradientsOf(surgery), still)
        const wanted = await valuesOf(points, gradientsOf(points), withZeros(points, inputs))
        for (const s of sites) {
          const [mask, w] = [maskName(s), s.location.name].map((n) => inputs.get(n)?.values)
          wanted.get(s.site)?.values.forEach((g, i) => {
            const isCut = mask?.[i] === 0
            // the prior N(0, 1) pulls at the weight itself, in the weight of the complexity costs
            const slope = g + (isCut ? 0.7 * (w?.[i] ?? NaN) : 0)
            expect(spliced.get(s.site)?.values[i]).toBeCloseTo(slope, 3)
          })
        }
      }),
      { numRuns: 2 }
    )
  })

  it('of a surgery cuts below 0.9 of the threshold, splices from 1.1 on, and leaves the rest', async () => {
    const inputs = inputsOf(points, 5, 0.5)
    const sites = maskableSites(points)
    const step = await valuesOf(
      points,
      trainOutputs(points, adam, { sites, surgery: true }),
      inputs
    )
    const seen = new Set<string>()
    for (const s of sites) {
      const [mask, w] = [maskName(s), s.location.name].map((n) => inputs.get(n)?.values)
      step.get(maskName(s))?.values.forEach((m, i) => {
        const size = Math.abs(w?.[i] ?? NaN)
        const before = mask?.[i]
        const wanted = size < 0.36 ? 0 : size < 0.44 ? before : 1
        expect(m).toBe(wanted)
        seen.add(`${before} to ${m}`)
      })
    }
    expect([...seen].sort()).toEqual(['0 to 0', '0 to 1', '1 to 0', '1 to 1'])
  })
})

// ---------------------------------------------------------------------------
// whole fits
// ---------------------------------------------------------------------------

const settings: Partial<Settings> = {
  batch: { images: 20 },
  epochs: 8,
  schedule: {
    rates: { location: 0.03, scale: 0.05, logVariance: 0.1 },
    decayFrom: 0.7,
    warmUp: 0.1
  }
}
const emptyKept = (): Kept => ({ states: [], records: [] })
const maskOf = (s: State, site: string, p = points): ArrayLike<number> => {
  const found = maskableSites(p).find((m) => m.site === site)
  return (found && s.moments.get(maskName(found))?.values) ?? []
}

const cut = [
  { by: 'share', than: 0.6 },
  { by: 'deviations', than: 0.5, site: 'fc2/w' }
] as const
const surgery = { deviations: 0.2, decay: 0.1, power: 1 }

describe('a fit with weights cut', () => {
  const kept = { cut: emptyKept(), surgery: emptyKept() }
  const ends = new Map<string, State>()
  beforeAll(async () => {
    const first = must(await run(cpu, request(points, train, settings)))
    const begin = { ...first.state, step: 0, errorCostSumNats: 0 }
    for (const [name, more] of [
      ['cut', { cut }],
      ['surgery', { surgery }]
    ] as const) {
      const r = request(points, train, { ...settings, ...more }, begin)
      ends.set(name, must(await run(cpu, r, Infinity, kept[name])).state)
      ends.set(`${name} begins`, begin)
    }
  })

  it('cuts the smallest, tensor by tensor by its rule, and every state has them at 0', () => {
    const begin = ends.get('cut begins')
    for (const { site, location } of maskableSites(points)) {
      const w = Array.from(begin?.parameters.get(location.name)?.values ?? [], Math.abs)
      const sd = (xs: ReadonlyArray<number>): number => {
        const mean = xs.reduce((a, b) => a + b, 0) / xs.length
        return Math.sqrt(xs.reduce((a, b) => a + (b - mean) ** 2, 0) / xs.length)
      }
      const values = begin?.parameters.get(location.name)?.values ?? new Float32Array()
      const most = 0.5 * sd([...values])
      const [last] = kept.cut.states.slice(-1)
      const mask = Array.from(last === undefined ? [] : maskOf(last, site))
      if (site === 'fc2/w') expect(mask).toEqual(w.map((x) => (x > most ? 1 : 0)))
      else {
        expect(mask.filter((m) => m === 0).length).toBe(Math.round(0.6 * w.length))
        const largestCut = Math.max(...w.filter((_, i) => mask[i] === 0))
        expect(Math.min(...w.filter((_, i) => mask[i] === 1))).toBeGreaterThanOrEqual(largestCut)
      }
      for (const state of kept.cut.states) {
        expect(Array.from(maskOf(state, site))).toEqual(mask)
        const now = state.parameters.get(location.name)?.values ?? []
        mask.forEach((m, i) => (m === 0 ? expect(now[i]).toBe(0) : expect(now[i]).not.toBe(0)))
      }
    }
  })

  it('records how many are left', () => {
    const left = kept.cut.records.at(-1)?.left
    const end = ends.get('cut')
    expect(left?.['fc1/w']).toEqual({ left: 42 - 25, of: 42 })
    expect(left?.['fc2/w']?.left).toBe(
      Array.from(end === undefined ? [] : maskOf(end, 'fc2/w')).reduce((a, b) => a + b, 0)
    )
  })

  it('of a surgery cuts and splices, and ends with what is cut at 0', () => {
    const masks = kept.surgery.states.map((s) => Array.from(maskOf(s, 'fc1/w')))
    const changes = (from: number, to: number): number =>
      masks.slice(1).flatMap((m, e) => m.filter((x, i) => x === to && masks[e]?.[i] === from))
        .length
    expect(changes(1, 0)).toBeGreaterThan(0)
    expect(changes(0, 1)).toBeGreaterThan(0)
    const end = ends.get('surgery')
    const [fc1] = maskableSites(points)
    const w = end?.parameters.get(fc1?.location.name ?? '')?.values ?? []
    masks.at(-1)?.forEach((m, i) => expect(w[i] === 0).toBe(m === 0))
  })

  it.each(['cut', 'surgery'] as const)(
    '%s: stopped after any step and read back, it ends in the same bytes and records',
    async (name) => {
      const r = request(
        points,
        train,
        { ...settings, ...(name === 'cut' ? { cut } : { surgery }) },
        ends.get(`${name} begins`)
      )
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 20 }), async (after) => {
          const again = emptyKept()
          const stopped = must(await run(cpu, r, after, again))
          const back = must(fromCheckpoint(points, adam, train.sizes)(toCheckpoint(stopped.state)))
          const end = must(await run(cpu, { ...r, start: back }, Infinity, again))
          const whole = ends.get(name)
          expect(whole !== undefined && sameState(end.state, whole)).toBe(true)
          expect(again.records).toEqual(kept[name].records)
        }),
        { numRuns: 2 }
      )
    }
  )

  it('refuses what nothing can be cut by, and masks that are none', async () => {
    const refused = async (more: Partial<Settings>): Promise<string> => {
      const found = await run(cpu, request(points, train, { ...settings, ...more }))
      return isLeft(found) ? `${found.left.where}: ${found.left.what}` : 'taken'
    }
    expect(await refused({ cut: [{ by: 'share', than: 1.5 }] })).toBe(
      'cut: share: expected a number from 0 to 1, found 1.5'
    )
    expect(await refused({ cut: [{ by: 'share', than: 0.5, site: 'fc9/w' }] })).toBe(
      'cut: fc9/w: there is no such tensor of weights'
    )
    expect(await refused({ cut: [{ by: 'share', than: 0.5 }], surgery })).toBe(
      'cut: a surgery beside it'
    )
    const [state] = kept.cut.states
    if (state === undefined) throw new Error('nothing was kept')
    const { tensors, scalars } = toCheckpoint(state)
    const [s] = maskableSites(points)
    const mask = s && tensors.get(maskName(s))
    if (s === undefined || mask === undefined) throw new Error('no mask was kept')
    const read = (values: Float32Array) =>
      fromCheckpoint(
        points,
        adam,
        train.sizes
      )({ scalars, tensors: new Map([...tensors, [maskName(s), { ...mask, values }]]) })
    expect(isLeft(read(mask.values))).toBe(false)
    expect(isLeft(read(mask.values.map((m) => m / 2)))).toBe(true)
  })
})

it('looks less and less often, and always at first', () => {
  const looks = (from: number, to: number): number =>
    Array.from({ length: to - from }, (_, k) =>
      looksAgain({ deviations: 1, decay: 0.01, power: 1 }, 3, from + k) ? 1 : 0
    ).reduce<number>((a, b) => a + b, 0)
  expect(looksAgain({ deviations: 1, decay: 10, power: 9 }, 1, 0)).toBe(true)
  // 100·ln 2 = 69 of the second hundred steps, 9.5 of the hundred after 1,000
  expect(Math.abs(looks(0, 100) - 69)).toBeLessThan(15)
  expect(Math.abs(looks(1000, 1100) - 8.7)).toBeLessThan(9)
})
