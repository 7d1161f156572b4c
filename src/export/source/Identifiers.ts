/**
 * Names of a model as identifiers of another language: legal, unique, the same every time.
 *
 * @since 0.2.0
 */

/** What an identifier may not be, and what begins those that the writer makes itself. */
export interface Reserved {
  readonly words: ReadonlySet<string>
  /** Identifiers of this form are the writer's own. */
  readonly own: RegExp
}

export const wordsOf = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/))

/**
 * ASCII letters, digits and single underscores, from a letter on, with no underscore at an end:
 * legal in every language that there is an exporter for. Letters of other scripts are left out.
 */
const legal = (name: string): string => {
  const plain = name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^A-Za-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
  return /^[A-Za-z]/.test(plain) ? plain : plain === '' ? 'x' : `x${plain}`
}

/**
 * An identifier for each, in order: of two that would be one, the later gets a number, and so does a
 * reserved word.
 */
export const identifiers =
  ({ words, own }: Reserved) =>
  (names: ReadonlyArray<string>): ReadonlyArray<string> => {
    const used = new Set<string>(words)
    return names.map((name) => {
      const first = legal(name)
      let found = first
      for (let n = 2; used.has(found) || own.test(found); n++) found = `${first}_${n}`
      used.add(found)
      return found
    })
  }
