/** Runs on tables: what the command line says, keeps, goes on with, tests and presses. */
import { beforeEach, describe, expect, test } from 'vitest'
import { pipe } from 'fp-ts/lib/function.js'
import logisticRegression from '../../dsl-examples/logistic-regression.ts'
import {
  add,
  axis,
  bernoulli,
  data,
  gather,
  groupHorseshoe,
  dense,
  categorical,
  include,
  indicesOf,
  normal,
  observe,
  over,
  plate,
  program,
  relu,
  sample
} from '../../src/index.ts'
import { md5 } from '../../src/storage/index.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { type MemoryFileSystem, memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { bytesOf } from '../support/Tables.ts'

const rows = (count: number, from = 0): string =>
  Array.from({ length: count }, (_, k) => {
    const i = from + k
    const state = Math.sin(i) > 0.1 * Math.cos(7 * i) ? 'ill' : 'well'
    return `${i},${Math.sin(i).toFixed(3)},${Math.cos(3 * i).toFixed(3)},${state}`
  }).join('\n')
const people = `id,age,dose,state\n${rows(40)}\n`

let files: MemoryFileSystem
beforeEach(() => {
  files = memoryFileSystem({
    files: {
      '/people.csv': bytesOf(people),
      '/new.csv': bytesOf(`age,dose,state\n1,0.5,ill\n-1,0.2,well\n`),
      '/other.csv': bytesOf(`age,dose,state\n1,0.5,ill\n-1,0.2,dead\n`)
    }
  })
})

const bind = ['--bind', 'x=age,dose', '--bind', 'y=state']
const fast = ['--backend', 'cpu', '--steps', '30']
const run = (...words: ReadonlyArray<string>) =>
  farrier({ files, model: logisticRegression })(...words)
const train = (...more: ReadonlyArray<string>) =>
  run('train', 'model.ts', '--data', '/people.csv', '--out', '/run', ...fast, ...bind, ...more)
const json = (path: string): unknown =>
  JSON.parse(new TextDecoder().decode(files.contents.get(path)))
const sum = (path: string): string => md5(files.contents.get(path) ?? new Uint8Array())

describe('a run on a table', () => {
  test('takes a size that the data have, says what it took and what nobody uses, and keeps it all', async () => {
    const { code, out, err } = await train()
    expect(out).toContain('next: farrier summary /run\n')
    expect(err).toMatch(
      /^features=2: 2 columns of \/people.csv\nnot used: \/people.csv: id\nepoch 1/
    )
    expect(code).toBe(0)
    expect(json('/run/run.json')).toMatchObject({
      format: 3,
      model: { settings: { features: '2' } },
      data: {
        kind: 'tables',
        files: [{ path: '/people.csv', md5: sum('/people.csv') }],
        bind: ['x=age,dose', 'y=state'],
        holdOut: 0,
        labels: { axes: { features: ['age', 'dose'] }, outcomes: { y: ['ill', 'well'] } }
      },
      training: { batch: {}, steps: 30 }
    })
  })

  test('says which setting disagrees with the data', async () => {
    const { code, err } = await train('--set', 'features=3')
    expect(code).toBe(1)
    expect(err).toContain(
      'features: features has 3 in the model, and the data have 2 columns of /people.csv'
    )
    expect(err).toContain('try: --set features=2, or bind other columns')
  })

  test('is the same in batches or after an interruption, byte for byte', async () => {
    for (const more of [[], ['--batch', '8', '--epochs', '4']]) {
      await train('--force', ...more)
      const whole = ['posterior.safetensors', 'metrics.jsonl'].map((name) => sum(`/run/${name}`))
      const words = [
        'train',
        'model.ts',
        '--data',
        '/people.csv',
        '--out',
        '/cut',
        ...fast,
        ...bind
      ]
      const cut = await farrier({ files, model: logisticRegression, interruptAfter: 2 })(
        ...words,
        '--force',
        ...more
      )
      expect(cut.code).toBe(130)
      expect(await run('train', 'model.ts', '--out', '/cut', '--resume')).toMatchObject({ code: 0 })
      expect(['posterior.safetensors', 'metrics.jsonl'].map((name) => sum(`/cut/${name}`))).toEqual(
        whole
      )
    }
  })

  test('is not gone on with, tested or pressed on a file that has changed', async () => {
    await train()
    await files.writeWhole('/people.csv', bytesOf(people.replace('0,0.000', '0,0.001')))()
    expect((await run('train', 'model.ts', '--out', '/run', '--resume')).err).toMatch(
      /^\/run: data\/files\/0\/md5: the run has [0-9a-f]{32}, this command [0-9a-f]{32}/m
    )
    for (const words of [
      ['eval', '/run', '--backend', 'cpu'],
      ['press', '/run', '--out', '/net.farrier', '--backend', 'cpu']
    ])
      expect((await run(...words)).err).toMatch(
        /^\/people.csv: this file has changed since the run was trained/
      )
  })

  test('is tested on its own rows, on rows held out, on new rows with its labels', async () => {
    await train()
    const own = await run('eval', '/run', '--backend', 'cpu', '--draws', '5')
    expect(own.out).toContain('on people.csv\n40 of these rows were trained on\nplug-in at')
    expect((await run('eval', '/run', '--data', '/new.csv', '--backend', 'cpu')).out).toMatch(
      /on new.csv\nplug-in at the posterior means: error .* \(2 values of y\)/
    )
    expect((await run('eval', '/run', '--data', '/other.csv', '--backend', 'cpu')).err).toMatch(
      /^\/other.csv, line 3 \(row 2\), column 'state': 'dead' is a category that the model was not/
    )
    await train('--force', '--hold-out', '10')
    expect(json('/run/run.json')).toMatchObject({ data: { holdOut: 10 } })
    const held = await run('eval', '/run', '--backend', 'cpu')
    expect(held.out).toMatch(/on the last 10 rows of people.csv\nplug-in .* \(10 values of y\)/)
    const more = await run('eval', '/run', '--hold-out', '15', '--backend', 'cpu')
    expect(more.out).toContain('\n5 of these rows were trained on\n')
  })

  test.each([
    ['40', 'expected to hold out from 1 to 39 of the 40 rows of people.csv, found 40'],
    ['99', 'found 99']
  ])('holding out %s of 40 rows is refused', async (count, says) => {
    expect((await train('--hold-out', count)).err).toContain(says)
  })
})

test('a network of a table is pressed, and its file is tested with its own labels', async () => {
  const persons = plate('persons'),
    inputs = axis('inputs', 2),
    hidden = axis('hidden', 4),
    states = axis('states', 2)
  const network = pipe(
    program,
    data('x', [persons, inputs]),
    include('fc1', ({ x }) => dense(inputs, hidden, groupHorseshoe(1e-3))(x)),
    include('fc2', ({ fc1 }) => dense(hidden, states, groupHorseshoe(1e-3))(relu(fc1))),
    observe('y', ({ fc2 }) => over(persons)(categorical({ logits: fc2, along: states })))
  )
  const net = farrier({ files, model: network })
  const words = ['train', 'model.ts', '--data', '/people.csv', '--out', '/run', ...bind]
  expect(await net(...words, '--backend', 'cpu', '--steps', '200')).toMatchObject({ code: 0 })
  const pressed = await net('press', '/run', '--out', '/net.farrier', '--backend', 'cpu')
  expect(pressed.out).toContain('test it: farrier eval /net.farrier --data /people.csv')
  const tested = await net('eval', '/net.farrier', '--data', '/new.csv', '--backend', 'cpu')
  expect(tested.out).toMatch(/on new.csv\nerror .* \(2 values of y\)/)
  expect((await net('eval', '/net.farrier', '--data', '/other.csv')).err).toContain("'dead' is a")
})

describe('what --data names', () => {
  test.each<[string, ReadonlyArray<string>, RegExp]>([
    [
      'tables and images at once',
      ['--data', '/images'],
      /^--data: expected files of tables, found \/images/
    ],
    ['a file that is not there', ['--data', '/none.csv'], /^\/none.csv: no such file/]
  ])('%s is refused', async (_, more, says) => {
    expect((await train(...more)).err).toMatch(says)
  })

  test('images are not bound by columns', async () => {
    expect(
      (await farrier()('train', 'm.ts', '--data', '/data', '--out', '/r', '--bind', 'x=a')).err
    ).toMatch(/^--bind: expected tables, found the images of \/data/)
  })

  const severalFiles =
    'several files fill one model; rows with latent sites of their own are seen whole, ' +
    'and not held out'
  test(severalFiles, async () => {
    const pupils = plate('pupils'),
      schools = axis('schools', 2),
      grouped = pipe(
        program,
        data('school', [pupils], indicesOf(schools)),
        data('size', [schools]),
        sample('ability', over(pupils)(normal(0, 1))),
        observe('pass', ({ ability, school, size }) =>
          bernoulli({ logits: pipe(size, gather(schools)(school), add(ability)) })
        )
      )
    const world = memoryFileSystem({
      files: {
        '/pupils.csv': bytesOf('school,pass\nB,true\nA,false\nB,true\n'),
        '/schools.csv': bytesOf('school,size\nA,-1\nB,2\n')
      }
    })
    const words = 'train m.ts --data /pupils.csv --data /schools.csv --out /run --steps 20'
    const nested = farrier({ files: world, model: grouped })
    expect(await nested(...words.split(' '), '--backend', 'cpu')).toMatchObject({ code: 0 })
    const record = JSON.parse(new TextDecoder().decode(world.contents.get('/run/run.json')))
    expect(record).toMatchObject({
      training: { batch: {} },
      data: { labels: { axes: { schools: ['A', 'B'] }, outcomes: { pass: ['false', 'true'] } } }
    })
    expect((await nested(...words.split(' '), '--force', '--hold-out', '1')).err).toMatch(
      /^--hold-out: each member of pupils has latent sites of its own/
    )
  })
})
