/** NetCDF files of draws: one that ArviZ wrote, and ill ones. */
import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import * as t from 'io-ts'
import { expect, test } from 'vitest'
import { readNetcdfDraws, readOthersDraws } from '../../../src/data/index.ts'
import { showProblem } from '../../../src/ir/Problem.ts'
import { farrier } from '../../support/CommandLineRun.ts'
import { memoryFileSystem } from '../../support/MemoryFileSystem.ts'

const fileOf = (name: string): Uint8Array =>
  Uint8Array.from(readFileSync(new URL(name, import.meta.url)))
const NumbersC = t.record(t.string, t.readonlyArray(t.number))

/** What `arviz_netcdf.py` wrote. */
const bytes = fileOf('arviz.nc')
const numbers = (): t.TypeOf<typeof NumbersC> => {
  const found = NumbersC.decode(JSON.parse(new TextDecoder().decode(fileOf('arviz-netcdf.json'))))
  if (E.isLeft(found)) throw new Error('no numbers')
  return found.right
}

const read = async (given: Uint8Array) =>
  readNetcdfDraws(memoryFileSystem({ files: { '/d.nc': given } }), '/d.nc')()

test('every number, dimension and label that ArviZ wrote is read', async () => {
  const found = await readOthersDraws(memoryFileSystem({ files: { '/d.nc': bytes } }), '/d.nc')()
  if (E.isLeft(found) || found.right === undefined) throw new Error('not read')
  const { draws, labels } = found.right
  expect(draws).toMatchObject({ chains: 2, draws: 6 })
  expect(draws.from).toBeUndefined()
  const known = numbers()
  expect([...draws.sites.keys()].sort()).toEqual(['k', 'mu', 'theta'])
  for (const site of ['k', 'mu', 'theta'])
    expect([...(draws.sites.get(site)?.values ?? [])]).toEqual(known[site])
  expect(draws.sites.get('theta')).toMatchObject({
    axes: ['(chain)', '(draw)', 'school'],
    sizes: [2, 6, 3]
  })
  expect([...(draws.statistics.get('divergent')?.values ?? [])]).toEqual(known['diverging'])
  expect([...(draws.statistics.get('energy')?.values ?? [])]).toEqual(known['energy'])
  expect(labels.get('school')).toEqual(['A', 'Übung', 'C'])
})

test('summary and check read it', async () => {
  const run = farrier({ files: memoryFileSystem({ files: { '/d.nc': bytes } }) })
  const summary = await run('summary', '/d.nc')
  expect(summary).toMatchObject({ code: 0, err: '' })
  expect(summary.out).toMatch(/\ntheta\[school Übung\] /)
  expect((await run('check', '/d.nc')).out).toContain('2 chains of 6 draws')
})

test('another kind of file is refused by what it is', async () => {
  const refusal = async (given: Uint8Array): Promise<string> => {
    const found = await read(given)
    return E.isLeft(found) ? showProblem(found.left) : 'read'
  }
  expect(await refusal(new TextEncoder().encode('CDF\u0001 and more'))).toContain(
    'this is a NetCDF file of the classic kind'
  )
  expect(await refusal(new TextEncoder().encode('chain,draw\n'))).toContain(
    'expected a NetCDF file, found something else'
  )
  expect(await refusal(bytes.subarray(0, bytes.length >> 1))).toContain(
    '/d.nc: this file cannot be read'
  )
})

test('a file with wrong bytes is read or refused, and the next one is read all the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(bytes.length - 9), fc.nat(255)), { minLength: 1, maxLength: 20 }),
      async (changes) => {
        const damaged = bytes.slice()
        for (const [at, byte] of changes) damaged[8 + at] = byte
        const found = await read(damaged)
        if (E.isLeft(found)) expect(found.left.where).toContain('/d.nc')
      }
    ),
    { numRuns: 40 }
  )
  expect(E.isRight(await read(bytes))).toBe(true)
})
