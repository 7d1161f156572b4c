/**
 * The fuzzer finds what it should, every input that was kept still holds, and twenty seconds of it
 * find nothing.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { refuse } from '../../src/ir/Problem.ts'
import { drawing, mutated } from './Mutate.ts'
import { anyReader } from './Reader.ts'
import { readers } from './Readers.ts'
import { seeds } from './Seeds.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const corpusOf = (name: string): ReadonlyArray<readonly [string, Uint8Array]> => {
  const folder = here(`corpus/${name}/`)
  return existsSync(folder)
    ? readdirSync(folder).map((file) => [file, new Uint8Array(readFileSync(folder + file))])
    : []
}

describe('inputs that were kept', () => {
  test.each(readers.map((r) => [r.name, r] as const))('of %s', async (name, reader) => {
    const given = (seeds[name] ?? []).map((bytes, i) => [`seed ${i}`, bytes] as const)
    expect(given.length).toBeGreaterThan(0)
    for (const [which, bytes] of given)
      expect(await reader.examine(bytes), `${name}, ${which} is accepted`).toBe(true)
    for (const [file, bytes] of corpusOf(name))
      expect(typeof (await reader.examine(bytes)), `corpus/${name}/${file}`).toBe('boolean')
  })
})

describe('a reader', () => {
  const name = 'a reader'
  const words: ReadonlyArray<string> = []
  const examine = (
    read: (bytes: Uint8Array) => E.Either<ReturnType<typeof asProblem>, Uint8Array>
  ) => anyReader({ name, words, read, write: (v) => v }).examine(Uint8Array.of(1, 2))
  const asProblem = (what: string) => ({ where: 'f', what, why: 'why', try: 'try' })

  test('that accepts what it writes, or refuses with a problem, is fine', async () => {
    expect(await examine(E.right)).toBe(true)
    expect(await examine(() => refuse('f', 'what', 'why', 'try'))).toBe(false)
  })
  test('that throws, says nothing, or takes too long is not', async () => {
    expect(
      await examine(() => {
        throw new Error('lost')
      })
    ).toMatch(/^threw Error: lost/)
    expect(await examine(() => E.left(asProblem('')))).toMatch(/^says nothing/)
    expect(
      await examine((bytes) => {
        for (
          const end = process.threadCpuUsage().user + 1.3e6;
          process.threadCpuUsage().user < end;
        );
        return E.right(bytes)
      })
    ).toMatch(/^took \d/)
  })
  test('that does not read what it wrote, or not the same, is not', async () => {
    const strict = anyReader({
      name,
      words,
      read: (bytes) => (bytes.length > 2 ? refuse('f', 'what', 'why', 'try') : E.right(bytes)),
      write: (bytes) => Uint8Array.of(...bytes, 0)
    })
    expect(await strict.examine(Uint8Array.of(1, 2))).toMatch(/^refuses what it wrote/)
    const growing = anyReader({
      name,
      words,
      read: (bytes) => E.right(bytes),
      write: (bytes) => Uint8Array.of(...bytes, 0)
    })
    expect(await growing.examine(Uint8Array.of(1, 2))).toBe('writes other bytes the second time')
  })
})

test('the same key changes the same bytes in the same way', () => {
  const from = Uint8Array.from({ length: 40 }, (_, i) => i)
  const hints = { words: ['word'], other: Uint8Array.of(9, 9, 9) }
  const changed = (seed: number): string => {
    const draw = drawing(seed)
    return Array.from({ length: 50 }, () => mutated(from, draw, hints).join()).join('|')
  }
  expect(changed(7)).toBe(changed(7))
  expect(changed(7)).not.toBe(changed(8))
})

const run = (...words: ReadonlyArray<string>) =>
  spawnSync(process.execPath, [here('run.ts'), '--quiet', ...words], { encoding: 'utf8' })

test('what the code counts leads it to a mistake behind four checks', () => {
  const { stdout, status } = run('--planted', '--first', '--runs', '60000')
  expect(stdout).toMatch(/"reader":"planted".*"failures":1/)
  expect(stdout).toMatch(/threw Error: found it/)
  expect(status).toBe(1)
})

test('twenty seconds of it find nothing', { timeout: 120_000 }, () => {
  const { stdout, stderr, status } = run('--seconds', '20', '--seed', '1')
  expect(stderr).toBe('')
  const counts = stdout.trim().split('\n')
  expect(counts.filter((line) => !line.endsWith('"failures":0}'))).toEqual([])
  expect(counts.map((line) => JSON.parse(line).reader)).toEqual(readers.map((r) => r.name))
  expect(counts.every((line) => JSON.parse(line).runs > 10)).toBe(true)
  expect(status).toBe(0)
})
