/**
 * Which tests a mutant runs: those of its room first, then those of the rooms whose source imports
 * from it.
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
export const stagesOf = (m: Mutant): ReadonlyArray<ReadonlyArray<string>> =>
  [testsOf([roomOf(m)]), testsOf(importersOf(roomOf(m)))].filter((stage) => stage.length > 0)
