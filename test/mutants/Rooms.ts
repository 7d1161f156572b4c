/**
 * Which tests a mutant runs: those of its room first, then those of the rooms whose source imports
 * from it, then those of the other rooms, which meet it by way of a third.
 */
import { existsSync } from 'node:fs'
import { rooms, type SourceFile, sourceFiles } from '../house/Tree.ts'
import { roomOf, type Mutant } from './Mutant.ts'

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
  names
    .map((r) => `test/${r}/`)
    .filter((folder) => existsSync(new URL(`../../${folder}`, import.meta.url)))

/** Stages of folders, one after the other until a test fails. */
export const stagesOf = (m: Mutant): ReadonlyArray<ReadonlyArray<string>> => {
  const own = roomOf(m)
  const importers = importersOf(own)
  const others = rooms.filter((r) => r !== own && !importers.includes(r))
  return [[own], importers, others].map(testsOf).filter((stage) => stage.length > 0)
}
