import fc from 'fast-check'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { isLeft } from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, it } from 'vitest'
import type { KeptByAxis } from '../../src/ir/Kept.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import { adam } from '../../src/lower/steps/Adam.ts'
import { programAt } from '../../src/lower/AtKept.ts'
import { lowerOutputs } from '../../src/lower/Outputs.ts'
import { rateOf, scalarOf } from '../../src/lower/steps/Optimiser.ts'
import { trainOutputs } from '../../src/lower/steps/TrainStep.ts'
import {
  type Executor,
  makeReferenceExecutor,
  normals,
  openExecutor
} from '../../src/runtime/index.ts'
import {
  atKept,
  boundAtKept,
  drawKey,
  type EpochMetrics,
  type FitResult,
  leastSaving,
  means,
  openEvaluator,
  openPosterior,
  plugIn,
  prepare,
  putBack,
  runOnce,
  sameState,
  scalar,
  type Schedule,
  type Settings,
  standardShrinking,
  type State,
  type Tensors,
  totals,
  withoutGone,
  zeroGone
} from '../../src/inference/index.ts'
import { openReporter, totalNats } from '../../src/inference/variational/Report.ts'
import { compiled } from '../support/Models.ts'
import { bound, type Kept, must, request, run } from './Fits.ts'
import { networkData, networkGraph, priors, sizes } from './Networks.ts'
import { tensor } from './Programs.ts'

let cpu: Executor<TensorInfo>
beforeAll(async () => {
  cpu = must(await openExecutor('cpu')())
})

const { program } = compiled(networkGraph(priors.jeffreys))
const train = bound(program, networkData(60))

// ---------------------------------------------------------------------------
// one step
// ---------------------------------------------------------------------------

/** Any start, but the scales of dead groups so small that nothing comes through; noise zero. */
const inputsOf = (
  p: Variational,
  dead: Readonly<Record<string, ReadonlyArray<number>>>,
  seed: number
): Tensors => {
  const shape = (axes: ReadonlyArray<string>): ReadonlyArray<number> =>
    axes.map((a) => train.sizes.get(a) ?? 1)
  const noisy = (
    name: string,
    axes: ReadonlyArray<string>,
    scale: number,
    shift: number
  ): ReturnType<typeof tensor> =>
    tensor(
      axes,
      shape(axes),
      normals(
        { seed, step: 0 },
        name,
        shape(axes).reduce((a, b) => a * b, 1)
      ).map((v) => scale * v + shift)
    )
  const tiny: Readonly<Record<string, number>> = { location: 1e-30, logVariance: -138 }
  return new Map([
    ...p.parameters.flatMap(({ name, site, axes }) => {
      const t = noisy(name, axes, 0.5, name.endsWith('logVariance') ? -3 : 0.3)
      const small = tiny[name.split('.')[1] ?? ''] ?? 0
      const off = dead[site] ?? []
      return [
        [name, { ...t, values: t.values.map((v, i) => (off.includes(i) ? small : v)) }] as const,
        [`m:${name}`, noisy(`m:${name}`, axes, 1, 0)] as const,
        [`v:${name}`, noisy(`v:${name}`, axes, 0.1, 2)] as const
      ]
    }),
    ...p.noise.map(
      ({ name, axes }) =>
        [
          name,
          tensor(axes, shape(axes), new Float32Array(shape(axes).reduce((a, b) => a * b, 1)))
        ] as const
    ),
    ...train.data,
    ...totals(train),
    ['klWeight', scalar(1)] as const,
    [scalarOf('epsilon'), scalar(1e-8)] as const,
    ...['location', 'scale', 'logVariance'].map((kind) => [rateOf(kind), scalar(0.01)] as const)
  ])
}

/** A step of which the noise is an input. */
const stepOf = async (
  p: Variational,
  at: ReadonlyMap<string, number>,
  inputs: Tensors
): Promise<Tensors> => {
  const executor = makeReferenceExecutor()
  const prepared = must(
    prepare(executor, lowerOutputs(p, trainOutputs(p, adam), { consumed: [], noise: [] }), at)
  )
  return runOnce(executor, prepared, inputs, { seed: 0, step: 0 })
}

describe('a step at the kept indices', () => {
  it('moves what is kept as the whole step does, where what is gone adds nothing', async () => {
    const some = (n: number): fc.Arbitrary<ReadonlyArray<number>> =>
      fc.uniqueArray(fc.nat(n - 1), { maxLength: n - 1 })
    await fc.assert(
      fc.asyncProperty(
        some(sizes.pixels),
        some(sizes.hidden),
        fc.nat(),
        async (pixels, hidden, seed) => {
          const left = (n: number, off: ReadonlyArray<number>) => ({
            size: n,
            indices: Array.from({ length: n }, (_, i) => i).filter((i) => !off.includes(i))
          })
          const kept: KeptByAxis = new Map([
            ['pixels', left(sizes.pixels, pixels)],
            ['hidden', left(sizes.hidden, hidden)]
          ])
          const inputs = inputsOf(program, { 'fc1/w/z': pixels, 'fc2/w/z': hidden }, seed)
          const whole = await stepOf(program, train.sizes, inputs)
          const part = await stepOf(
            programAt(kept)(program),
            boundAtKept(kept)(train).sizes,
            new Map([...inputs].map(([name, t]) => [name, atKept(kept)(t)] as const))
          )
          expect([...part.keys()]).toEqual([...whole.keys()])
          for (const [name, t] of part) {
            const wanted = whole.get(name)
            expect(wanted === undefined ? undefined : atKept(kept)(wanted).values).toEqual(t.values)
          }
        }
      ),
      { numRuns: 12 }
    )
  })
})

// ---------------------------------------------------------------------------
// whole fits
// ---------------------------------------------------------------------------

const shrink = { threshold: 1.5, patience: 2, toleranceNats: 0.05 }
const schedule: Schedule = {
  rates: { location: 0.02, scale: 0.05, logVariance: 0.1 },
  decayFrom: 0.7,
  warmUp: 0.1
}
const settings: Partial<Settings> = { batch: { images: 20 }, epochs: 22, schedule, shrink }
const emptyKept = (): Kept => ({ states: [], records: [] })
const shrinkages = (metrics: ReadonlyArray<EpochMetrics>): ReadonlyArray<EpochMetrics> =>
  metrics.filter((m) => m.shrinkage !== undefined)

describe('a fit that shrinks', () => {
  const kept = emptyKept()
  let whole: FitResult
  let before = 0
  beforeAll(async () => {
    before = cpu.liveBuffers()
    whole = must(await run(cpu, request(program, train, settings), Infinity, kept))
  })

  it('loses the inputs that decide nothing, and says when and what', () => {
    expect(whole.state.shrunk.kept.get('pixels')?.indices).toEqual([0, 1])
    const events = shrinkages(whole.metrics)
    expect(events.length).toBeGreaterThan(1)
    for (const { shrinkage: s } of events) {
      expect(s).toMatchObject({ threshold: 1.5, patience: 2, toleranceNats: 0.05 })
      expect(s?.effectNats).toBeLessThanOrEqual(0.05)
      expect(s?.parameters.to).toBeLessThanOrEqual((1 - leastSaving) * (s?.parameters.from ?? NaN))
      expect(Object.keys(s?.sizes ?? {}).length).toBeGreaterThan(0)
    }
    for (const axis of ['pixels', 'hidden'] as const) {
      const steps = events.flatMap(({ shrinkage }) => shrinkage?.sizes[axis] ?? [])
      expect(steps[0]?.from).toBe(sizes[axis])
      steps.forEach((s, i) => expect(s.from).toBe(steps[i - 1]?.to ?? sizes[axis]))
      expect(steps.at(-1)?.to).toBe(whole.state.shrunk.kept.get(axis)?.indices.length)
    }
    expect(cpu.liveBuffers()).toBe(before)
  })

  it('loses only what nobody misses while the complexity costs grow, and waits for patience', async () => {
    const { metrics } = must(
      await run(
        cpu,
        request(program, train, { ...settings, epochs: 60, schedule: { ...schedule, warmUp: 0.7 } })
      )
    )
    const early = shrinkages(metrics).filter((m) => m.epoch < 0.7 * 60)
    expect(early.length).toBeGreaterThan(0)
    for (const { epoch, shrinkage } of early) {
      expect(epoch).toBeGreaterThanOrEqual(shrink.patience)
      expect(shrinkage).toMatchObject({ toleranceNats: 0 })
      expect(shrinkage?.effectNats).toBeLessThanOrEqual(0)
    }
  })

  it('keeps a state of the full model, in which what has gone stays as it went', () => {
    for (const p of program.parameters)
      expect(whole.state.parameters.get(p.name)?.sizes).toEqual(
        p.axes.map((a) => train.sizes.get(a))
      )
    const at = kept.states.find((s) => s.shrunk.kept.size > 0)
    if (at === undefined) throw new Error('nothing shrank')
    for (const tensors of [(s: State) => s.parameters, (s: State) => s.moments]) {
      for (const [name, before] of tensors(at)) {
        const after = tensors(whole.state).get(name)
        if (after === undefined) throw new Error(`no ${name}`)
        // the last state with what was kept taken from the first: what was gone then has not moved
        expect(putBack(at.shrunk.kept, after)(atKept(at.shrunk.kept)(before)).values).toEqual(
          before.values
        )
      }
    }
  })

  it('is the same fit until then', async () => {
    const unshrunk = must(
      await run(
        cpu,
        request(program, train, {
          batch: settings.batch ?? {},
          epochs: 22,
          schedule: settings.schedule ?? request(program, train).settings.schedule
        })
      )
    )
    const first = shrinkages(whole.metrics)[0]?.epoch ?? 0
    expect(whole.metrics.slice(0, first - 1)).toEqual(unshrunk.metrics.slice(0, first - 1))
    expect({ ...whole.metrics[first - 1], shrinkage: undefined }).toEqual({
      ...unshrunk.metrics[first - 1],
      shrinkage: undefined
    })
    expect(whole.metrics[first]).not.toEqual(unshrunk.metrics[first])
  })

  it('counts what has gone at the least that it can cost: the loss stays that of the full model', async () => {
    const { state, metrics } = whole
    const small = must(
      openReporter(
        cpu,
        programAt(state.shrunk.kept)(program),
        boundAtKept(state.shrunk.kept)(train),
        1
      )
    )
    const rest = totalNats(
      await small.report(
        new Map(
          [...state.parameters].map(([name, t]) => [name, atKept(state.shrunk.kept)(t)] as const)
        )
      )
    )
    small.dispose()
    const full = must(openReporter(cpu, program, train, 1))
    const frozen = totalNats(await full.report(state.parameters)) - rest
    full.dispose()
    const all = Object.values(metrics.at(-1)?.complexityNats ?? {}).reduce((a, b) => a + b, 0)
    const gone = shrinkages(metrics).at(-1)?.shrinkage?.goneNats ?? NaN
    expect(gone).toBeGreaterThanOrEqual(0)
    expect(gone).toBeLessThan(frozen - 1)
    expect(Math.abs(all - rest - gone)).toBeLessThan(1e-4 * all)
  })

  it('measures the effect of what goes with its own draws: that of zeros in the full model', async () => {
    const event = shrinkages(whole.metrics)[0]
    const state = kept.states.find((s) => s.step === event?.step)
    if (state === undefined) throw new Error('no state was kept at the first event')
    const posterior = must(openPosterior(cpu, program, train.sizes))
    const evaluator = openEvaluator(cpu, program, 1000)
    const nats = async (sites: Tensors): Promise<number> =>
      must(await evaluator.evaluate(train, plugIn(sites)))[0]?.nllNats ?? NaN
    let effect = 0
    for (const i of [0, 1]) {
      const draw = await posterior.draw(state.parameters, drawKey(1, i))
      effect += ((await nats(zeroGone(program.gates, state.shrunk)(draw))) - (await nats(draw))) / 2
    }
    expect(Math.abs(effect - (event?.shrinkage?.effectNats ?? NaN))).toBeLessThan(1e-6)
    // what is recorded of the last epoch is what the posterior of the full model predicts without
    // what has gone
    const sites = means(
      withoutGone(
        program.gates,
        whole.state.shrunk
      )(await posterior.moments(whole.state.parameters, 1, 10))
    )
    expect(await nats(sites)).toBeCloseTo(whole.metrics.at(-1)?.train[0]?.nllNats ?? NaN, 5)
    posterior.dispose()
    evaluator.dispose()
  })

  it('stopped after any step and resumed from its checkpoint, ends in the same bytes and records', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 30, max: 65 }), async (after) => {
        const again = emptyKept()
        const stopped = must(await run(cpu, request(program, train, settings), after, again))
        expect(stopped.state.step).toBe(after)
        const resumed = must(
          await run(cpu, request(program, train, settings, stopped.state), Infinity, again)
        )
        expect(sameState(resumed.state, whole.state)).toBe(true)
        expect(again.records).toEqual(kept.records)
      }),
      { numRuns: 2 }
    )
  })
})

describe('nothing leaves', () => {
  it.each([
    ['whose score is below the threshold', { ...shrink, threshold: 1e6 }],
    ['before patience is over', { ...shrink, threshold: -1e6, patience: 5 }]
  ])('%s', async (_, rule) => {
    expect(
      shrinkages(
        must(await run(cpu, request(program, train, { ...settings, epochs: 5, shrink: rule })))
          .metrics
      )
    ).toEqual([])
  })

  it('whose effect is above the tolerance, however noisy it is said to be', async () => {
    const { state: trained } = must(
      await run(
        cpu,
        request(program, train, { ...settings, shrink: { ...shrink, threshold: 1e6 } }),
        57
      )
    )
    const gone = async (toleranceNats: number): Promise<number> => {
      const { metrics, state } = must(
        await run(
          cpu,
          request(
            program,
            train,
            { ...settings, shrink: { threshold: -1e6, patience: 1, toleranceNats } },
            trained
          )
        )
      )
      for (const m of shrinkages(metrics))
        expect(m.shrinkage?.effectNats).toBeLessThanOrEqual(toleranceNats)
      return [...state.shrunk.gone.values()].reduce(
        (n, t) => n + t.values.reduce((a, b) => a + b, 0),
        0
      )
    }
    expect(await gone(100)).toBe(sizes.pixels - 1 + sizes.hidden - 1)
    expect(await gone(0.05)).toBeLessThan(sizes.pixels - 1 + sizes.hidden - 1)
  })

  it('under a weight of the complexity that is none', async () => {
    for (const complexityWeight of [0, -1, NaN, Infinity]) {
      const r = await run(cpu, request(program, train, { ...settings, complexityWeight }))
      expect(isLeft(r) ? `${r.left.where}: ${r.left.what}` : 'nothing').toBe(
        `complexityWeight: expected a finite number above 0, found ${complexityWeight}`
      )
    }
  })

  it('by a rule that no fit can use', async () => {
    const refusal = async (rule: Partial<typeof shrink>): Promise<string> => {
      const r = await run(
        cpu,
        request(program, train, { ...settings, shrink: { ...standardShrinking, ...rule } })
      )
      return isLeft(r) ? `${r.left.where}: ${r.left.what}` : 'nothing'
    }
    expect(await refusal({ patience: 0 })).toBe(
      'patience: expected a whole number from 1 on, found 0'
    )
    expect(await refusal({ threshold: NaN })).toMatch(/^threshold: expected .*, found NaN$/)
    expect(await refusal({ toleranceNats: -1 })).toMatch(/^toleranceNats: expected .*, found -1$/)
  })
})
