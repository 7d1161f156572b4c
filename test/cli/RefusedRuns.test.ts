/** What a command refuses before it has written anything, and what it says of models without weights. */
import { describe, expect, test } from 'vitest'
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  axis,
  contract,
  data,
  gather,
  halfNormal,
  indicesOf,
  mul,
  normal,
  observe,
  over,
  plate,
  positives,
  program,
  sample
} from '../../src/index.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { bytesOf } from '../support/Tables.ts'

const rows = plate('rows'),
  cells = axis('cells', 3),
  inputs = axis('inputs', 2)
const line = pipe(
  program,
  data('x', [rows]),
  sample('slope', normal(0, 5)),
  sample('noise', halfNormal(2)),
  observe('y', ({ x, slope, noise }) => normal(pipe(x, mul(slope), add(1)), noise))
)
const level = pipe(
  program,
  sample('mu', normal(0, 5)),
  observe('y', ({ mu }) => over(cells)(normal(mu, 1)))
)
const measured = pipe(
  program,
  data('sd', [cells], positives),
  sample('mu', normal(0, 5)),
  observe('y', ({ mu, sd }) => over(cells)(normal(mu, sd)))
)

const world = (model: unknown) => {
  const files = memoryFileSystem({
    files: {
      '/t.csv': bytesOf('x,y\n1,2\n2,3.5\n4,4\n'),
      '/cells.csv': bytesOf('y\n1\n2\n3\n'),
      '/measured.csv': bytesOf('y,sd\n1,1\n2,1\n3,2\n'),
      '/of.csv': bytesOf('group,y\nb,1\na,2\nb,3\n'),
      '/groups.csv': bytesOf('group,size\nb,1\na,2\n'),
      '/text.txt': bytesOf('x,y\n1,2\n')
    }
  })
  const run = farrier({ files, model })
  const train = (table: string, ...more: ReadonlyArray<string>) =>
    run('train', 'm.ts', '--data', table, '--out', '/run', '--backend', 'cpu', ...more)
  return { files, run, train }
}

describe('what is refused leaves nothing behind', () => {
  test.each<[string, ReadonlyArray<string>, RegExp]>([
    ['a share above 1', ['--warm-up', '2'], /^warmUp: expected a number from 0 to 1, found 2\n/],
    [
      'a share below 0',
      ['--decay-from', '-1'],
      /^decayFrom: expected a number from 0 to 1, found -1\n/
    ],
    [
      'an axis that runs along no rows, bound to a column',
      ['--bind', 'x=x', '--bind', 'rows=z'],
      /^--bind rows: there is no column 'z'/
    ]
  ])('%s', async (_, more, says) => {
    const { files, train } = world(line)
    const { code, err } = await train('/t.csv', ...more)
    expect(err).toMatch(says)
    expect(code).toBe(1)
    expect([...files.contents.keys()].filter((path) => path.startsWith('/run'))).toEqual([])
  })

  test('fewer than two draws, or more than are kept, are refused', async () => {
    const { run, train, files } = world(line)
    await train('/t.csv', '--steps', '20')
    for (const draws of ['1', '1000001', '1e9']) {
      const asked = ['--draws', draws, '--backend', 'cpu']
      const said = await run('predict', '/run', '--data', '/t.csv', '--out', '/p.csv', ...asked)
      expect(said.err).toMatch(/^draws: expected a whole number from 2 to 1000000, found 1/)
      expect(said.code).toBe(1)
      expect((await run('summary', '/run', ...asked)).code).toBe(1)
    }
    expect(files.contents.has('/p.csv')).toBe(false)
  })

  test('a file with the ending of no table is told from a folder of images', async () => {
    const { train } = world(line)
    expect((await train('/text.txt', '--bind', 'x=x')).err).toMatch(
      /the ending of a file says that it is a table: .csv.*\n {2}try: give the file the ending/
    )
    expect((await train('/t.csv.gz', '--bind', 'x=x')).err).toContain(
      'try: unpack it: gunzip -k /t.csv.gz'
    )
    expect((await train('/x.constructor')).code).toBe(1)
  })
})

describe('columns that cannot be meant', () => {
  test.each<[string, ReadonlyArray<string>, RegExp]>([
    ['a column twice in one slot', ['x=y,x,y'], /^--bind x: the column 'y' is there twice\n/],
    ['also by a prefix', ['x=y*,x,y'], /^--bind x: the column 'y' is there twice\n/],
    [
      'an axis whose members are no rows',
      ['x=x,y', 'inputs=y'],
      /^--bind inputs: no table that has y has a row for each member of inputs\n/
    ]
  ])('%s', async (_, bindings, says) => {
    const plane = pipe(
      program,
      data('x', [rows, inputs]),
      sample('slope', over(inputs)(normal(0, 5))),
      observe('y', ({ x, slope }) => normal(pipe(x, contract(inputs)(slope)), 1))
    )
    const { code, err } = await world(plane).train(
      '/t.csv',
      ...bindings.flatMap((text) => ['--bind', text])
    )
    expect(err).toMatch(says)
    expect(code).toBe(1)
  })

  test('where no column is left over, none is proposed', async () => {
    const { err } = await world(line).train('/cells.csv')
    expect(err).toMatch(/^x: .*\n.*\n {2}try: add a column x, or a file that has it \(--data\)/)
  })
})

describe('files that a run still needs', () => {
  test('predictions of own cells take the data of the training, or none', async () => {
    const { files, run, train } = world(measured)
    await train('/measured.csv', '--steps', '20')
    const own = ['predict', '/run', '--backend', 'cpu']
    expect((await run(...own)).code).toBe(0)
    await files.writeWhole('/measured.csv', bytesOf('y,sd\n1,1\n2,1\n3,9\n'))()
    const { code, err } = await run(...own)
    expect(err).toMatch(/^\/measured.csv: this file has changed since the run was trained/)
    expect(code).toBe(1)
  })

  test('predictions do not take the place of the rows that they are of', async () => {
    const { files, run, train } = world(line)
    await train('/t.csv', '--steps', '20')
    const before = files.contents.get('/t.csv')
    const { code, err } = await run('predict', '/run', '--data', '/t.csv', '--out', '//t.csv')
    expect(err).toMatch(/^farrier predict --out: expected another file than the new rows/)
    expect(code).toBe(1)
    expect(files.contents.get('/t.csv')).toBe(before)
  })

  test('new rows may come in the files of the training', async () => {
    const groups = plate('groups')
    const { run } = world(
      pipe(
        program,
        data('group', [rows], indicesOf(groups)),
        data('size', [groups]),
        sample('level', ({ size }) => over(groups)(normal(size, 1))),
        observe('y', ({ group, level }) => normal(pipe(level, gather(groups)(group)), 1))
      )
    )
    const both = ['--data', '/of.csv', '--data', '/groups.csv', '--backend', 'cpu']
    expect((await run('train', 'm.ts', ...both, '--out', '/run', '--steps', '20')).code).toBe(0)
    const alone = await run('predict', '/run', '--data', '/of.csv', '--backend', 'cpu')
    const together = await run('predict', '/run', ...both)
    expect(together.err).toBe('not used: /of.csv: y\nnot used: /groups.csv: group, size\n')
    expect(together.code).toBe(0)
    expect(together.out).toBe(alone.out)
  })

  test('an empty name is none', async () => {
    const { run } = world(line)
    const { code, err } = await run('train', 'm.ts', '--data', '/t.csv', '--out', '')
    expect(err).toMatch(/^farrier train --out: expected a text, found ''/)
    expect(code).toBe(1)
  })
})

describe('what is said of models of tables', () => {
  test('a pressed model without weights has no rates, and rows are no images', async () => {
    const { run, train } = world(line)
    await train('/t.csv', '--steps', '20')
    const pressed = await run('press', '/run', '--out', '/n.farrier', '--backend', 'cpu')
    expect(pressed.out).toContain('\nno gates, so nothing is pruned\n')
    expect(pressed.err).toContain('effects on 3 training rows,')
    const tested = await run('eval', '/n.farrier', '--data', '/t.csv', '--backend', 'cpu')
    const inspected = await run('inspect', '/n.farrier')
    for (const { code, out } of [pressed, tested, inspected]) {
      expect(code).toBe(0)
      expect(out).not.toMatch(/NaN|×|—/)
    }
  })

  test('cells of fixed axes are data, not rows', async () => {
    const { run, train } = world(level)
    await train('/cells.csv', '--steps', '20')
    const { out } = await run('eval', '/run', '--backend', 'cpu')
    expect(out).toContain('\nthese are the data that it was trained on\n')
  })
})
