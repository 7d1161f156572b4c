/**
 * The rooms of the house: what the door of each says of it, its folders, and what its walls let in.
 *
 * @since 0.2.0
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { root } from './WordsOfDoor.ts'

interface Rule {
  readonly name: string
  readonly to: { readonly pathNot?: string }
}
const walls: { readonly forbidden: ReadonlyArray<Rule> } = createRequire(import.meta.url)(
  `${root}.dependency-cruiser.cjs`
)

const foldersIn = (folder: string): ReadonlyArray<string> =>
  readdirSync(root + folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()

/** The first paragraph of the comment that a file begins with. */
const opening = (path: string): string => {
  const [, comment = ''] = /^\/\*\*([\s\S]*?)\*\//.exec(readFileSync(root + path, 'utf8')) ?? []
  const text = comment.replace(/^ ?\* ?/gm, '').trim()
  return (text.split(/\n\s*\n|\n@/)[0] ?? '').replace(/\s*\n\s*/g, ' ')
}

/** What a room may import besides itself, from the rule of its wall; undefined: everything. */
const admitted = (room: string): ReadonlyArray<string> | undefined => {
  const rule = walls.forbidden.find(({ name }) => name === `room-${room}`)
  const [, names] = /\(([^)]*)\)/.exec(rule?.to.pathNot ?? '') ?? []
  return names?.split('|').filter((name) => name !== room)
}

/** In the order of the walls, which is that of the sentence; a room without a wall comes last. */
export const roomTable = (): string => {
  const walled = walls.forbidden.flatMap(({ name }) => /^room-(\w+)$/.exec(name)?.[1] ?? [])
  const rooms = foldersIn('src').toSorted(
    (a, b) =>
      ((walled.indexOf(a) + walled.length + 1) % (walled.length + 1)) -
      ((walled.indexOf(b) + walled.length + 1) % (walled.length + 1))
  )
  return [
    '| room | what lives there | its folders | may import |',
    '|---|---|---|---|',
    ...rooms.map((room) => {
      const folders = foldersIn(`src/${room}`).map((name) => `\`${name}/\``)
      const admits = admitted(room)
      const imports = admits === undefined ? 'everything' : admits.join(', ') || '–'
      return `| \`${room}/\` | ${opening(`src/${room}/index.ts`)} | ${folders.join(' ')} | ${imports} |`
    })
  ].join('\n')
}
