/** Sampling that goes on from bytes: to the same numbers, and with nothing else. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  encodeSampled,
  halfNormal,
  normal,
  observe,
  over,
  plate,
  program,
  sample,
  sampleModel,
  type SampleOptions,
  type Sampled,
  showProblem
} from '../../src/index.ts'
import { readWideTensors, writeWideTensors } from '../../src/storage/tensors/WideTensorFile.ts'

const model = pipe(
  program,
  sample('mu', normal(0, 3)),
  sample('s', halfNormal(2)),
  observe('y', ({ mu, s }) => over(plate('rows'))(normal(mu, s)))
)
const other = pipe(
  program,
  sample('mu', normal(0, 4)),
  sample('s', halfNormal(2)),
  observe('y', ({ mu, s }) => over(plate('rows'))(normal(mu, s)))
)
const rows = (...values: ReadonlyArray<number>) =>
  new Map([['y', { axes: ['rows'], sizes: [values.length], values: Float32Array.from(values) }]])
const data = rows(1, 3, 2, 5)
const settings = { chains: 2, draws: 60, warmUp: 80 }

const sampled = async (more: Partial<SampleOptions>, of: typeof model = model) =>
  sampleModel({ data, threads: 1, ...more })(of)()
const right = <A>(e: E.Either<ReadonlyArray<Parameters<typeof showProblem>[0]>, A>): A => {
  if (E.isLeft(e)) throw new Error(e.left.map(showProblem).join('\n'))
  return e.right
}
const numbersOf = ({ draws, chains, settings: s }: Sampled<unknown>) => ({ draws, chains, s })

/** Stopped after so many blocks, and what was kept then. */
const stoppedAfter = async (blocks: number): Promise<Uint8Array> => {
  let kept: Uint8Array = new Uint8Array()
  let asked = 0
  await sampled({
    settings,
    shouldStop: () => ++asked > blocks,
    keep: (bytes) => {
      kept = bytes()
      return TE.right(undefined)
    }
  })
  return kept
}

test('stopped anywhere, in its warm-up too, it goes on to the same numbers', async () => {
  const whole = right(await sampled({ settings }))
  // 140 iterations of each of two chains in blocks of 16: 18 of them
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 17 }), async (blocks) => {
      const resume = await stoppedAfter(blocks)
      const after = right(await sampled({ resume }))
      expect(numbersOf(after)).toEqual(numbersOf(whole))
      expect(encodeSampled(after)).toEqual(encodeSampled(whole))
    }),
    { numRuns: 6, examples: [[0], [12]] }
  )
})

test('what has ended goes on to more draws: those of one that asked for them at once', async () => {
  const first = right(await sampled({ settings }))
  const resume = encodeSampled(first)
  const more = right(await sampled({ resume, settings: { draws: 90 } }))
  expect(numbersOf(more)).toEqual(
    numbersOf(right(await sampled({ settings: { ...settings, draws: 90 } })))
  )
  // and with nothing left to do it is what it was
  expect(numbersOf(right(await sampled({ resume })))).toEqual(numbersOf(first))
})

test('with anything else it does not go on, and says with what', async () => {
  const resume = encodeSampled(right(await sampled({ settings })))
  const refusal = async (more: Partial<SampleOptions>, of = model): Promise<string> => {
    const found = await sampled({ resume, ...more }, of)
    return E.isLeft(found) ? found.left.map(showProblem).join('\n') : 'sampled'
  }
  expect(await refusal({}, other)).toMatch(/^resume: the chains are of another model/)
  expect(await refusal({ data: rows(1, 3, 2, 6) })).toMatch(/^resume: the chains are of other data/)
  expect(await refusal({ centred: ['mu'] })).toMatch(/^resume: the chains are of a model centred/)
  expect(await refusal({ settings: { seed: 2 } })).toMatch(
    /^resume: seed: the chains have 1, these/
  )
  expect(await refusal({ settings: { draws: 50 } })).toMatch(/^resume: draws: .* 60 draws, and 50/)
  expect(await refusal({ resume: Uint8Array.of(1, 2, 3) })).toMatch(/^resume: /)
  // a chain that lost a number
  const { tensors, texts } = right(
    pipe(
      readWideTensors('it')(resume),
      E.mapLeft((p) => [p])
    )
  )
  const [name, place] = [...tensors].find(([key]) => key === 'place:1') ?? ['', undefined]
  const damaged = new Map(tensors).set(name, {
    axes: place?.axes ?? [],
    sizes: [1],
    values: Float64Array.of(0)
  })
  expect(await refusal({ resume: writeWideTensors({ tensors: damaged, texts }) })).toMatch(
    /^resume: place:1: expected 2 finite numbers, found 1/
  )
  const absurd = {
    ...texts,
    settings: (texts['settings'] ?? '').replace('"chains":2', '"chains":1e9')
  }
  expect(await refusal({ resume: writeWideTensors({ tensors, texts: absurd }) })).toContain(
    'they are none that a sampler could have'
  )
})
