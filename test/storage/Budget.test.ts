/**
 * Small files, large work: a refusal takes at most a second and 200 MB, whatever the file asks for,
 * and it comes with a message.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { raisedBudget, standardBudget } from '../../src/storage/Budget.ts'
import { decodeNet } from '../../src/storage/net/NetFile.ts'
import { withCompileCache } from '../support/CompileCache.ts'
import { hostile } from './HostileFiles.ts'
import { manyOperations, outerProduct, wideTensors } from './HostileNets.ts'

const child = fileURLToPath(new URL('ReadHostile.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'farrier-hostile-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const refusals: Readonly<Record<string, RegExp>> = {
  'weights without end': /67108864 numbers in its tensors, where the budget is 4194304/,
  'weights up to the budget, the last of them cut off':
    /tensor w1: 3 of the \d+ bytes are left after the last integer/,
  'thousands of tensors of one number': /36864000 numbers in its tensors/,
  'an outer product beyond all memory': /1000002000002 numbers in the results for one row/,
  'more and more axes': /an operation over 33 axes, where the budget is 32/,
  'half a million operations': /500001 operations, where the budget is 10000/,
  'sizes that come one by one': /accepted/,
  'one layer, sixty thousand times': /provenance of the network is damaged/,
  'a header of nothing but lists': /expected a JSON header/,
  'a header nested a million deep': /expected a JSON header/,
  'a header longer than the budget': /expected a JSON header/,
  'a shape of a million axes': /expected a JSON header/,
  'a shape of a hundred thousand texts': /expected dtype F32, F64 or I32, shape and data_offsets/,
  'axes in the metadata, four hundred thousand of them': /expected named axes and numbers/,
  'a record nested a hundred thousand deep': /expected the JSON record of a run/,
  'metrics of a million numbers where objects are wanted': /not the record of an epoch/,
  'a gzip file of a gigabyte of zeros': /bytes, unpacked from \d+, where the budget is \d+/,
  'a gzip file of as many zeros as the budget lets through': /expected a file of NumPy/,
  'a gzip file of as many images as the budget lets through': /accepted/,
  'a gzip file that says a gigabyte, and has it': /1073741824 bytes, unpacked from/,
  'a gzip file that says ten bytes, and has a gigabyte': /expected 10 bytes .* found more/
}

test('every hostile file has its refusal', () =>
  expect(Object.keys(refusals)).toEqual(Object.keys(hostile)))

interface Taken {
  readonly name: string
  readonly what: string
  readonly ms: number
  readonly mebibytes: number
}

describe('a refusal takes at most a second and 200 MB', () => {
  let taken: ReadonlyArray<Taken> = []
  let said = ''
  beforeAll(() => {
    Object.values(hostile).forEach(({ make }, i) => writeFileSync(join(folder, `${i}`), make()))
    const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', child, folder], {
      encoding: 'utf8',
      env: withCompileCache
    })
    said = stderr
    taken = stdout
      .trim()
      .split('\n')
      .map((line): Taken => JSON.parse(line))
  })
  test('all of them are read', () => {
    expect(said).toBe('')
    expect(taken.map(({ name }) => name)).toEqual(Object.keys(hostile))
  })
  test.each(Object.entries(refusals))('%s', (name, refusal) => {
    const found = taken.find((t) => t.name === name)
    expect(found?.what).toMatch(refusal)
    expect(found?.mebibytes).toBeLessThan(200)
    expect(found?.ms).toBeLessThan(1000)
  })
})

describe('the budget', () => {
  const whatOf = (bytes: Uint8Array, budget = standardBudget): string => {
    const read = decodeNet('net.farrier', budget)(bytes)
    return E.isLeft(read) ? read.left.what : 'accepted'
  }
  test('is raised by who trusts a file', () => {
    expect(whatOf(outerProduct())).toMatch(/where the budget is 4194304/)
    expect(whatOf(outerProduct(), raisedBudget(1e6))).toBe('accepted')
    expect(whatOf(manyOperations(), { ...raisedBudget(100), work: Infinity })).toBe('accepted')
  })
  test('says how', () =>
    expect(decodeNet('net.farrier')(wideTensors())).toMatchObject({
      left: { where: 'net.farrier', try: expect.stringContaining('--budget 10') }
    }))
})
