/**
 * What the comment at the head of a file says: prose, then points by name; and as a section of a page.
 *
 * @since 0.2.0
 */
import { readFileSync } from 'node:fs'
import { root } from './WordsOfDoor.ts'

/** What a file says of itself: prose, then points by name. */
export interface Comment {
  readonly prose: string
  readonly points: ReadonlyArray<readonly [string, string]>
}

export const commentOf = (path: string): Comment => {
  const text = readFileSync(root + path, 'utf8')
  const lines = text
    .slice(text.indexOf('/**') + 3, text.indexOf('*/'))
    .split('\n')
    .map((line) => line.replace(/^ \* ?/, ''))
    .filter((line) => !line.startsWith('@'))
  const starts = lines.flatMap((line, i) => (line.startsWith('- ') ? [i] : []))
  const joined = (from: number, to: number | undefined): string =>
    lines
      .slice(from, to)
      .map((line) => line.trim())
      .join(' ')
      .trim()
  return {
    prose: joined(0, starts[0]),
    points: starts.map((start, i) => {
      const [, name = '', rest = ''] = /^- (\S+)\s+(.*)$/.exec(joined(start, starts[i + 1])) ?? []
      return [name, rest]
    })
  }
}

export const section = (
  title: string,
  facts: ReadonlyArray<string>,
  { prose, points }: Comment
): string =>
  [
    `### ${title}`,
    prose,
    [...facts, ...points.map(([name, text]) => `**${name}** ${text}`)]
      .map((line) => `- ${line}`)
      .join('\n')
  ].join('\n\n')
