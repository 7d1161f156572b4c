/**
 * Wrong models, one file each, as they are when types are erased; the messages beside them are
 * frozen. Update on purpose with `vitest -u`, and read what changed.
 */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { resolveModel, showProblem } from '../../src/index.ts'

const folder = fileURLToPath(new URL('models/', import.meta.url))
const files = readdirSync(folder)
const names = files.filter((f) => f.endsWith('.js')).map((f) => f.slice(0, -3))

const defaultOf = (module: unknown): unknown =>
  typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined

test.each(names)('%s is refused', async (name) => {
  const module: unknown = await import(/* @vite-ignore */ `${folder}${name}.js`)
  const built = resolveModel(defaultOf(module), {})
  const messages = E.isLeft(built) ? built.left.map(showProblem) : []
  expect(messages).not.toEqual([])
  await expect(`${messages.join('\n\n')}\n`).toMatchFileSnapshot(`models/${name}.txt`)
})

test('every frozen message belongs to a model', () => {
  expect(files.filter((f) => f.endsWith('.txt')).map((f) => f.slice(0, -4))).toEqual(names)
})
