/**
 * Long lines of text, broken where a person would break them.
 *
 * @since 0.1.0
 */

/** Columns of a line. */
export const lineWidth = 120

/** Inside a name or number nothing breaks; an operator begins the line that it opens. */
const unbreakable = (text: string): ReadonlyArray<string> => text.split(/ (?![+−=<≤] )(?<! [+−=<≤] )/)

/** `text` after `lead`, broken at spaces; what follows stands below the first word. Indentation of the text is kept. */
export const wrap = (lead: string, text: string, width = lineWidth): ReadonlyArray<string> => {
  const indent = ' '.repeat(lead.length)
  const lines: Array<string> = []
  let line = lead
  for (const word of unbreakable(text)) {
    if (line.length + word.length + 1 > width && line.trim() !== lead.trim()) {
      lines.push(line.trimEnd())
      line = indent + word
    } else line = line.length === lead.length ? line + word : `${line} ${word}`
  }
  return [...lines, line.trimEnd()]
}
