/** The pages of reference say what the source says: every word has its row, every row its line. */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { axes, symbols } from '../../docs/generate/Context.ts'
import { libraryWords, modelDoors, pages, pictures, withMade } from '../../docs/generate/Pages.ts'
import { type Word, wordsOfDoor } from '../../docs/generate/WordsOfDoor.ts'
import * as farrier from '../../src/index.ts'
import { root } from './Blocks.ts'

const words = modelDoors.flatMap(wordsOfDoor)
const names = (found: ReadonlyArray<Word>): ReadonlyArray<string> => found.map(({ name }) => name)

test('every word for models has a doc comment and an @example', () => {
  expect(names(words.filter(({ line }) => line === ''))).toEqual([])
  expect(names(words.filter(({ isType, example }) => !isType && example === undefined))).toEqual([])
})

test('every other word of farrier has a doc comment', () => {
  expect(names(libraryWords().filter(({ line }) => line === ''))).toEqual([])
})

test('between them the pages have every word that is exported, and every word has a section', () => {
  const rows = [...words, ...libraryWords()]
  const exported = Object.keys(farrier).filter(
    (name) => !['distributions', 'expr', 'guides'].includes(name)
  )
  expect(exported.filter((name) => !names(rows).includes(name))).toEqual([])
  expect(names(rows.filter(({ section }) => section === ''))).toEqual([])
})

test('the page of the language shows the model around its examples', () => {
  const page = readFileSync(`${root}docs/reference/language.md`, 'utf8')
  expect(page).toContain(axes)
  expect(page).toContain(symbols)
})

describe.each(Object.entries(pages))('%s', (path, made) => {
  test('is current: npm run docs:reference makes it', async () => {
    expect(readFileSync(root + path, 'utf8')).toBe(withMade(path, await made()))
  })
})

test.each(Object.entries(pictures))('%s is what the command makes', async (path, made) => {
  expect((await made()) === readFileSync(root + path, 'utf8')).toBe(true)
})
