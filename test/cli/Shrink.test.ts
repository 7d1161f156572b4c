import { beforeAll, describe, expect, test } from 'vitest'
import { md5 } from '../../src/storage/Checksum.ts'
import { farrier, trainWords } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { toyImages } from '../support/ToyImages.ts'
import { joined } from '../support/Joined.ts'

const fast = [
  '--set',
  'prior=jeffreys',
  '--epochs',
  '18',
  '--rate-location',
  '0.02',
  '--rate-scale',
  '0.05',
  '--rate-variance',
  '0.1',
  '--warm-up',
  '0.1',
  '--shrink-threshold',
  '1.5',
  '--shrink-patience',
  '2',
  '--shrink-tolerance',
  '0.05'
]
const files = memoryFileSystem({ files: toyImages('/data') })
const bytes = (path: string): string => md5(files.contents.get(path) ?? new Uint8Array())

describe('a run that shrinks', () => {
  let told: Awaited<ReturnType<ReturnType<typeof farrier>>>
  beforeAll(async () => {
    told = await farrier({ files })(...trainWords('/run', ...fast, '--shrink'))
  }, 60_000)

  test('says when and what, as it happens and at the end, and keeps it in its metrics', () => {
    expect(told.code).toBe(0)
    expect(told.err).toMatch(
      joined(
        /epoch \d+: loss .*, shrinks: (pixels|hidden) \d+ → \d+.*, /,
        /\d+ → \d+ numbers trained, error cost [+−]0\.\d{5} nats per datum\n/
      )
    )
    expect(told.out).toMatch(/\nafter epoch \d+ it shrinks: .*\n/)
    const lines = new TextDecoder()
      .decode(files.contents.get('/run/metrics.jsonl'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.filter((m) => m.shrinkage !== undefined).length).toBeGreaterThan(0)
    expect(JSON.parse(new TextDecoder().decode(files.contents.get('/run/run.json')))).toMatchObject(
      { training: { shrink: { threshold: 1.5, patience: 2, toleranceNats: 0.05 } } }
    )
  })

  test('interrupted and resumed after it shrank, ends with the same bytes', async () => {
    const stopped = await farrier({ files, interruptAfter: 46 })(
      ...trainWords('/cut', ...fast, '--shrink')
    )
    expect(stopped.out).toContain('interrupted and saved: 46 of 54 steps')
    expect(stopped.out).toContain('it shrinks: ')
    expect((await farrier({ files })('train', 'model.ts', '--out', '/cut', '--resume')).code).toBe(
      0
    )
    for (const name of ['posterior.safetensors', 'metrics.jsonl', 'state.safetensors'])
      expect(bytes(`/cut/${name}`)).toBe(bytes(`/run/${name}`))
  })

  test('is evaluated and pressed like any other: what has gone is zero', async () => {
    const evaluated = await farrier({ files })(
      'eval',
      '/run',
      '--backend',
      'cpu',
      '--draws',
      '2',
      '--json'
    )
    const last = JSON.parse(
      new TextDecoder()
        .decode(files.contents.get('/run/metrics.jsonl'))
        .trimEnd()
        .split('\n')
        .at(-1) ?? ''
    )
    expect(JSON.parse(evaluated.out).plugIn[0].nllNats).toBeCloseTo(last.test[0].nllNats, 5)
    expect(JSON.parse(evaluated.out).predictive[0].count).toBe(15)
    const pressed = await farrier({ files })(
      'press',
      '/run',
      '--out',
      '/net.farrier',
      '--backend',
      'cpu',
      '--json'
    )
    expect(pressed.code).toBe(0)
    const shrunk = JSON.parse(new TextDecoder().decode(files.contents.get('/run/run.json')))
    expect(shrunk.outcome).toBe('finished')
    const left = JSON.parse(
      (await farrier({ files })('train', 'model.ts', '--out', '/run', '--resume', '--json')).out
    ).shrinkage
    for (const gate of JSON.parse(pressed.out).gates) {
      const to = Math.min(
        ...left.flatMap(
          (s: { readonly groups: Readonly<Record<string, { readonly to: number }>> }) =>
            s.groups[`${gate.axes.join('×')}←${gate.target}`]?.to ?? Infinity
        )
      )
      expect(gate.alive).toBeLessThanOrEqual(to)
    }
  })

  test('is another run than one that does not, and `--no-shrink` says so', async () => {
    const plain = await farrier({ files })(...trainWords('/plain', ...fast, '--no-shrink'))
    expect(plain.code).toBe(0)
    expect(plain.out).not.toContain('shrinks')
    expect(new TextDecoder().decode(files.contents.get('/plain/run.json'))).not.toContain(
      '"shrink": {'
    )
    const mixed = await farrier({ files })(
      'train',
      'model.ts',
      '--out',
      '/plain',
      '--resume',
      '--shrink'
    )
    expect(mixed.code).toBe(1)
    expect(mixed.err).toContain('training/shrink/threshold')
  })
})

test('the help says how to turn it on and off, and what it means', async () => {
  const { out } = await farrier()('train', '--help')
  for (const flag of [
    '--shrink ',
    '--no-shrink',
    '--shrink-threshold <x>',
    '--shrink-patience <N>',
    '--shrink-tolerance <nats>'
  ])
    expect(out).toContain(flag)
})
