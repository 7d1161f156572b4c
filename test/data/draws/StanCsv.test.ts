/** Draws in the form of CmdStan: what is written is read, and what is ill is refused by place. */
import * as E from 'fp-ts/lib/Either.js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readStanCsv } from '../../../src/data/index.ts'
import { stanCsvTexts } from '../../../src/export/index.ts'
import { showProblem } from '../../../src/ir/Problem.ts'
import type { PosteriorDraws } from '../../../src/ir/Posterior.ts'
import { memoryFileSystem } from '../../support/MemoryFileSystem.ts'
import { arbitraryDraws } from './ArbitraryDraws.ts'

const facts = { model: 'm', version: '1', warmUp: 7, maxDepth: 10, seed: 3 }

const read = async (...texts: ReadonlyArray<string>) => {
  const named = texts.map((text, i) => [`/c/${i + 1}.csv`, new TextEncoder().encode(text)] as const)
  return readStanCsv(
    memoryFileSystem({ files: Object.fromEntries(named) }),
    named.map(([path]) => path)
  )()
}

const refusal = async (...texts: ReadonlyArray<string>): Promise<string> => {
  const found = await read(...texts)
  return E.isLeft(found) ? showProblem(found.left) : 'read'
}

const sorted = ({ chains, draws, sites, statistics }: PosteriorDraws) => ({
  chains,
  draws,
  sites: new Map([...sites].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  statistics: new Map([...statistics].toSorted(([a], [b]) => (a < b ? -1 : 1)))
})

test('what is written is read, to the last bit', async () => {
  await fc.assert(
    fc.asyncProperty(arbitraryDraws, async (draws) => {
      const found = await read(...stanCsvTexts(draws, facts))
      expect(E.isRight(found) ? sorted(found.right) : found).toEqual(sorted(draws))
    })
  )
})

// as CmdStan 2.36 lays it out
const written = `# stan_version_major = 2
# model = bernoulli_model
# method = sample (Default)
#   sample
#     num_samples = 2
#     num_warmup = 4
#     save_warmup = true
#     thin = 2
lp__,accept_stat__,stepsize__,treedepth__,n_leapfrog__,divergent__,energy__,theta,A.1.1,A.2.1,A.1.2,A.2.2
-9,1,1,1,1,0,9,0.1,0,0,0,0
-8,1,1,1,1,0,9,0.1,0,0,0,0
# Adaptation terminated
# Step size = 0.9
# Diagonal elements of inverse mass matrix:
# 0.5, 0.5
-7.1,0.9,0.9,1,3,0,7.2,0.25,11,21,12,22
-7.0,nan,0.9,2,3,1,inf,2.5e-1,-11,-21,-12,-22
#
#  Elapsed Time: 0.005 seconds (Warm-up)
`

test('rows of warm-up are no draws; the first index is the fastest in the file', async () => {
  const found = await read(written)
  if (E.isLeft(found)) throw new Error(showProblem(found.left))
  const { draws, sites, statistics } = found.right
  expect(draws).toBe(2)
  expect(sites.get('A')).toMatchObject({
    sizes: [1, 2, 2, 2],
    values: Float64Array.of(11, 12, 21, 22, -11, -12, -21, -22)
  })
  expect(sites.get('theta')?.values).toEqual(Float64Array.of(0.25, 0.25))
  expect(statistics.get('energy')?.values).toEqual(Float64Array.of(7.2, Infinity))
  expect(statistics.get('acceptance')?.values).toEqual(Float64Array.of(0.9, NaN))
})

test('columns that are no array stand for themselves', async () => {
  const found = await read('lp__,a.1,a.3,b.2,c.0,d\n1,2,3,4,5,6\n')
  expect(E.isRight(found) && [...found.right.sites.keys()]).toEqual([
    'a.1',
    'a.3',
    'b.2',
    'c.0',
    'd'
  ])
})

test('what is ill is refused, with its place', async () => {
  expect(await refusal('lp__,a\n1,2\n3\n')).toBe(`/c/1.csv, line 3: expected 2 numbers, found 1
  why: each row is a draw, with a number for each column of the header; a chain that was cut off ends so
  try: leave out the last row, or run the chain again`)
  expect(await refusal('lp__,a\n1,2\n3,x\n')).toContain(
    "/c/1.csv, line 3, column 'a': expected a number, found 'x'"
  )
  expect(await refusal('lp__,a\n')).toContain('expected draws, found none')
  expect(await refusal('')).toContain('expected draws, found none')
  expect(await refusal(written.replace('num_warmup = 4', 'num_warmup = 9'))).toContain(
    'all rows are of warm-up'
  )
  expect(await refusal('# method = variational\nlp__,a\n1,2\n')).toContain(
    'these are rows of variational, not draws of a sampler'
  )
  expect(await refusal('lp__,a\n1,2\n', 'lp__,b\n1,2\n')).toContain(
    '/c/2.csv: there are other columns than in /c/1.csv'
  )
  expect(await refusal('lp__,a\n1,2\n', 'lp__,a\n1,2\n3,4\n')).toContain(
    '/c/2.csv: there are 2 draws, and not 1, than in /c/1.csv'
  )
  expect(await refusal()).toContain('expected a chain, found none')
})
