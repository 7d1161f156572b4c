/** A short training on each backend under test, beside the same training in float64. */
import { pipe } from 'fp-ts/lib/function.js'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  axis,
  build,
  categorical,
  data,
  include,
  observe,
  over,
  plate,
  program as empty,
  relu
} from '../../src/dsl/index.ts'
import { dense } from '../../src/layers/index.ts'
import { normalPrior } from '../../src/priors/index.ts'
import type { BackendName, Executor, TfjsBuffer } from '../../src/runtime/Executor.ts'
import { makeReferenceExecutor } from '../../src/runtime/reference/ReferenceExecutor.ts'
import type { FitResult } from '../../src/inference/index.ts'
import { backendsUnderTest, openBackend } from '../support/Backends.ts'
import { compiled } from '../support/Models.ts'
import { bound, must, request, run } from '../inference/Fits.ts'
import { tensor } from '../inference/Programs.ts'

// no product has fewer than 129 elements: for those the WebGPU backend has another kernel, which a
// driver in software is slow at
const rows = 48,
  units = 48,
  pixels = 16
/**
 * A network under normal weights: local reparameterisation, closed complexity costs, few
 * operations.
 */
const model = (() => {
  const images = plate('images'),
    from = axis('pixels', pixels),
    hidden = axis('hidden', units),
    classes = axis('classes', 3),
    prior = normalPrior()
  return pipe(
    empty,
    data('x', [images, from]),
    include('fc1', ({ x }) => dense(from, hidden, prior)(x)),
    include('fc2', ({ fc1 }) => dense(hidden, classes, prior)(relu(fc1))),
    observe('y', ({ fc2 }) => over(images)(categorical({ logits: fc2, along: classes })))
  )
})()
const { program } = compiled(must(build(model)))
/** Class k has its rows k and k + 1 bright. */
const bright = (i: number): number => {
  const label = Math.floor(i / pixels) % 3,
    row = Math.floor((i % pixels) / 4)
  return (row === label || row === label + 1 ? 0.9 : 0.1) + ((13 * i) % 17) / 200
}
const train = bound(
  program,
  new Map([
    [
      'x',
      tensor(
        ['images', 'pixels'],
        [rows, pixels],
        Array.from({ length: rows * pixels }, (_, i) => bright(i))
      )
    ],
    [
      'y',
      tensor(
        ['images'],
        [rows],
        Array.from({ length: rows }, (_, i) => i % 3)
      )
    ]
  ])
)
const short = request(program, train, {
  steps: 100,
  recordEvery: 50,
  schedule: {
    rates: { location: 0.02, scale: 0.02, logVariance: 0.02 },
    decayFrom: 0.5,
    warmUp: 0.2
  }
})
let reference: FitResult
beforeAll(async () => {
  reference = must(await run(makeReferenceExecutor(), short))
}, 60_000)

/** How far parameters may stray: float32's rounding, and exponentials and logarithms of shaders. */
const tolerance = (backend: BackendName): number => (backend === 'webgpu' ? 2e-3 : 5e-5)

describe.each(backendsUnderTest)('100 steps on %s', (backend) => {
  let executor: Executor<TfjsBuffer>
  let result: FitResult
  beforeAll(async () => {
    executor = await openBackend(backend)
    result = must(await run(executor, short))
  }, 240_000)

  it('learn the classes', () => {
    const last = result.metrics.at(-1)
    expect(result.state.step).toBe(100)
    expect(last?.errorCostNats).toBeLessThan(0.1 * rows * Math.log(3))
    expect(last?.train[0]?.errorRate).toBe(0)
  })

  it('end at the posterior of the reference executor', () => {
    const distances = [...reference.state.parameters].map(
      ([name, { values }]) =>
        [
          name,
          Math.max(
            ...Array.from(values, (v, i) =>
              Math.abs(v - (result.state.parameters.get(name)?.values[i] ?? NaN))
            )
          )
        ] as const
    )
    expect(distances.filter(([, d]) => !(d < tolerance(backend)))).toEqual([])
  })

  it('hold no array afterwards', () => expect(executor.liveBuffers()).toBe(0))
})
