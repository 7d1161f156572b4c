/**
 * Which pages have a part that is made from the source, and what stands there. `npm run
 * docs:reference` writes it between two marks; a test compares it.
 *
 * @since 0.2.0
 */
import { readFileSync } from 'node:fs'
import { commandSections } from './CommandPage.ts'
import { distributionSections } from './DistributionPage.ts'
import { guideSections } from './GuidePage.ts'
import { priorSections } from './PriorPage.ts'
import { priorPicture } from './PriorPicture.ts'
import { roomTable } from './Rooms.ts'
import { wordTables } from './WordTable.ts'
import { root, type Word, wordsOfDoor } from './WordsOfDoor.ts'

/** What models are written with: every word has an example. */
export const modelDoors = ['src/dsl/index.ts', 'src/priors/index.ts', 'src/layers/index.ts']

/** What is done with models: words of `farrier` that are not of the other pages. */
export const libraryWords = (): ReadonlyArray<Word> => {
  const others = new Set(modelDoors.flatMap(wordsOfDoor).map(({ name }) => name))
  return wordsOfDoor('src/index.ts').filter(
    ({ name, section }) => section !== '' && !others.has(name)
  )
}

const ofDoor = (door: string) => (): string => wordTables(wordsOfDoor(door))

/** Path → the text between the marks. */
export const pages: Readonly<Record<string, () => string | Promise<string>>> = {
  'docs/reference/language.md': ofDoor('src/dsl/index.ts'),
  'docs/reference/priors.md': priorSections,
  'docs/reference/guides.md': guideSections,
  'docs/reference/layers.md': ofDoor('src/layers/index.ts'),
  'docs/reference/laws.md': ofDoor('src/laws/index.ts'),
  'docs/reference/library.md': () => wordTables(libraryWords()),
  'docs/reference/cli.md': commandSections,
  'docs/reference/distributions.md': distributionSections,
  'docs/architecture.md': roomTable
}

/** Path → a picture, whole. */
export const pictures: Readonly<Record<string, () => Promise<string>>> = {
  'docs/images/priors.svg': priorPicture
}

const begin = '<!-- made by npm run docs:reference, do not edit -->'
const end = '<!-- end of what is made -->'

/** A page with the text between its marks. */
export const withMade = (path: string, made: string): string => {
  const page = readFileSync(root + path, 'utf8')
  const [before, after] = [page.indexOf(begin), page.indexOf(end)]
  if (before < 0 || after < before) throw new Error(`${path} lacks the marks ${begin} … ${end}`)
  return `${page.slice(0, before + begin.length)}\n\n${made}\n\n${page.slice(after)}`
}
