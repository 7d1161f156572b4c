import { expect, test } from 'vitest'
import { farrier, toyFiles, trainWords } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { toyImages } from '../support/ToyImages.ts'

const trained = async () => {
  const files = toyFiles()
  await farrier({ files })(...trainWords('/run'))
  return farrier({ files })
}

test('a table of every site, at most so many elements of each, and how exact it is', async () => {
  const run = await trained()
  const { code, out, err } = await run('summary', '/run', '--rows', '2', '--backend', 'cpu')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^site +mean +sd +5 % +50 % +95 %\n/)
  expect(out).toMatch(/\nfc1\/w\[pixels 0, hidden 0\] +-?[\d.e-]+ /)
  expect(out).toMatch(/\nfc1\/w: 2 of 80 elements \(--rows\)\n/)
  expect(out.trimEnd().split('\n').at(-1)).toBe('next: farrier check /run')
  expect(out).toMatch(/\nfrom 1,000 draws of the guide \(seed 1\): .*quantiles of .*fc1\/w/)
})

test('--csv has the same rows for programs, --json as one object', async () => {
  const run = await trained()
  const words = ['summary', '/run', '--quantiles', '0.1,0.9', '--draws', '50', '--backend', 'cpu']
  const csv = await run(...words, '--csv')
  const [head, ...rows] = csv.out.trimEnd().split('\n')
  expect(head).toBe('site,mean,sd,q0.1,q0.9')
  expect(rows.every((row) => /^("[^"]*"|[^",]*)(,[^,]*){4}$/.test(row))).toBe(true)
  const json = JSON.parse((await run(...words, '--json')).out)
  expect(json).toMatchObject({ draws: 50, seed: 1 })
  expect(json.sites.flatMap((s: { readonly rows: unknown }) => s.rows)).toHaveLength(rows.length)
  expect((await run(...words, '--csv')).out).toBe(csv.out)
  expect((await run(...words, '--csv', '--seed', '2')).out).not.toBe(csv.out)
})

test('the data of the training are not needed', async () => {
  const files = memoryFileSystem({ files: toyImages('/data') })
  await farrier({ files })(...trainWords('/run'))
  const left = [...files.contents].filter(([path]) => !path.startsWith('/data'))
  const alone = memoryFileSystem({ files: Object.fromEntries(left) })
  expect(await farrier({ files: alone })('summary', '/run', '--backend', 'cpu')).toMatchObject({
    code: 0
  })
})

test.each([
  [['--quantiles', '5'], 'quantiles: expected probabilities between 0 and 1, found 5'],
  [['--quantiles', 'a,b'], "expected probabilities with commas between them, found 'a,b'"],
  [['--draws', '0'], "--draws: expected a whole number above 0, found '0'"]
])('%j is refused', async (words, message) => {
  const run = await trained()
  const { code, err } = await run('summary', '/run', ...words)
  expect(code).toBe(1)
  expect(err).toContain(message)
})

test('a folder without a run is said to be one', async () => {
  expect(await farrier()('summary', '/nowhere')).toMatchObject({
    code: 1,
    err: expect.stringContaining('expected the record of a run, found nothing there')
  })
})
