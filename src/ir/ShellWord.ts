/**
 * A word as a shell reads it back: commands that are printed can be copied.
 *
 * @since 0.2.0
 */

const plain = /^[\p{L}\p{N}_./:@%+=,-]+$/u

/** As it is, or in single quotes where a shell would take it apart. */
export const shellWord = (word: string): string =>
  plain.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
