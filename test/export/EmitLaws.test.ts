/** Laws of emitted models, over generated ones, in every language. */
import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { gapsAsLatents } from '../../src/compile/index.ts'
import { family } from '../../src/distributions/index.ts'
import { vectorBijector } from '../../src/distributions/supports/Support.ts'
import { pythonReserved } from '../../src/export/numpyro/NumpyroModule.ts'
import { identifiers } from '../../src/export/source/Identifiers.ts'
import { stanReserved } from '../../src/export/stan/StanProgram.ts'
import type { Graph, Site } from '../../src/ir/Graph.ts'
import { arbitraryModelShape, graphOf } from '../../src/laws/ArbitraryModel.ts'
import { emitModel, type DataTarget, emittedData } from '../../src/library/emit/EmitModel.ts'
import { madeUp } from '../peers/Cases.ts'
import { generated } from '../peers/Generated.ts'

interface Language {
  /** Code without comments and texts. */
  readonly code: (source: string) => string
  /** How often a slot is declared, and a latent. */
  readonly slot: (identifier: string) => RegExp
  readonly latent: (site: string, identifier: string) => RegExp
}
const quoted = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')

const languages: { readonly [T in DataTarget]: Language } = {
  numpyro: {
    code: (s) => s.replaceAll(/"""[^]*?"""|"(?:[^"\\]|\\.)*"|#.*$/gm, ''),
    slot: (id) => new RegExp(`^    ${id}(=None)?,`, 'gm'),
    latent: (site) => new RegExp(`numpyro\\.sample\\(\\s*${quoted(JSON.stringify(site))},`, 'g')
  },
  stan: {
    code: (s) => s.replaceAll(/\/\/.*$/gm, ''),
    slot: (id) => new RegExp(`^  (int|real|vector|matrix|array).* ${id};`, 'gm'),
    latent: (_, id) => new RegExp(`^  (real|vector|matrix|array).* ${id};`, 'gm')
  }
}
const targets = ['numpyro', 'stan'] as const

const balance = (code: string): string => {
  const open: Array<string> = []
  for (const c of code) {
    if ('([{'.includes(c)) open.push(c)
    if (')]}'.includes(c) && open.pop() !== '([{'[')]}'.indexOf(c)]) return `a ${c} too many`
  }
  return open.join('')
}

/** What holds of every model that a language has. */
const check = (target: DataTarget, graph: Graph, made = madeUp('m', graph, 3)): void => {
  const found = emitModel(target, 'm')(graph)
  if (isLeft(found)) return
  const { source, slots, latents } = found.right
  const { code, slot, latent } = languages[target]
  const plain = code(source)
  expect(balance(plain)).toBe('')
  expect(plain).not.toMatch(/undefined|\bNaN\b|\[object/)
  const names = [...slots.map((s) => s.identifier), ...latents.values()]
  expect(new Set(names).size).toBe(names.length)
  // a variable of the model block may be given the value of one
  const [declarations = ''] = target === 'stan' ? source.split('\nmodel {') : [source]
  for (const { identifier } of slots)
    expect([identifier, declarations.match(slot(identifier))?.length]).toEqual([identifier, 1])
  // of a vector in a bounded place its free coordinates are written
  const isBounded = (s: Site): boolean => vectorBijector(family(s.dist).support) !== undefined
  const sites = gapsAsLatents(graph)
    .sites.filter((s) => s.role === 'latent')
    .map((s) => (isBounded(s) ? `${s.name}.free` : s.name))
  expect([...latents.keys()]).toEqual(sites)
  for (const [site, id] of latents)
    expect([site, declarations.match(latent(site, id))?.length]).toEqual([site, 1])
  const again = emitModel(target, 'm')(graph)
  expect(isLeft(again) ? '' : again.right.source).toBe(source)
  const data = emittedData(found.right)(made)
  expect(isLeft(data) ? [] : Object.keys(JSON.parse(data.right))).toEqual(
    slots.map((s) => s.identifier)
  )
}

test.each(targets)('%s: networks', (target) => {
  fc.assert(
    fc.property(arbitraryModelShape().map(graphOf), (graph) => check(target, graph)),
    { seed: 1, numRuns: 40 }
  )
})

test.each(targets)('%s: models of every family and every kind of node', (target) => {
  for (const made of generated) check(target, made.graph, made)
})

test.each([
  ['Python', pythonReserved],
  ['Stan', stanReserved]
])('identifiers of %s are legal, unique and no word of it', (_, reserved) => {
  const words = fc.constantFrom(
    ...reserved.words,
    't1',
    'x_lpdf',
    'a/b',
    'a_b',
    'a b',
    '1',
    '_',
    'é'
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string()), { maxLength: 12 }), (names) => {
      const found = identifiers(reserved)(names)
      expect(found).toHaveLength(names.length)
      expect(new Set(found).size).toBe(names.length)
      for (const name of found) {
        expect(name).toMatch(/^[A-Za-z]\w*$/)
        expect(name).not.toMatch(/__/)
        expect(reserved.words.has(name) || reserved.own.test(name)).toBe(false)
      }
    }),
    { seed: 1, numRuns: 300 }
  )
})
