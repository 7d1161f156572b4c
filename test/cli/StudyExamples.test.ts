/** The studies that are shipped: each can begin, and the small one runs on its own data. */
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, test } from 'vitest'
import sparsePriors from '../../dsl-examples/sparse-priors.ts'
import example from '../../dsl-examples/studies/sparse-priors.ts'
import { cellsOf, readStudy, type Study } from '../../src/study/index.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'

const folder = fileURLToPath(new URL('../../dsl-examples/', import.meta.url))
const names = readdirSync(`${folder}studies`).filter((name) => name.endsWith('.ts'))
const found: ReadonlyArray<readonly [string, unknown]> = await Promise.all(
  names.map(async (name) => [name, (await import(`${folder}studies/${name}`)).default] as const)
)

test.each(found)(
  '%s can begin: its options are those of the commands, its files are there',
  async (name, value) => {
    const study = readStudy(name)(value)
    if (E.isLeft(study)) throw new Error(study.left.map(({ what }) => what).join())
    expect(cellsOf(study.right).length).toBeGreaterThan(1)
    for (const { path, data } of Object.values(study.right.networks))
      for (const file of [path, ...data.filter((d) => d.endsWith('.csv'))])
        expect(readFileSync(`${folder}studies/${file}`).length).toBeGreaterThan(0)
    const { code, err } = await farrier({ loadModule: () => TE.right({ default: value }) })(
      'study',
      's.ts',
      '--out',
      '/s',
      '--report',
      '--no-picture'
    )
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('0 done before') })
  }
)

test('the small one runs: held-out rows are what is measured, of models without classes in nats', async () => {
  const [first, second] = Object.entries(example.methods)
  const quick: Study = {
    ...example,
    methods: Object.fromEntries(
      [first, second].flatMap((m) =>
        m === undefined || 'notRun' in m[1]
          ? []
          : [[m[0], { ...m[1], rounds: [{ holdOut: 10, steps: 20, backend: 'cpu' }] }]]
      )
    )
  }
  const table = readFileSync(`${folder}data/sparse-priors.csv`)
  const files = memoryFileSystem({ files: { '/examples/data/sparse-priors.csv': table } })
  const { code, out, err } = await farrier({
    files,
    loadModule: (path) => TE.right({ default: path.endsWith('/s.ts') ? quick : sparsePriors })
  })('study', '/examples/studies/s.ts', '--out', '/s', '--no-picture')
  expect({ code, err: err.split('\n').slice(-9) }).toMatchObject({ code: 0 })
  expect(out).toContain('nats a value on 10 held out')
  expect(out).toMatch(/\| laplace \| 1 \| -?\d+\.\d{4} \| – \|/)
})
