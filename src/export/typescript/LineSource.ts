/**
 * A line of a model as source: a slot of data, a site.
 *
 * @since 0.2.0
 */
import { drawAxes, family } from '../../distributions/Distribution.ts'
import { factsOf, type SupportTag } from '../../distributions/supports/Support.ts'
import { union } from '../../expr/index.ts'
import type { DataSlot, Site } from '../../ir/Graph.ts'
import { expressionSource, type Writing } from './ExpressionSource.ts'
import { call, list, row, type SourceText, text } from './SourceText.ts'

const supportWords: { readonly [T in SupportTag]?: string } = {
  Positive: 'positives',
  Counts: 'counts'
}

/** `{ mean: ` in front of `mean` is `{ `. */
const shorthand = (before: string, argument: SourceText | undefined): string =>
  argument?.kind === 'text' && new RegExp(`\\b${argument.text}: $`).test(before)
    ? before.slice(0, -argument.text.length - 2)
    : before

/** Without its scopes. */
export const lastOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

const distText = ({ dist, axes }: Site, writing: Writing): SourceText => {
  const { word, axis } = writing
  const f = family(dist),
    source = expressionSource(writing)
  const given = f.arguments.map((a) => source.argument(a.value))
  const shown = f
    .show(given.map((_, i) => `\u0000${i}\u0000`))
    .replace(
      /(along|cuts|across): ([\w-]+)/g,
      (_, key: string, name: string) => `${key}: ${axis(name)}`
    )
    .replace(
      /jointly: \[([^\]]*)\]/g,
      (_, names_: string) => `jointly: [${names_.split(', ').map(axis).join(', ')}]`
    )
  for (const [, called = ''] of shown.matchAll(/(?:^|[ [])([a-z]\w*)(?=\(|$)/gi)) word(called)
  // a constant of the argument's own name is written once
  const pieces = shown.split('\u0000').map((piece, i, all) => {
    const argument = i % 2 === 1 ? given[Number(piece)] : undefined
    const next = given[Number(all[i + 1] ?? NaN)]
    return argument ?? text(shorthand(piece, next))
  })
  const own = drawAxes(dist)
  const count = axes.findIndex((_, k) => union(axes.slice(0, k), own).join() === axes.join())
  const over = axes.slice(0, count < 0 ? axes.length : count)
  return over.length === 0
    ? row(...pieces)
    : row(`${word('over')}(${over.map(axis).join(', ')})(`, ...pieces, ')')
}

/** `indexed` is the axis that a slot of categories indexes. */
export const dataText = (
  slot: DataSlot,
  indexed: string | undefined,
  { word, axis, lacks }: Writing
): SourceText => {
  const support = slot.support ?? 'Real'
  const values =
    support === 'Real'
      ? []
      : support === 'Categories'
        ? [text(`${word('indicesOf')}(${axis(indexed ?? '')})`)]
        : [text(word(supportWords[support] ?? ''))]
  if (support === 'Categories' && indexed === undefined) lacks('indices of no axis')
  if (support !== 'Real' && support !== 'Categories' && supportWords[support] === undefined)
    lacks(`data of ${factsOf(support).many}`)
  return call(
    word('data'),
    text(`'${lastOf(slot.name)}'`),
    list(
      '[',
      slot.axes.map((a) => text(axis(a))),
      ']'
    ),
    ...values
  )
}

const optionText = ({ options }: Site): ReadonlyArray<SourceText> => {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  return given.length === 0
    ? []
    : [
        text(
          `{ ${given.map(([k, v]) => `${k}: ${typeof v === 'string' ? `'${v}'` : String(v)}`).join(', ')} }`
        )
      ]
}

/** A site that has no name of its own is what the model around it yields. */
export const siteText = (site: Site, unnamed: boolean, writing: Writing): SourceText => {
  const { word } = writing
  const dist = distText(site, writing),
    options = optionText(site)
  return unnamed
    ? call(word('yields'), dist, ...options)
    : call(
        word(site.role === 'observed' ? 'observe' : 'draw'),
        text(`'${lastOf(site.name)}'`),
        dist,
        ...options
      )
}
