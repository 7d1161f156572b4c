/**
 * Which tests a mutant runs: the one that saw it last and those that import its file, then those of its
 * room, then those of the rooms whose source imports from it, then those of the other rooms, which meet
 * it by way of a third.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { rooms, type SourceFile, sourceFiles } from '../house/Tree.ts'
import { roomOf, type Mutant } from './Mutant.ts'

const root = new URL('../../', import.meta.url)

const importsFrom =
  (room: string) =>
  ({ path, lines }: SourceFile): boolean =>
    !path.startsWith(`${room}/`) && lines.some((l) => l.includes(`../${room}/`))

const importersOf = (room: string): ReadonlyArray<string> => {
  const paths = sourceFiles.filter(importsFrom(room)).map((f) => f.path)
  return rooms.filter((r) => paths.some((p) => p.startsWith(`${r}/`)))
}

/** Folders of tests by room; a room without tests of its own has none. */
const testsOf = (names: ReadonlyArray<string>): ReadonlyArray<string> =>
  names.map((r) => `test/${r}/`).filter((folder) => existsSync(new URL(folder, root)))

/** Files of tests of the rooms, with their text. */
const testFiles = readdirSync(new URL('test/', root), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.test.ts') && testsOf([path.replace(/\/.*/, '')]).length > 0)
  .map((path) => ({
    file: `test/${path}`,
    text: readFileSync(new URL(`test/${path}`, root), 'utf8')
  }))

/**
 * Stages of files and folders, one after the other until a test fails; `killer` is the test that saw the
 * mutant last.
 */
export const stagesOf = (
  m: Mutant,
  killer: string | undefined
): ReadonlyArray<ReadonlyArray<string>> => {
  const own = roomOf(m)
  const importers = importersOf(own)
  const others = rooms.filter((r) => r !== own && !importers.includes(r))
  const seen = killer !== undefined && existsSync(new URL(killer, root)) ? [killer] : []
  const near = testFiles.filter(({ text }) => text.includes(`src/${m.file}'`)).map((t) => t.file)
  return [
    seen,
    near.filter((file) => file !== killer),
    ...[[own], importers, others].map(testsOf)
  ].filter((stage) => stage.length > 0)
}
