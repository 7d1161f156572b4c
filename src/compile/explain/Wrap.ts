/**
 * Long lines of text, broken where a person would break them.
 *
 * @since 0.1.0
 */

/** Columns of a line. */
export const lineWidth = 120

const operators: ReadonlySet<string> = new Set('+−=<≤·‖~')
const relations: ReadonlySet<string> = new Set('=·‖~')

/**
 * The words of a text, parted at spaces but where no line ends: behind an operator, `let`, a sum's
 * axes or amid them, and in front of a relation.
 */
const wordsOf = (text: string): ReadonlyArray<string> => {
  const parts = text.split(' ')
  const words: Array<string> = []
  /** The parts of the word that is not ended, and whether the axes of a sum are. */
  let word: Array<string> = []
  let amidAxes = false
  parts.forEach((part, i) => {
    word.push(part)
    const opened = part.lastIndexOf('Σ_{')
    if (opened >= 0 || part.includes('}')) amidAxes = opened > part.lastIndexOf('}')
    const next = parts[i + 1]
    const goesOn =
      amidAxes ||
      (i > 0 && operators.has(part)) ||
      part.endsWith('let') ||
      /Σ_[^{]+$/.test(part) ||
      (i + 2 < parts.length && relations.has(next ?? ''))
    if (goesOn && next !== undefined) return
    words.push(word.join(' '))
    word = []
  })
  return words
}

/**
 * `text` after `lead`, broken at spaces; what follows stands below the first word. Indentation of
 * the text is kept.
 */
export const wrap = (lead: string, text: string, width = lineWidth): ReadonlyArray<string> => {
  const indent = ' '.repeat(lead.length)
  const lines: Array<string> = []
  let line = lead
  for (const word of wordsOf(text)) {
    if (line.length + word.length + 1 > width && line.trim() !== lead.trim()) {
      lines.push(line.trimEnd())
      line = indent + word
    } else line = line.length === lead.length ? line + word : `${line} ${word}`
  }
  return [...lines, line.trimEnd()]
}
