/**
 * A model as a graph that Graphviz draws: an arrow from what a site's law speaks of to the site, a
 * dashed one from a scale to what it switches off, with the axes of the gate.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/index.ts'
import { print, refs } from '../../expr/index.ts'
import type { Gate } from '../../ir/Gate.ts'
import type { DataSlot, Graph, Site } from '../../ir/Graph.ts'

/** Text in quotes, its own quotes and backslashes escaped; `\n` ends a line of it. */
const quoted = (...lines: ReadonlyArray<string>): string =>
  `"${lines
    .flatMap((line) => line.split('\n'))
    .map((line) => line.replace(/[\\"]/g, '\\$&'))
    .join('\\n')}"`

const attributes = (given: Readonly<Record<string, string>>): string =>
  `[${Object.entries(given)
    .map(([k, v]) => `${k}=${v}`)
    .join(', ')}]`

/** A law takes a line of a picture, and no more. */
const mostLetters = 60
const shortened = (text: string): string =>
  text.length <= mostLetters ? text : `${text.slice(0, mostLetters)}…`

const over = (name: string, axes: ReadonlyArray<string>): string =>
  axes.length === 0 ? name : `${name} [${axes.join(', ')}]`

const dataNode = ({ name, axes }: DataSlot): string =>
  `  ${quoted(name)} ${attributes({ label: quoted(over(name, axes)), shape: 'box' })}`

const siteNode = ({ name, role, axes, dist }: Site): string => {
  const f = family(dist)
  const law = shortened(f.show(f.arguments.map((a) => print(a.value).replace(/\s+/g, ' '))))
  return `  ${quoted(name)} ${attributes({
    label: quoted(over(name, axes), law),
    ...(role === 'observed' ? { style: 'filled', fillcolor: quoted('#dddddd') } : {})
  })}`
}

const arrows = (s: Site): ReadonlyArray<string> => {
  const given = family(s.dist).arguments.map((a) => a.value)
  return [...refs(given).keys()].map((from) => `  ${quoted(from)} -> ${quoted(s.name)}`)
}

const gateArrow = ({ factors, target, axes }: Gate): ReadonlyArray<string> =>
  factors.map(
    (factor) =>
      `  ${quoted(factor)} -> ${quoted(target)} ` +
      attributes({
        style: 'dashed',
        constraint: 'false',
        label: quoted(axes.length === 0 ? 'all of it' : axes.join(', '))
      })
  )

/** DOT: data in boxes, latents in ellipses, observations filled. */
export const modelDot = (graph: Graph, gates: ReadonlyArray<Gate>): string =>
  [
    'digraph model {',
    '  node [fontname="sans-serif", fontsize=11]; edge [fontname="sans-serif", fontsize=9]',
    ...graph.data.map(dataNode),
    ...graph.sites.map(siteNode),
    ...graph.sites.flatMap(arrows),
    ...gates.flatMap(gateArrow),
    '}'
  ].join('\n')
