/**
 * Models that their authors probably did not mean, one file a rule of `farrier lint`; the messages
 * beside them are frozen. Update on purpose with `vitest -u`, and read what changed.
 */
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import type { Problems } from '../../src/ir/Problem.ts'
import {
  bindFiles,
  compileGraph,
  nodeFileSystem,
  resolveModel,
  ruleNames,
  showWarning,
  type Warning,
  warningsOf
} from '../../src/index.ts'

const folder = fileURLToPath(new URL('warnings/', import.meta.url))
const files = readdirSync(folder)
const names = files.filter((f) => f.endsWith('.js')).map((f) => f.slice(0, -3))

const defaultOf = (module: unknown): unknown =>
  typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined

const refused = (problems: Problems): never => {
  throw new Error(problems.map((p) => p.what).join('; '))
}

/** Beside the table of the same name, where there is one. */
const warnings = async (name: string): Promise<ReadonlyArray<Warning>> => {
  const module: unknown = await import(/* @vite-ignore */ `${folder}${name}.js`)
  const model = pipe(
    resolveModel(defaultOf(module), {}),
    E.chain(compileGraph()),
    E.getOrElseW(refused)
  )
  if (!files.includes(`${name}.csv`)) return warningsOf(model)
  const bound = await bindFiles(nodeFileSystem, [`${folder}${name}.csv`])(model.program)()
  const { data, found } = E.getOrElseW(refused)(bound)
  return warningsOf({ ...model, given: { data, leftOver: found.leftOver } })
}

test('every rule has its wrong model, and every model its frozen message', () => {
  expect(names.toSorted()).toEqual(ruleNames.toSorted())
  expect(files.filter((f) => f.endsWith('.txt')).map((f) => f.slice(0, -4))).toEqual(names)
})

test.each(names)('%s is warned of', async (name) => {
  const found = await warnings(name)
  expect(found.map((w) => w.rule)).toContain(name)
  await expect(`${found.map(showWarning).join('\n\n')}\n`).toMatchFileSnapshot(
    `warnings/${name}.txt`
  )
})
