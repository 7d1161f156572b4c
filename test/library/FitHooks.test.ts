/**
 * What a caller of `fitModel` may give: stop, pause, record, checkpoint, a clock; what is stopped
 * goes on from its bytes.
 */
import * as E from 'fp-ts/lib/Either.js'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeFit, type FitOptions, fitModel, type Problems } from '../../src/index.ts'
import { readNamedTensors, writeNamedTensors } from '../../src/storage/tensors/NamedTensorFile.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { toyModel } from '../support/ToyModel.ts'
import { toyData } from '../support/ToyImages.ts'

const must = <L, A>(e: E.Either<L, A>): A => {
  if (E.isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}

const model = must(toyModel.configure({}))
const options: FitOptions = {
  data: toyData(36),
  test: toyData(15, 1000),
  backend: 'cpu',
  settings: { epochs: 4, batch: { images: 12 } }
}
const fit = (more: Partial<FitOptions> = {}) => fitModel({ ...options, ...more })(model)()
const fitted = async (more: Partial<FitOptions> = {}) => must(await fit(more))

/** Asked after every block of steps: says stop the nth time. */
const stopAfter = (blocks: number): Partial<FitOptions> => {
  let asked = 0
  return { shouldStop: () => ++asked >= blocks }
}

test('stopped anywhere and resumed from its bytes, a fit ends with the same bytes', async () => {
  const whole = encodeFit(await fitted())
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 11 }), async (blocks) => {
      const stopped = await fitted(stopAfter(blocks))
      expect(stopped.result.outcome).toBe('stopped')
      const { settings: _, ...unset } = options
      const gone = must(await fitModel({ ...unset, resume: encodeFit(stopped) })(model)())
      expect(gone.result.outcome).toBe('finished')
      expect(gone.result.metrics.map((m) => m.epoch)).toEqual([1, 2, 3, 4])
      expect(Buffer.from(encodeFit(gone)).equals(Buffer.from(whole))).toBe(true)
    }),
    { numRuns: 6 }
  )
})

test('records and states are handed out after every epoch, the record first; the pause is awaited', async () => {
  const told: Array<string> = []
  let pauses = 0
  const { result } = await fitted({
    record: (m) => async () => E.right(void told.push(`record ${m.epoch}`)),
    checkpoint: (s) => async () => E.right(void told.push(`state ${s.step}`)),
    pause: () => {
      pauses += 1
      return Promise.resolve()
    }
  })
  expect(told).toEqual([1, 2, 3, 4].flatMap((epoch) => [`record ${epoch}`, `state ${3 * epoch}`]))
  expect(pauses).toBeGreaterThanOrEqual(4)
  expect(result.metrics.length).toBe(4)
})

test('where a record cannot be kept the fit ends with that problem', async () => {
  const full = memoryFileSystem({
    fail: () => ({ where: '/log', what: 'full', why: 'disk', try: 'space' })
  })
  expect(await fit({ record: () => full.writeWhole('/log', new Uint8Array()) })).toEqual(
    E.left([{ where: '/log', what: 'full', why: 'disk', try: 'space' }])
  )
})

const refusal = (e: E.Either<Problems, unknown>): string =>
  E.isLeft(e) ? `${e.left[0].where}: ${e.left[0].what}` : 'nothing is refused'

test.each([
  [
    'other settings',
    { settings: { epochs: 5 } },
    'resume: epochs: the fit has 4, these settings 5'
  ],
  ['damaged bytes', { resume: Uint8Array.of(1, 2, 3) }, /^resume: /]
])('%s beside a kept fit are refused', async (_, more, message) => {
  const resume = encodeFit(await fitted(stopAfter(2)))
  const { settings: __, ...unset } = options
  const said = refusal(await fitModel({ ...unset, resume, ...more })(model)())
  if (typeof message === 'string') expect(said).toBe(message)
  else expect(said).toMatch(message)
})

test.each([
  ['settings', '"epochs":4', '"epochs":9,"epochs":4', 'epochs'],
  ['metrics', '"step":3', '"step":9,"step":3', 'step']
])('of two values of one name in its %s none wins', async (part, one, two, name) => {
  const kept = must(readNamedTensors('kept')(encodeFit(await fitted(stopAfter(4)))))
  const text = (kept.texts[part] ?? '').replace(one, two)
  const resume = writeNamedTensors({ ...kept, texts: { ...kept.texts, [part]: text } })
  expect(await fitModel({ ...options, resume })(model)()).toMatchObject({
    left: [{ why: expect.stringContaining(`the name '${name}' is there twice`) }]
  })
})

test('a kept fit goes on with the data that it was fitted to, and with no others', async () => {
  const resume = encodeFit(await fitted(stopAfter(2)))
  const y = options.data.get('y')
  if (y === undefined) throw new Error('no labels')
  const data = new Map([...options.data, ['y', { ...y, values: y.values.toReversed() }] as const])
  expect(refusal(await fitModel({ ...options, data, resume })(model)())).toBe(
    'resume: the fit is of other data than these'
  )
})

test('a kept fit of another model is refused', async () => {
  const resume = encodeFit(await fitted(stopAfter(2)))
  const other = must(toyModel.configure({ units: '4' }))
  expect(refusal(await fitModel({ ...options, resume })(other)())).toBe(
    'resume: the fit is of another model than this one'
  )
})

test('a fit begins at the parameters of another where they agree', async () => {
  const first = await fitted()
  const again = await fitted({
    initFrom: first.result.state.parameters,
    settings: {
      epochs: 1,
      batch: { images: 36 },
      schedule: { rates: { location: 0, scale: 0, logVariance: 0 }, warmUp: 0, decayFrom: 1 }
    }
  })
  for (const [name, { values }] of first.result.state.parameters)
    expect(again.result.state.parameters.get(name)?.values).toEqual(values)
})

test('a profile needs the backend that can tell, and a clock', async () => {
  expect(refusal(await fit({ profile: true }))).toContain('--profile: the backend cpu')
  expect(refusal(await fit({ profile: true, backend: 'wasm' }))).toBe(
    'profile: expected a clock, found none'
  )
  let looks = 0
  const { profile } = await fitted({
    profile: true,
    backend: 'wasm',
    threads: 1,
    nowMs: () => looks++ / 100
  })
  expect(profile?.epochs.map((e) => e.epoch)).toEqual([1, 2, 3, 4])
  expect((await fitted()).profile).toBeUndefined()
})
