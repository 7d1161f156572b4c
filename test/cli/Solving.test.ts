/** What the command line does where every step sees all data: eight schools, by default. */
import { readFileSync } from 'node:fs'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { describe, expect, test } from 'vitest'
import eightSchools from '../../dsl-examples/eight-schools.ts'
import { normal, observe, over, plate, program, relu, sample } from '../../src/index.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { bytesOf } from '../support/Tables.ts'

const table = Uint8Array.from(
  readFileSync(new URL('../../dsl-examples/data/eight-schools.csv', import.meta.url))
)
const world = () => {
  const files = memoryFileSystem({ files: { '/schools.csv': table } })
  const run = farrier({ files, loadModule: () => TE.right({ default: eightSchools }) })
  const train = (...more: ReadonlyArray<string>) =>
    run('train', 'eight-schools.ts', '--data', '/schools.csv', '--out', '/run', ...more)
  const record = () =>
    JSON.parse(new TextDecoder().decode(files.contents.get('/run/run.json') ?? new Uint8Array()))
  return { files, run, train, record }
}

test('interrupted, it says after which round, and ends in the same bytes when it goes on', async () => {
  const whole = world()
  await whole.train()
  const { files, run } = world()
  const words = ['train', 'eight-schools.ts', '--data', '/schools.csv', '--out', '/run']
  const cut = farrier({
    files,
    loadModule: () => TE.right({ default: eightSchools }),
    interruptWhen: () => files.contents.has('/run/state.safetensors')
  })
  const { code, out } = await cut(...words)
  expect(code).toBe(130)
  expect(out).toMatch(/^interrupted and saved: 1 of \d+ rounds, in \/run\n/)
  expect((await run(...words, '--resume')).code).toBe(0)
  expect(files.contents.get('/run/posterior.safetensors')).toEqual(
    whole.files.contents.get('/run/posterior.safetensors')
  )
})

test('interrupted in its first round, it ends at once, and goes on from the beginning', async () => {
  const whole = world()
  await whole.train()
  const { files, run } = world()
  const words = ['train', 'eight-schools.ts', '--data', '/schools.csv', '--out', '/run']
  const loadModule = () => TE.right({ default: eightSchools })
  const { code, out } = await farrier({ files, loadModule, interruptAfter: 1 })(...words)
  expect(code).toBe(130)
  expect(out).toMatch(/^interrupted and saved: 0 of \d+ rounds, in \/run\n/)
  expect((await run(...words, '--resume')).code).toBe(0)
  expect(files.contents.get('/run/posterior.safetensors')).toEqual(
    whole.files.contents.get('/run/posterior.safetensors')
  )
})

describe('by default it is solved', () => {
  test('the record says that it converged, in which form, and why', async () => {
    const { train, record } = world()
    const { code, out } = await train()
    expect(code).toBe(0)
    expect(out).toMatch(/^solved: in \/run\nconverged after \d+ rounds: no site is further than /)
    expect(out).toContain('tau: one log-normal, ')
    expect(record()).toMatchObject({
      outcome: 'converged',
      compile: { halfCauchy: 'collapsed' },
      solution: { moving: [] },
      form: [{ sites: ['tau'] }, { sites: ['theta'], what: 'non-centred' }]
    })
  })

  test('the summary has the optimum, deviations by linear response, and how it ended', async () => {
    const { run, train } = world()
    await train()
    const { out } = await run('summary', '/run', '--backend', 'cpu')
    expect(out).toMatch(/^site +mean +sd +sd lr /)
    expect(out).toMatch(/\nmu +4\.52\d* +3\.1\d* +3\.2/)
    expect(out).toContain('\nconverged after ')
    const json = JSON.parse((await run('summary', '/run', '--json', '--backend', 'cpu')).out)
    expect(json).toMatchObject({ outcome: 'converged', solution: { moving: [] } })
    expect(json.sites[0].rows[0].responseSd).toBeGreaterThan(3.1)
  })

  test('resumed, it is what it was, to the byte', async () => {
    const { files, train } = world()
    await train()
    const before = new Map(files.contents)
    expect((await train('--resume')).code).toBe(0)
    for (const name of ['run.json', 'posterior.safetensors', 'state.safetensors', 'metrics.jsonl'])
      expect(files.contents.get(`/run/${name}`)).toEqual(before.get(`/run/${name}`))
  })
})

test('a form that is given is kept, and no other is tried', async () => {
  const { train, record } = world()
  await train('--half-cauchy', 'decomposed', '--centred', 'theta')
  expect(record()).toMatchObject({ compile: { halfCauchy: 'decomposed', centred: 'theta' } })
  expect(record().form).toBeUndefined()
})

test.each([['--steps 20'], ['--method schedule --draws 10'], ['--rate-location 0.01']])(
  'a schedule is followed with %s',
  async (words) => {
    const { train, record } = world()
    await train(...words.split(' '))
    expect(record()).toMatchObject({ outcome: 'finished', compile: { halfCauchy: 'decomposed' } })
    expect(record().training.solve).toBeUndefined()
  }
)

describe('where it does not arrive', () => {
  // data below a corner of the likelihood: on one side of it draws feel nothing, on the other all
  const cornered = pipe(
    program,
    sample('corner', normal(0, 1)),
    observe('y', ({ corner }) => over(plate('rows'))(normal(relu(corner), 0.01)))
  )
  const cornerWorld = () => {
    const files = memoryFileSystem({ files: { '/y.csv': bytesOf('y\n-1\n-1\n') } })
    const run = farrier({ files, loadModule: () => TE.right({ default: cornered }) })
    const train = (...more: ReadonlyArray<string>) =>
      run('train', 'corner.ts', '--data', '/y.csv', '--out', '/run', ...more)
    return { files, run, train }
  }

  test('it exits with code 3, and says which sites still moved, and the summary does', async () => {
    const { files, run, train } = cornerWorld()
    const { code, out } = await train()
    expect(code).toBe(3)
    expect(out).toMatch(
      /^solved: in \/run\nnot converged after 40 rounds: corner still moved, by up to /
    )
    const record: unknown = JSON.parse(
      new TextDecoder().decode(files.contents.get('/run/run.json') ?? new Uint8Array())
    )
    expect(record).toMatchObject({ outcome: 'notConverged', solution: { moving: ['corner'] } })
    const summary = await run('summary', '/run', '--backend', 'cpu')
    expect(summary.out).toContain('\nnot converged after 40 rounds: corner still moved, ')
  })
})
