/** Stores of draws: ours, one that ArviZ wrote, and ill ones. */
import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import * as t from 'io-ts'
import { expect, test } from 'vitest'
import { readZarrDraws } from '../../../src/data/index.ts'
import { arvizGroups, zarrFiles } from '../../../src/export/index.ts'
import { showProblem } from '../../../src/ir/Problem.ts'
import { memoryFileSystem } from '../../support/MemoryFileSystem.ts'
import { arbitraryDraws } from './ArbitraryDraws.ts'

const StoreC = t.type({
  files: t.record(t.string, t.string),
  numbers: t.record(t.string, t.readonlyArray(t.number))
})

/** What `arviz_store.py` wrote. */
const store = (): t.TypeOf<typeof StoreC> => {
  const text = readFileSync(new URL('arviz-store.json', import.meta.url), 'utf8')
  const found = StoreC.decode(JSON.parse(text))
  if (E.isLeft(found)) throw new Error('no store')
  return found.right
}

const read = async (files: Readonly<Record<string, Uint8Array>>) =>
  readZarrDraws(
    memoryFileSystem({
      files: Object.fromEntries(Object.entries(files).map(([path, b]) => [`/s/${path}`, b]))
    }),
    '/s'
  )()

const theirs = (): Record<string, Uint8Array> =>
  Object.fromEntries(
    Object.entries(store().files).map(([path, text]) => [
      path,
      Uint8Array.from(Buffer.from(text, 'base64'))
    ])
  )

const refusal = async (files: Readonly<Record<string, Uint8Array>>): Promise<string> => {
  const found = await read(files)
  return E.isLeft(found) ? showProblem(found.left) : 'read'
}

const changed = (path: string, change: (text: string) => string): Record<string, Uint8Array> => {
  const files = theirs()
  const text = change(new TextDecoder().decode(files[path]))
  return { ...files, [path]: new TextEncoder().encode(text) }
}

test('what is written is read, with its labels', async () => {
  const letters = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(arbitraryDraws, fc.array(letters, { minLength: 3 }), async (draws, texts) => {
      const labels = new Map(
        ['(1)', '(2)', '(3)'].flatMap((axis) => {
          const sizes = [...draws.sites.values()].flatMap(({ axes, sizes: own }) =>
            axes.includes(axis) ? [own[axes.indexOf(axis)] ?? 0] : []
          )
          // a dimension has one size in a store
          return new Set(sizes).size > 1
            ? []
            : sizes.slice(0, 1).map((n) => [axis, texts.slice(0, n)])
        })
      )
      const isStorable = ['(1)', '(2)', '(3)'].every(
        (axis) =>
          labels.has(axis) || ![...draws.sites.values()].some(({ axes }) => axes.includes(axis))
      )
      fc.pre(isStorable)
      const files = zarrFiles(
        arvizGroups({
          draws,
          logLikelihood: new Map(),
          observed: new Map(),
          constants: new Map(),
          labels,
          version: '1'
        })
      )
      const found = await read(Object.fromEntries(files.map(({ path, bytes }) => [path, bytes])))
      if (E.isLeft(found)) throw new Error(showProblem(found.left))
      expect(new Map([...found.right.draws.sites].toSorted())).toEqual(
        new Map([...draws.sites].toSorted())
      )
      expect(found.right.labels).toEqual(labels)
    }),
    { numRuns: 40 }
  )
})

test('a store that ArviZ wrote: compressed, of several kinds of numbers, with labels', async () => {
  const found = await read(theirs())
  if (E.isLeft(found)) throw new Error(showProblem(found.left))
  const { draws, labels } = found.right
  const { numbers } = store()
  expect(draws).toMatchObject({ chains: 2, draws: 6 })
  expect(draws.sites.get('theta')?.axes).toEqual(['(chain)', '(draw)', 'school'])
  expect([...labels]).toEqual([['school', ['A', 'Übung', 'C']]])
  for (const [name, values] of Object.entries(numbers)) {
    const ours = name === 'diverging' ? 'divergent' : name
    expect([
      ...(draws.sites.get(ours) ?? draws.statistics.get(ours) ?? { values: [] }).values
    ]).toEqual(values)
  }
  expect([...draws.statistics.keys()].toSorted()).toEqual(['divergent', 'energy'])
})

test('what is ill is refused, with its place', async () => {
  expect(await refusal({ 'zarr.json': new TextEncoder().encode('{}') })).toContain(
    '/s: expected variables over chain and draw in a group posterior, found none'
  )
  expect(await refusal(changed('posterior/mu/zarr.json', () => '{'))).toContain(
    '/s/posterior/mu: this variable cannot be read'
  )
  expect(
    await refusal(
      changed('posterior/mu/zarr.json', (text) => text.replaceAll(/2,\s*6/g, '2, 600000000'))
    )
  ).toContain('it has 1200000000 numbers, and at most 67108864 are read')
  expect(await refusal({ ...theirs(), 'posterior/mu/c/0/0': new Uint8Array([1, 2, 3]) })).toContain(
    '/s/posterior/mu: this variable cannot be read'
  )
  expect(
    await refusal(changed('posterior/mu/zarr.json', (text) => text.replace('"chain"', '"c"')))
  ).toBe('read')
})
