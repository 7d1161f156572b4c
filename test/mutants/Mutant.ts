import { stripTypeScriptTypes } from 'node:module'

/** A mistake that a test must see: a text of a source file, and what stands there by mistake. */
export interface Mutant {
  readonly name: string
  /** Below `src/`. */
  readonly file: string
  /** Stands exactly once in the file. */
  readonly text: string
  readonly replacement: string
  /** What the mistake is, in words. */
  readonly mistake: string
}

/** The room that a mutant is in. */
export const roomOf = ({ file }: Mutant): string => file.replace(/\/.*/, '')

/** What is no program fails every test, which says nothing of them. */
const isProgram = (source: string): boolean => {
  try {
    stripTypeScriptTypes(source)
    return true
  } catch {
    return false
  }
}

/** The file with the mistake in it; `$` in a replacement means itself. */
export const planted = ({ text, replacement }: Mutant, source: string): string =>
  source.split(text).join(replacement)

/** Why a mutant cannot be planted in the text of its file; undefined where it can. */
export const unplantable = (mutant: Mutant, source: string | undefined): string | undefined => {
  const { text, replacement } = mutant
  const places = source === undefined ? 0 : source.split(text).length - 1
  return source === undefined
    ? 'there is no such file'
    : places !== 1
      ? `its text stands ${places} times in the file, wanted once`
      : replacement === text
        ? 'it changes nothing'
        : isProgram(planted(mutant, source))
          ? undefined
          : 'what is planted is no program'
}
