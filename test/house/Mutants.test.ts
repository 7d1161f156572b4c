/** The table of mistakes fits the source; `npm run mutants` plants them. */
import { expect, test } from 'vitest'
import { roomOf, unplantable } from '../mutants/Mutant.ts'
import { mutants } from '../mutants/Mutants.ts'
import { stagesOf } from '../mutants/Rooms.ts'
import { sourceFiles } from './Tree.ts'

const sources = new Map(sourceFiles.map(({ path, lines }) => [path, lines.join('\n')] as const))

test.each(mutants.map((m) => [m.name, m] as const))('%s can be planted', (_, m) => {
  expect(unplantable(m, sources.get(m.file))).toBeUndefined()
  expect(
    stagesOf(m, undefined).length,
    `no test folder of ${roomOf(m)} or its importers`
  ).toBeGreaterThan(0)
})

test('mistakes have names of their own', () => {
  expect(new Set(mutants.map((m) => m.name)).size).toBe(mutants.length)
})

test('what is planted is a program: another one fails every test', () => {
  const m = { name: 'm', file: 'm.ts', text: '+ 1', replacement: '+ (', mistake: '' }
  expect(unplantable(m, 'export const f = (x: number) => x + 1')).toBe(
    'what is planted is no program'
  )
})
