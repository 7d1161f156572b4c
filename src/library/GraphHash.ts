/**
 * A name for the content of a model: equal graphs have equal hashes, whatever file they come from.
 *
 * @since 0.1.0
 */
import { md5 } from '../storage/Checksum.ts'
import { family } from '../distributions/index.ts'
import { children, type Expr, foldList } from '../expr/index.ts'
import type { Graph } from '../ir/Graph.ts'

const utf8 = new TextEncoder()
const digest = (content: unknown): string => md5(utf8.encode(JSON.stringify(content)))

/** A node without its operands: JSON leaves out what is undefined. */
const bare = (e: Expr): Readonly<Record<string, unknown>> => {
  const operands: ReadonlyArray<unknown> = children(e)
  return Object.fromEntries(Object.entries(e).filter(([, part]) => !operands.includes(part)))
}

/**
 * MD5 over axes, data, sites with their distributions and options, and named values, in order;
 * shared expressions are read once.
 */
export const graphHash = ({ axes, data, sites, named }: Graph): string => {
  const exprHash = foldList<string>((node, operands) => digest([bare(node), operands]))
  return digest([
    axes,
    // which axis a slot indexes is seen in what gathers by it
    data.map(({ name, axes: over, support }) => ({ name, axes: over, support })),
    sites.map(({ name, role, dist, axes: over, options }) => {
      const { tag, arguments: given, consumes } = family(dist)
      return [
        name,
        role,
        over,
        Object.entries(options).sort(),
        tag,
        consumes,
        given.map((a) => [a.name, exprHash(a.value)])
      ]
    }),
    named.map(({ name, value }) => [name, exprHash(value)])
  ])
}
