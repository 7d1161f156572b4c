/** A short training of LeNet-300-100, the same in Node and in a page. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { encodeFit, type FitOptions, fitModel, withExecutor } from 'farrier'
import { samplingJobs } from './Sampling.ts'
import lenet from '../../../dsl-examples/lenet-300-100.ts'

export interface Trained {
  /** Of the executor: it says how many threads it has. */
  readonly executor: string
  /** The mean cost of each block of steps, then the loss and the test error. */
  readonly numbers: ReadonlyArray<number>
}

/** So many bytes of the parameters are compared, the last ones. */
const digest = 10_000

const digits = 512,
  pixels = 784,
  classes = 10

/**
 * Noise, and a little more light where the class says, but for every fifth image; from integers, so
 * that it is the same everywhere.
 */
const madeUp = (seed: number, count: number): FitOptions['data'] => {
  let state = seed
  const next = (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 16) % below
  }
  const labels = Float32Array.from({ length: count }, () => next(classes))
  const light = labels.map((label) => (next(5) === 0 ? classes : label))
  const values = Float32Array.from(
    { length: count * pixels },
    (_, i) =>
      (next(200) + ((i % pixels) % classes === light[Math.floor(i / pixels)] ? 50 : 0)) / 255
  )
  return new Map([
    ['x', { axes: ['images', 'pixels'], sizes: [count, pixels], values }],
    ['y', { axes: ['images'], sizes: [count], values: labels }]
  ])
}

const must = <E, A>(
  e: { readonly _tag: 'Left'; readonly left: E } | { readonly _tag: 'Right'; readonly right: A }
): A => {
  if (isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}

/** The executor that is given to so many threads. */
const open = async (threads: number): Promise<string> =>
  must(await withExecutor('wasm', { threads })(({ name }) => name)())

const fit = async (options: Omit<FitOptions, 'data' | 'test'>) =>
  must(
    await fitModel({ data: madeUp(1, digits), test: madeUp(2, 100), ...options })(
      must(lenet.configure({}))
    )()
  )

/** Three epochs of four steps. */
const settings = { epochs: 3, batch: { images: 128 } }

const train = async (threads: number): Promise<Trained> => {
  const executor = await open(threads)
  const costs: Array<number> = []
  const { result } = await fit({
    threads,
    settings,
    onProgress: ({ errorCostNats }) => {
      costs.push(errorCostNats)
    }
  })
  return {
    executor,
    numbers: [
      ...costs,
      result.metrics.at(-1)?.lossNats ?? NaN,
      result.metrics.at(-1)?.test[0]?.errorRate ?? NaN
    ]
  }
}

/** Every byte of the same training, stopped at the first turn there is and gone on with. */
const resumed = async (threads: number): Promise<ReadonlyArray<number>> => {
  let isStopped = false
  const stopped = await fit({
    threads,
    settings,
    shouldStop: () => isStopped,
    pause: () =>
      new Promise((go) => {
        setTimeout(() => {
          isStopped = true
          go()
        })
      })
  })
  if (stopped.result.outcome !== 'stopped') throw new Error('it was not stopped')
  return [...encodeFit(await fit({ threads, resume: encodeFit(stopped) }))].slice(-digest)
}

/** The same training, not stopped. */
const whole = async (threads: number): Promise<ReadonlyArray<number>> =>
  [...encodeFit(await fit({ threads, settings }))].slice(-digest)

export const jobs = { open, train, resumed, whole, ...samplingJobs }
export type Job = keyof typeof jobs
