import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import {
  add,
  axis,
  bernoulli,
  data,
  gather,
  halfNormal,
  indicesOf,
  mul,
  normal,
  observe,
  over,
  plate,
  program,
  sample
} from '../../src/index.ts'
import { farrier, trainWords } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { bytesOf } from '../support/Tables.ts'
import { toyImages } from '../support/ToyImages.ts'

const pupils = plate('pupils'),
  schools = axis('schools', 3)

/** Each pupil has a score by school and age, and passes or not. */
const model = pipe(
  program,
  data('age', [pupils]),
  data('school', [pupils], indicesOf(schools)),
  sample('slope', normal(0, 1)),
  sample('level', over(schools)(normal(0, 3))),
  sample('sigma', halfNormal(1)),
  observe('score', ({ age, school, slope, level, sigma }) =>
    normal(pipe(level, gather(schools)(school), add(pipe(age, mul(slope)))), sigma)
  ),
  observe('passed', ({ age, slope }) => bernoulli({ logits: pipe(age, mul(slope)) }))
)

const train = `age,school,score,passed
1,north,2.1,yes
-1,north,0.1,no
2,south,-0.9,yes
-2,south,-5.2,no
1,"east, or so",4.1,yes
0,"east, or so",2.9,yes
0,north,1.2,no
`

const rates = ['--rate-location', '--rate-scale', '--rate-variance'].flatMap((r) => [r, '0.05'])

const texts = (files: Readonly<Record<string, string>>): Readonly<Record<string, Uint8Array>> =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [path, bytesOf(text)]))

/** What is on the disk after a training. */
const trained = (async () => {
  const files = memoryFileSystem({ files: texts({ '/train.csv': train }) })
  const words = ['train', 'model.ts', '--data', '/train.csv', '--out', '/run']
  const more = ['--backend', 'reference', '--steps', '600', ...rates]
  expect(await farrier({ files, model })(...words, ...more)).toMatchObject({ code: 0 })
  return Object.fromEntries(files.contents)
})()

/** A trained run in /run beside the files given, by path. */
const world = async (given: Readonly<Record<string, string>>) => {
  const files = memoryFileSystem({ files: { ...(await trained), ...texts(given) } })
  const words = ['predict', '/run', '--backend', 'reference', '--draws', '200']
  return {
    predict: (...more: ReadonlyArray<string>) => farrier({ files, model })(...words, ...more),
    written: (path: string) => new TextDecoder().decode(files.contents.get(path))
  }
}

const newRows = 'school,age\nsouth,1\n"east, or so",0\nsouth,1\n'

test('new rows are predicted into a file: quantiles of numbers, a probability for each label', async () => {
  const { predict, written } = await world({ '/new.csv': newRows })
  const { code, out, err } = await predict('--data', '/new.csv', '--out', '/predictions.csv')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(
    /^6 predictions of score, passed in \/predictions.csv\n200 posterior predictive/
  )
  const [head, ...rows] = written('/predictions.csv').trimEnd().split('\n')
  expect(head).toBe('site,pupils,mean,sd,q0.05,q0.5,q0.95,p(no),p(yes)')
  expect(rows.map((row) => row.split(',').slice(0, 2).join())).toEqual([
    'score,0',
    'score,1',
    'score,2',
    'passed,0',
    'passed,1',
    'passed,2'
  ])
  const number = (row: number, column: number): number => Number(rows[row]?.split(',')[column])
  // south is about −3, east about 3
  expect(number(0, 2)).toBeLessThan(number(1, 2))
  expect(number(0, 4)).toBeLessThan(number(0, 5))
  expect(number(0, 5)).toBeLessThan(number(0, 6))
  // equal rows have equal probabilities, and draws of their own
  expect(number(3, 8)).toBe(number(5, 8))
  expect(number(0, 2)).not.toBe(number(2, 2))
  expect(number(4, 8)).toBeCloseTo(0.5, 6)
})

test('a pressed network has no deviations: its run is asked for', async () => {
  const { err, code } = await farrier()('predict', '/net.farrier', '--data', '/new.csv')
  expect(code).toBe(1)
  expect(err).toContain('expected the record of a run, found nothing there')
  expect(err).toMatch(/try: name the folder of the run that the network came from.*`export`/)
})

test('the same seed predicts the same bytes; without --out a table is printed, as JSON an object', async () => {
  const { predict } = await world({ '/new.csv': newRows })
  const first = await predict('--data', '/new.csv')
  expect(first.out).toMatch(/^site +pupils +mean +sd +q0.05 +q0.5 +q0.95 +p\(no\) +p\(yes\)\n/)
  expect(await predict('--data', '/new.csv')).toEqual(first)
  expect(await predict('--data', '/new.csv', '--seed', '5')).not.toEqual(first)
  const json = JSON.parse((await predict('--data', '/new.csv', '--json', '--rows', '1')).out)
  expect(json).toMatchObject({ draws: 200, seed: 1 })
  expect(json.rows).toHaveLength(6)
})

test('observed columns among the new rows are not used, and that is said', async () => {
  const { predict } = await world({ '/new.csv': newRows, '/old.csv': train })
  const { code, err } = await predict('--data', '/old.csv', '--bind', 'age=age')
  expect({ code, err }).toEqual({ code: 0, err: 'not used: /old.csv: score, passed\n' })
})

test.each<readonly [string, string, string]>([
  [
    'a school that it was not trained on',
    'school,age\nwest,1\n',
    "'west' is a category that the model was not trained on"
  ],
  ['a missing column', 'school\nsouth\n', 'the model wants age over [pupils]'],
  ['a wrong header', 'School,Age\nsouth,1\n', 'no column is named age'],
  ['no rows', 'school,age\n', '/new.csv: expected rows below the header, found none'],
  ['text where a number is wanted', 'school,age\nsouth,old\n', "found 'old'"],
  ['a missing value', 'school,age\nsouth,\n', 'expected a number, found nothing']
])('%s is refused, with where, what, why and what to try', async (_, text, message) => {
  const { predict } = await world({ '/new.csv': text })
  const { code, err } = await predict('--data', '/new.csv')
  expect(code).toBe(1)
  expect(err).toContain(message)
  expect(err).toMatch(/\n {2}why: .*\n {2}try: /)
})

test('without new rows a model with a plate says what it needs', async () => {
  const { predict } = await world({})
  expect(await predict()).toMatchObject({
    code: 1,
    err: expect.stringContaining('give data for age, school (--data new.csv)')
  })
})

test('a classifier of images predicts new arrays: a probability for each class', async () => {
  const disk = memoryFileSystem({
    files: {
      ...toyImages('/data'),
      ...texts({
        '/new.json': JSON.stringify(
          [0, 0.5].map((v) => ({ x: Array.from({ length: 16 }, () => v) }))
        )
      })
    }
  })
  const run = farrier({ files: disk })
  await run(...trainWords('/images'))
  const words = ['--data', '/new.json', '--draws', '20', '--backend', 'cpu', '--json']
  const { out, err } = await run('predict', '/images', ...words)
  expect(err).toBe('')
  const { columns, rows } = JSON.parse(out)
  expect(columns).toEqual(['images', 'p(0)', 'p(1)', 'p(2)'])
  for (const [i, [row, ...probabilities]] of rows.entries()) {
    expect(row).toBe(i)
    expect(probabilities.reduce((a: number, b: number) => a + b, 0)).toBeCloseTo(1, 9)
  }
})
