import { expect, test } from 'vitest'
import { md5 } from '../../src/storage/Checksum.ts'
import type { TraceEvent } from '../../src/report/ProfileTrace.ts'
import { farrier, trainWords } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { toyImages } from '../support/ToyImages.ts'

const world = () => memoryFileSystem({ files: toyImages('/data') })
const onWasm = (out: string, ...more: ReadonlyArray<string>): ReadonlyArray<string> =>
  trainWords(out, '--backend', 'wasm', '--threads', '1', ...more)

/** Every look at the clock is a hundredth of a millisecond later than the one before. */
const ticking = (): (() => number) => {
  let looks = 0
  return () => looks++ / 100
}

const trained = async (...words: ReadonlyArray<string>) => {
  const files = world()
  const answer = await farrier({ files, nowMs: ticking() })(
    ...onWasm('/run', '--profile', ...words)
  )
  const trace = JSON.parse(new TextDecoder().decode(files.contents.get('/run/profile.json')))
  const events: ReadonlyArray<TraceEvent> = trace.traceEvents.filter(
    (e: { ph: string }) => e.ph === 'X'
  )
  return { files, answer, trace, events }
}

test('--profile prints where the time went, and changes no byte of the run', async () => {
  const { files, answer } = await trained()
  expect(answer.code).toBe(0)
  expect(answer.out).toMatch(
    /\nwhere [\d.]+ s went\n *[\d.]+ s +[\d.]+ % {2}training steps, in kernels\n/
  )
  expect(answer.out).toMatch(
    /\na training step: [\d.]+ ms in \d+ kernels, mean of 9 on 1 thread\n +ms +share +rate {2}kernel +sites\n/
  )
  expect(answer.out).toMatch(/GFLOP\/s {2}product 12×16 · 16×5, direct +fc1\/w\n/)
  expect(answer.out).toContain(
    '\nflame view: /run/profile.json (Perfetto, chrome://tracing, speedscope)\n'
  )
  const plain = world()
  await farrier({ files: plain })(...onWasm('/run'))
  expect(plain.contents.has('/run/profile.json')).toBe(false)
  for (const name of ['posterior.safetensors', 'state.safetensors', 'metrics.jsonl', 'run.json']) {
    expect(md5(files.contents.get(`/run/${name}`) ?? new Uint8Array())).toBe(
      md5(plain.contents.get(`/run/${name}`) ?? new Uint8Array())
    )
  }
})

test('the flame view has epochs, their parts, steps and kernels, each within the one above', async () => {
  const { events, trace } = await trained()
  expect(trace.displayTimeUnit).toBe('ms')
  const open: Array<TraceEvent> = []
  const paths = new Set<string>()
  for (const e of events) {
    const end = e.ts + e.dur
    for (
      let top = open.at(-1);
      top !== undefined && top.ts + top.dur <= e.ts && e.ts + e.dur > top.ts + top.dur;
      top = open.at(-1)
    )
      open.pop()
    const above = open.at(-1)
    expect(above === undefined || (e.ts >= above.ts && end <= above.ts + above.dur + 1e-6)).toBe(
      true
    )
    open.push(e)
    paths.add(
      [...open]
        .map(({ cat, name }) => (cat === 'kernel' ? 'kernel' : name.replace(/\d+/g, 'n')))
        .join(' > ')
    )
  }
  expect([...paths]).toEqual(
    expect.arrayContaining([
      'fit',
      'fit > preparation',
      'fit > epoch n',
      'fit > epoch n > steps',
      'fit > epoch n > steps > step n',
      'fit > epoch n > steps > step n > kernel',
      'fit > epoch n > report',
      'fit > epoch n > evaluation',
      'fit > epoch n > evaluation > run of n kernels > kernel',
      'fit > epoch n > record',
      'fit > epoch n > checkpoint',
      'fit > posterior moments'
    ])
  )
  const named = (cat: string, name: RegExp): number =>
    events.filter((e) => e.cat === cat && name.test(e.name)).length
  expect([
    named('epoch', /^epoch [123]$/),
    named('step', /^step \d$/),
    named('part', /^checkpoint$/)
  ]).toEqual([3, 9, 3])
  expect(events.find((e) => e.name === 'product 12×16 · 16×5, direct')?.args).toMatchObject({
    sites: ['fc1/w']
  })
})

test('--json has the table: parts that add up to the whole, kernels that add up to the step', async () => {
  const { profile } = JSON.parse((await trained('--json')).answer.out)
  const total = (rows: ReadonlyArray<{ readonly ms: number }>): number =>
    rows.reduce((n, r) => n + r.ms, 0)
  expect(profile.file).toBe('/run/profile.json')
  expect(total(profile.parts)).toBeCloseTo(profile.ms, 6)
  expect(profile.training).toMatchObject([{ steps: 9, threads: 1 }])
  const [{ kernels, msPerStep }] = profile.training
  expect(total(kernels)).toBeCloseTo(msPerStep, 9)
  // a hundredth of a millisecond a phase; 2·12·16·5 flop, 4 bytes of each number
  expect(
    kernels.find((k: { what: string }) => k.what === 'product 12×16 · 16×5, direct')
  ).toMatchObject({
    kind: 'product',
    sites: ['fc1/w'],
    ms: expect.closeTo(0.01, 9),
    rate: expect.closeTo(1920 / 0.01 / 1e6, 9)
  })
})

test('an interrupted run has its profile too, and one that goes on counts its epochs on', async () => {
  const files = world()
  const stopped = await farrier({ files, nowMs: ticking(), interruptAfter: 3 })(
    ...onWasm('/run', '--profile', '--epochs', '40')
  )
  expect(stopped.code).toBe(130)
  expect(files.contents.has('/run/profile.json')).toBe(true)
  const text = new TextDecoder().decode(files.contents.get('/run/run.json'))
  expect(text).not.toContain('profile')
  const [, done = ''] = /interrupted and saved: (\d+) of/.exec(stopped.out) ?? []
  expect(
    (
      await farrier({ files, nowMs: ticking() })(
        'train',
        'model.ts',
        '--out',
        '/run',
        '--resume',
        '--profile'
      )
    ).code
  ).toBe(0)
  const names = JSON.parse(
    new TextDecoder().decode(files.contents.get('/run/profile.json'))
  ).traceEvents.flatMap((e: TraceEvent) => (e.cat === 'epoch' && e.name !== 'fit' ? [e.name] : []))
  expect([names[0], names.at(-1)]).toEqual([
    `epoch ${1 + Math.floor(Number(done) / 3)}`,
    'epoch 40'
  ])
})

test('a backend that cannot tell is refused before anything is trained', async () => {
  const files = world()
  const { code, out, err } = await farrier({ files })(...trainWords('/run', '--profile'))
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toBe(
    '--profile: the backend cpu does not tell the time of a kernel\n' +
      '  why: kernels are timed inside generated modules, which only wasm has\n' +
      '  try: leave out --backend\n'
  )
  expect([...files.contents.keys()].some((path) => path.startsWith('/run'))).toBe(false)
})
