/**
 * The guides, in the order in which they are tried, each as its file tells it: prose, then points.
 *
 * @since 0.2.0
 */
import { readFileSync } from 'node:fs'
import { guideTags } from '../../src/guides/Guides.ts'
import { root } from './WordsOfDoor.ts'

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)

/** The comment that a file begins with, without its stars and tags. */
const commentOf = (path: string): string => {
  const [, comment = ''] = /^\/\*\*([\s\S]*?)\*\//.exec(readFileSync(root + path, 'utf8')) ?? []
  return comment
    .replace(/^ ?\* ?/gm, '')
    .replace(/^@.*$/gm, '')
    .trim()
}

/** `- name   text over lines` → `- **name** text`. */
const points = (text: string): string =>
  text.replace(/\n[ ]{2,}/g, ' ').replace(/^- (\S+(?: \S+)*?)[ ]{2,}(.*)$/gm, '- **$1**: $2')

export const guideSections = (): string =>
  guideTags
    .map((tag) => `## \`${tag}\`\n\n${points(commentOf(`src/guides/${capital(tag)}Guide.ts`))}`)
    .join('\n\n')
