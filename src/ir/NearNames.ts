/**
 * Names that a person may have meant: few edits away, or the same but for case and separators.
 *
 * @since 0.2.0
 */

/** Insertions, deletions, replacements of one character (Levenshtein 1966). */
const edits = (a: string, b: string): number => {
  let before = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++)
      row.push(
        Math.min(
          (row[j - 1] ?? 0) + 1,
          (before[j] ?? 0) + 1,
          (before[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
        )
      )
    before = row
  }
  return before[b.length] ?? 0
}

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** At most three of `names`, the nearest first. */
export const nearNames = (name: string, names: ReadonlyArray<string>): ReadonlyArray<string> =>
  names
    .map((near) => ({ near, far: edits(plain(name), plain(near)) }))
    .filter(({ near, far }) => far <= Math.min(2, Math.floor(Math.max(plain(near).length, 1) / 2)))
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ near }) => near)

/** `did you mean age?`, or what names there are. */
export const didYouMean = (name: string, names: ReadonlyArray<string>): string => {
  const near = nearNames(name, names)
  return near.length > 0
    ? `did you mean ${near.join(' or ')}?`
    : 'the columns are ' +
        `${names.slice(0, 20).join(', ') || 'none'}${names.length > 20 ? ` and ${names.length - 20} more` : ''}`
}
