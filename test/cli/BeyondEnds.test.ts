/**
 * A model whose data set an end to a latent, as a person runs it: trained, gone on with, pressed and
 * tested on data that lie beyond.
 */
import { right } from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import serialNumbers from '../../dsl-examples/serial-numbers.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { bytesOf } from '../support/Tables.ts'

const files = memoryFileSystem({
  files: {
    '/data.csv': bytesOf('number\n12\n240\n96\n'),
    '/more.csv': bytesOf('number\n12\n9000\n'),
    '/below.csv': bytesOf('number\n12\n-3\n')
  }
})
const run = farrier({ files, loadModule: () => right({ default: serialNumbers }) })
const engine = ['--backend', 'wasm', '--threads', '1']
const train = (...more: ReadonlyArray<string>) =>
  run('train', 'model.ts', '--out', '/run', '--steps', '200', ...more, ...engine)

describe('a run with a latent end', () => {
  test('is tested on data beyond it: how many have no density, and which is the first', async () => {
    expect(await train('--data', '/data.csv')).toMatchObject({ code: 0 })
    const own = await run('eval', '/run', ...engine)
    expect(own.out).not.toContain('beyond')
    const tested = await run('eval', '/run', '--data', '/more.csv', '--draws', '50', ...engine)
    const words =
      '∞ nats per value (2 values of number; 1 of them beyond what it can be, ' +
      'the first is number 2)'
    expect(tested.out).toContain(`plug-in at the posterior means: ${words}`)
    expect(tested.out).toContain(`posterior predictive, 50 draws: ${words}`)
    const json = await run('eval', '/run', '--data', '/more.csv', '--json', ...engine)
    expect(JSON.parse(json.out)).toMatchObject({
      plugIn: [{ nllNats: 'Infinity', beyond: { count: 1, first: 2 } }]
    })
    const below = await run('eval', '/run', '--data', '/below.csv', ...engine)
    expect(below.code).toBe(1)
    expect(below.err).toContain('number: a value is -3, below 0')
  })

  test('pressed, has no density beyond it either', async () => {
    expect(await run('press', '/run', '--out', '/net', ...engine)).toMatchObject({ code: 0 })
    for (const beyond of ['/more.csv', '/below.csv'])
      expect((await run('eval', '/net', '--data', beyond, ...engine)).out).toContain(
        '1 of them beyond what it can be, the first is number 2'
      )
    expect((await run('eval', '/net', '--data', '/data.csv', ...engine)).out).not.toContain(
      'beyond'
    )
  })

  test('is not begun with data that its law cannot give, and leaves no folder', async () => {
    const bad = ['--data', '/below.csv', '--out', '/other']
    const refused = await run('train', 'model.ts', ...bad, ...engine)
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('correct row 2 of the data')
    expect([...files.contents.keys()].some((name) => name.startsWith('/other'))).toBe(false)
  })
})
