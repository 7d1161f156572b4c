/** `farrier plot` over runs in memory. */
import { left } from 'fp-ts/lib/Either.js'
import { beforeAll, expect, test } from 'vitest'
import { drawSvg } from '../../src/cli/pictures/DrawSvg.ts'
import { problem } from '../../src/ir/Problem.ts'
import { farrier, trainWords } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { toyImages } from '../support/ToyImages.ts'

const files = memoryFileSystem({ files: toyImages('/data') })
const run = farrier({ files })
const text = (path: string): string => new TextDecoder().decode(files.contents.get(path))

beforeAll(async () => {
  await run(...trainWords('/run'))
})

test('draws the posterior of a run: every declared site unless some are named', async () => {
  expect(await run('plot', '/run', '--out', '/posterior.svg')).toEqual({
    code: 0,
    out: 'posterior of /run: /posterior.svg\n',
    err: ''
  })
  expect(text('/posterior.svg')).toMatch(/^<svg /)
  expect(text('/posterior.svg')).toContain('>The posterior of model</text>')
  for (const site of ['fc1/w', 'fc1/b', 'fc2/w', 'fc2/b'])
    expect(text('/posterior.svg')).toContain(`>${site}</text>`)
  await run('plot', '/run', '--out', '/b.svg', '--site', 'fc1/b', '--rows', '3')
  expect(text('/b.svg')).toContain('>fc1/b</text>')
  expect(text('/b.svg')).not.toContain('>fc1/w</text>')
})

test('draws the loss, epoch by epoch; a name in .json is given the specification', async () => {
  const { out } = await run('plot', '/run', '--what', 'loss', '--out', '/loss.json', '--json')
  const specification = JSON.parse(text('/loss.json'))
  expect(JSON.parse(out)).toEqual({ what: 'loss', file: '/loss.json', specification })
  expect(specification.$schema).toBe('https://vega.github.io/schema/vega-lite/v6.json')
  expect(specification.data.values).toHaveLength(6)
  expect(specification.data.values.map((v: { epoch: number }) => v.epoch)).toEqual([
    1, 1, 2, 2, 3, 3
  ])
  // the two parts: error cost and complexity make the loss, which is above its error cost
  const [loss, error] = specification.data.values.map((v: { nats: number }) => v.nats)
  expect(loss).toBeGreaterThan(error)
})

test('says what is wrong: an unknown site, another ending, no run, no Vega', async () => {
  const wrong = async (...words: ReadonlyArray<string>): Promise<string> =>
    (await run('plot', ...words)).err
  expect(await wrong('/run', '--out', '/x.svg', '--site', 'w')).toContain(
    "farrier plot --site: there is no site 'w' to draw\n"
  )
  expect(await wrong('/run', '--out', '/x.png')).toContain(
    'expected a name that ends in .svg or .json'
  )
  expect(await wrong('/nowhere', '--out', '/x.svg')).toContain('expected the record of a run')
  expect(await wrong('/run')).toContain('farrier plot --out: this option is needed')
  const absent = problem(
    'farrier plot',
    'expected the packages vega and vega-lite',
    'why',
    'install'
  )
  const without = farrier({ files, drawSvg: () => () => Promise.resolve(left(absent)) })
  expect((await without('plot', '/run', '--out', '/x.svg')).err).toContain('vega-lite')
  expect(files.contents.has('/x.svg')).toBe(false)
})

test('what Vega refuses is a problem, not a crash', async () => {
  expect(await drawSvg({})({ mark: 'no such mark' })()).toMatchObject({
    _tag: 'Left',
    left: { where: 'farrier plot' }
  })
})
