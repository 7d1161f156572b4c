/**
 * Messages that lead on: they name what is wrong where it is, and what they suggest can be done.
 */
import { describe, expect, test } from 'vitest'
import {
  axis,
  categorical,
  data,
  draw,
  exp,
  model,
  mul,
  normal,
  observe,
  over,
  plate,
  type Program
} from '../../src/index.ts'
import { shellWord } from '../../src/ir/ShellWord.ts'
import { fileProblem } from '../../src/storage/FileProblem.ts'
import { type Answer, farrier, type World } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'

const rows = plate('rows')
/** y ~ normal(mean(b, x), 1) over rows of a table. */
const regression = (exponential: boolean): Program<unknown, unknown, void> =>
  model(function* () {
    const x = yield* data('x', [rows])
    const b = yield* draw('b', normal(0, 1))
    const mean = mul(b)(x)
    yield* observe('y', normal(exponential ? exp(mean) : mean, 1))
  })

const table = (text: string): World => ({
  model: regression(false),
  files: memoryFileSystem({ files: { '/my data.csv': new TextEncoder().encode(text) } })
})
const good = 'x,y\n1,2\n2,4\n3,7\n'
const words = (text: string): ReadonlyArray<string> => text.split(' ')
const train = (out: string, ...more: ReadonlyArray<string>): ReadonlyArray<string> =>
  ['train', 'my model.ts', '--data', '/my data.csv', '--out', out].concat(
    words('--backend reference --steps 3'),
    more
  )

test('a start that cannot be computed: the largest values are named, learning rates are not', async () => {
  const world = { ...table('x,y\n1,2\n-3e30,4\n3e30,7\n'), model: regression(true) }
  const { code, err } = await farrier(world)(...train('/run'))
  expect(code).toBe(1)
  expect(err.trimEnd().split('\n')).toEqual([
    'step 1: the error cost of y is not finite',
    expect.stringContaining(
      'it is the start, before anything is learnt. The largest |values| of the data: x 3e+30, y 7'
    ),
    expect.stringMatching(/^ {2}try: bring the data to a scale of about 1, or give sites a start/)
  ])
  expect(err).not.toContain('learning rates')
})

test('data that no line uses are asked for with a word', async () => {
  const lonely = model(function* () {
    yield* data('x', [rows])
    yield* observe('y', over(rows)(normal(yield* draw('b', normal(0, 1)), 1)))
  })
  const one = { ...table(good), model: lonely }
  const said = 'the data x are asked for, and change nothing'
  expect((await farrier(one)('explain', 'model.ts')).out).toContain(said)
  const { err } = await farrier(one)(...train('/run'))
  expect(err).toContain(`not used: ${said}: no line of the model uses them`)
})

test('a prediction says which latents of its rows come from their prior', async () => {
  const levels = model(function* () {
    yield* data('x', [rows])
    const mu = yield* draw('mu', normal(0, 1))
    const theta = yield* draw('theta', over(rows)(normal(mu, 1)))
    yield* observe('y', normal(theta, 1))
  })
  const run = farrier({ ...table(good), model: levels })
  await run(...train('/run'))
  const ask = ['predict', '/run', '--data', '/my data.csv'].concat(
    words('--backend cpu --draws 10')
  )
  const { out, code } = await run(...ask)
  expect({ code, last: out.trimEnd().split('\n').at(-1) }).toEqual({
    code: 0,
    last: 'theta of the new rows: drawn from the prior, given the rest; the training has no data on them'
  })
  expect(JSON.parse((await run(...ask, '--json')).out)).toMatchObject({ fromPrior: ['theta'] })
})

test('classes of a table that are numbered from 1: how to number them is said', async () => {
  const classes = axis('classes', 3)
  const three = model(function* () {
    const x = yield* data('x', [rows])
    const b = yield* draw('b', over(classes)(normal(0, 1)))
    yield* observe('y', categorical({ logits: mul(b)(x), along: classes }))
  })
  const refusal = async (text: string): Promise<string> =>
    (await farrier({ ...table(text), model: three })(...train('/run'))).err
  expect(await refusal('x,y\n1,1\n2,3\n3,2\n')).toMatch(
    /an observed value is 3, and the outcomes are 0 to 2\n.*\n {2}try: subtract 1 from all of them/
  )
  expect(await refusal('x,y\n1,1\n2,7\n3,2\n')).toContain(
    'try: correct row 2 of the data, or number the outcomes from 0'
  )
  // and words are numbered by themselves
  const named = await farrier({ ...table('x,y\n1,c1\n2,c3\n3,c2\n'), model: three })(
    ...train('/run')
  )
  expect(named.code).toBe(0)
})

test('so it is where a fit is solved', async () => {
  const world = { ...table('x,y\n1,2\n-3e30,4\n3e30,7\n'), model: regression(true) }
  const { code, err } = await farrier(world)(
    ...words('train model.ts --out /run --backend reference --data'),
    '/my data.csv'
  )
  expect(code).toBe(1)
  expect(err).toContain('round 1: the loss of y is not finite where a fit could begin')
  expect(err).toContain('The largest |values| of the data: x 3e+30, y 7')
})

test('what is said of a schedule is not ignored by a solver', async () => {
  const { code, err } = await farrier(table(good))(...train('/run', '--method', 'solve'))
  expect(code).toBe(1)
  expect(err).toContain('farrier train --method: solve, and beside it --steps')
})

describe('seeds', () => {
  test.each(['0', '-3'])('%s is a seed of the command line, as of programs', async (seed) => {
    const run = farrier(table(good))
    expect((await run(...train('/run', '--seed', seed))).code).toBe(0)
    const summary = await run(
      ...words('summary /run --backend reference --draws 10 --json --seed'),
      seed
    )
    expect(summary.code).toBe(0)
  })
})

describe('commands that are printed', () => {
  test('are read back by a shell', async () => {
    const { out, code } = await farrier(table(good))(...train("/it's mine"))
    expect({ code, last: out.trimEnd().split('\n').at(-1) }).toEqual({
      code: 0,
      last: "next: farrier summary '/it'\\''s mine'"
    })
    const stopped: Answer = await farrier({ ...table(good), interruptAfter: 1 })(...train('/a b'))
    expect(stopped.out).toContain("go on with: farrier train 'my model.ts' --out '/a b' --resume")
  })
  test('leave plain words as they are', () => {
    expect(['runs/a-1', 'größe.csv', 'a b', '', '~/x', "'", '$HOME', 'a*'].map(shellWord)).toEqual([
      'runs/a-1',
      'größe.csv',
      "'a b'",
      "''",
      "'~/x'",
      "''\\'''",
      "'$HOME'",
      "'a*'"
    ])
  })
})

describe('a network of a table', () => {
  test('names its table where data are needed, and has no per cent of no weights', async () => {
    const run = farrier(table(good))
    await run(...train('/run'))
    const pressed = await run(...words('press /run --out /net.farrier --backend reference'))
    expect({ code: pressed.code, err: pressed.err.includes('why:') }).toEqual({
      code: 0,
      err: false
    })
    expect(pressed.out).not.toMatch(/NaN|Infinity|∞/)
    const { code, err } = await run('eval', '/net.farrier')
    expect(code).toBe(1)
    expect(err).toContain("try: farrier eval /net.farrier --data 'my data.csv'")
  })
})

test('a missing file is not created by a folder; one that is written may be', () => {
  const missing = Object.assign(new Error('ENOENT'), { code: 'ENOENT' })
  expect(fileProblem('/x')(missing).try).toBe('check the spelling')
  expect(fileProblem('/x', 'writing')(missing).try).toMatch(/^create the folder first/)
})
