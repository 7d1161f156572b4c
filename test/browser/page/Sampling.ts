/** Eight schools sampled, the same in Node and in a page: whole, and stopped and gone on with. */
import { type BoundData, encodeSampled, meanError, sampleModel, type SampleOptions } from 'farrier'
import schools from '../../../dsl-examples/eight-schools.ts'

export interface SampledHere {
  /** The last bytes of everything that is kept. */
  readonly bytes: ReadonlyArray<number>
  /** How far each chain was when it was last heard of. */
  readonly progress: ReadonlyArray<string>
  /** The mean of mu and its Monte Carlo error. */
  readonly mean: number
  readonly error: number
}

/** So many bytes of the chains are compared, the last ones: those of their draws are there. */
const digest = 20_000

const over = (values: ReadonlyArray<number>) => ({
  axes: ['schools'],
  sizes: [8],
  values: Float32Array.from(values)
})
const data: BoundData = new Map([
  ['y', over([28, 8, -3, 7, -1, 1, 18, 12])],
  ['sigma', over([15, 10, 16, 11, 9, 11, 10, 18])]
])
const settings = { chains: 2, draws: 400, warmUp: 200, seed: 3 }

const sampled = async (options: Omit<SampleOptions, 'data'>) => {
  const done = await sampleModel({ data, ...options })(schools)()
  if (done._tag === 'Left') throw new Error(JSON.stringify(done.left))
  return done.right
}

const kept = (chains: Parameters<typeof encodeSampled>[0]): ReadonlyArray<number> =>
  Array.from(encodeSampled(chains)).slice(-digest)

/** With what it says of each chain. */
const sample = async (_threads: number): Promise<SampledHere> => {
  let progress: ReadonlyArray<string> = []
  const whole = await sampled({
    settings,
    nowMs: () => performance.now(),
    onProgress: (chains) => {
      progress = chains.map(({ chain, iteration, of }) => `${chain}: ${iteration} of ${of}`)
    }
  })
  const { chains, draws, sites } = whole.draws
  const values = sites.get('mu')?.values ?? new Float64Array()
  const error = meanError({ chains, draws, values })
  return {
    bytes: kept(whole),
    progress,
    mean: values.reduce((a, b) => a + b, 0) / values.length,
    error: error._tag === 'Right' ? error.right : NaN
  }
}

/**
 * Stopped by a turn of the worker once every chain has draws: how many there are of each, and whether going
 * on with them ends in the bytes of chains that were not stopped.
 */
const sampleInParts = async (
  _threads: number
): Promise<{
  readonly draws: number
  readonly isWhole: boolean
}> => {
  let isWarm = false
  let isStopped = false
  const part = await sampled({
    settings,
    onProgress: (chains) => {
      isWarm = chains.every(({ iteration, warmUp }) => iteration > warmUp)
    },
    shouldStop: () => isStopped,
    pause: () =>
      new Promise((go) => {
        setTimeout(() => {
          isStopped = isWarm
          go()
        })
      })
  })
  if (part.outcome !== 'stopped') throw new Error('it was not stopped')
  return {
    draws: part.draws.draws,
    isWhole:
      kept(await sampled({ resume: encodeSampled(part) })).join() ===
      kept(await sampled({ settings })).join()
  }
}

/** Values of the functions of `Math` that densities ask for: engines differ in their last bits. */
const math = (_threads: number): Promise<ReadonlyArray<number>> =>
  Promise.resolve(
    [Math.exp, Math.log, Math.log1p, Math.expm1, Math.tanh].flatMap((f) =>
      Array.from({ length: 500 }, (_, i) => f(0.013 * i + 0.1))
    )
  )

export const samplingJobs = { sample, sampleInParts, math }
