/**
 * Long lines of text, broken where a person would break them.
 *
 * @since 0.1.0
 */

/** Columns of a line. */
export const lineWidth = 120

/** Spaces at which no line ends: behind an operator, a sum's axes or `let`, and in front of `=`. */
const gaps = / (?<! [+−=<≤·‖~] |let |Σ_[^ {]+ |Σ_\{[^}]*)(?![=·‖~] )/

/**
 * `text` after `lead`, broken at spaces; what follows stands below the first word. Indentation of
 * the text is kept.
 */
export const wrap = (lead: string, text: string, width = lineWidth): ReadonlyArray<string> => {
  const indent = ' '.repeat(lead.length)
  const lines: Array<string> = []
  let line = lead
  for (const word of text.split(gaps)) {
    if (line.length + word.length + 1 > width && line.trim() !== lead.trim()) {
      lines.push(line.trimEnd())
      line = indent + word
    } else line = line.length === lead.length ? line + word : `${line} ${word}`
  }
  return [...lines, line.trimEnd()]
}
