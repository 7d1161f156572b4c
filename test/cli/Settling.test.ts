/** What the command line does where steps see batches of a small model: it settles, by default. */
import { readFileSync } from 'node:fs'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import powerDemand from '../../dsl-examples/power-demand.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'

const table = Uint8Array.from(
  readFileSync(new URL('../../dsl-examples/data/power-demand.csv', import.meta.url))
)
const words = ['train', 'power-demand.ts', '--data', '/power.csv', '--out', '/run']
const kept = ['run.json', 'posterior.safetensors', 'state.safetensors', 'metrics.jsonl']

const world = () => {
  const files = memoryFileSystem({ files: { '/power.csv': table } })
  const loadModule = () => TE.right({ default: powerDemand })
  const run = farrier({ files, loadModule })
  const record = () =>
    JSON.parse(new TextDecoder().decode(files.contents.get('/run/run.json') ?? new Uint8Array()))
  const bytes = () => kept.map((name) => files.contents.get(`/run/${name}`))
  return { files, loadModule, run, record, bytes }
}

describe('twelve years of days', () => {
  const whole = world()

  test('settle at the answer of least squares, whose deviations linear response has', async () => {
    const { code, out } = await whole.run(...words, '--epochs', '60')
    expect(code).toBe(0)
    expect(out).toMatch(/^settled: in \/run\nconverged after \d\d epochs: the mean of the iterates/)
    expect(whole.record()).toMatchObject({ outcome: 'converged', settled: { moving: [] } })
    const { out: summary } = await whole.run('summary', '/run', '--json', '--backend', 'cpu')
    const { sites, ...rest } = JSON.parse(summary)
    expect(rest).toMatchObject({ outcome: 'converged', settled: { moving: [] } })
    const exact = {
      base: [-196.008, 9.619],
      trend: [0.123969, 0.0047669],
      degree: [-0.402472, 0.0026019],
      atWeekends: [-2.945566, 0.036544],
      spread: [1.0931, 0.01168]
    }
    for (const [name, [mean = NaN, sd = NaN]] of Object.entries(exact)) {
      const row = sites.find((s: { readonly site: string }) => s.site === name).rows[0]
      expect(Math.abs(row.mean - mean) / sd, name).toBeLessThan(0.1)
      expect(Math.abs(row.responseSd / sd - 1), name).toBeLessThan(0.02)
    }
  })

  test('in too few epochs have not, say so, and go on to the same bytes with more', async () => {
    const short = world()
    const { code, out } = await short.run(...words, '--epochs', '3')
    expect(code).toBe(3)
    expect(out).toMatch(/^settled: in \/run\nnot converged after 3 epochs: .*base \([\d.]+ sd\)/)
    expect(out).toContain('--resume --epochs 6')
    expect(short.record()).toMatchObject({ outcome: 'notConverged', epoch: 3 })
    const { out: summary } = await short.run('summary', '/run', '--backend', 'cpu')
    expect(summary).toContain('\nnot converged after 3 epochs: ')
    expect((await short.run(...words, '--resume', '--epochs', '60')).code).toBe(0)
    expect(short.bytes()).toEqual(whole.bytes())
  })

  test('interrupted, go on to the same bytes', async () => {
    const { files, loadModule, run, bytes } = world()
    const cut = await farrier({ files, loadModule, interruptAfter: 9 })(...words, '--epochs', '60')
    expect(cut.code).toBe(130)
    expect(cut.out).toMatch(/^interrupted and saved: \d+ of 2040 steps, in \/run\n/)
    expect((await run(...words, '--resume')).code).toBe(0)
    expect(bytes()).toEqual(whole.bytes())
  })
})

test.each([['--rate-location 0.01'], ['--method schedule'], ['--no-shrink']])(
  'a schedule is followed with %s',
  async (more) => {
    const { run, record } = world()
    await run(...words, '--epochs', '1', ...more.split(' '))
    expect(record()).toMatchObject({ outcome: 'finished' })
    expect(record().training.settle).toBeUndefined()
  }
)

test('what would be ignored is refused by name', async () => {
  const { run } = world()
  const { code, err } = await run(...words, '--method', 'settle', '--warm-up', '0.1')
  expect(code).toBe(1)
  expect(err).toContain('settle, and beside it --warm-up')
})
