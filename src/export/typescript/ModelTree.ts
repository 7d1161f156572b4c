/**
 * The declarations of a graph as lines of nested models: `fc1/w` is the line `w` of the model that is
 * included as `fc1`. Lines stand in an order in which the language declares the same graph.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { family } from '../../distributions/Distribution.ts'
import { type Expr, refs } from '../../expr/index.ts'
import type { DataSlot, Graph, Site } from '../../ir/Graph.ts'

// model

/** A line; `path` is the name with its scopes. A site may be the unnamed one of its model. */
export type Line =
  | { readonly kind: 'data'; readonly path: string; readonly slot: DataSlot }
  | { readonly kind: 'site'; readonly path: string; readonly site: Site; readonly unnamed: boolean }
  | ModelLines

/** An included model; `value` is what it gives, where that has a name. */
export interface ModelLines {
  readonly kind: 'model'
  readonly path: string
  readonly lines: ReadonlyArray<Line>
  readonly value: Expr | undefined
}

/** First and last position in each list of the graph: data, sites, named values. */
type Places = ReadonlyArray<readonly [first: number, last: number] | undefined>

interface Open {
  readonly kind: 'model'
  readonly path: string
  readonly children: Map<string, Open | Leaf>
  value: Expr | undefined
  places: Places
}
interface Leaf {
  readonly kind: 'leaf'
  readonly line: Exclude<Line, ModelLines>
  readonly places: Places
}

// constructors

const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

const placed = (list: 0 | 1 | 2, at: number): Places =>
  [0, 1, 2].map((l) => (l === list ? ([at, at] as const) : undefined))

const joined = (a: Places, b: Places): Places =>
  a.map((x, i) => {
    const y = b[i]
    return x === undefined
      ? y
      : y === undefined
        ? x
        : ([Math.min(x[0], y[0]), Math.max(x[1], y[1])] as const)
  })

const open = (path: string): Open => ({
  kind: 'model',
  path,
  children: new Map(),
  value: undefined,
  places: [undefined, undefined, undefined]
})

/** Every path that is an included model: what others lie inside of, and what has a named value. */
const modelPaths = ({ data, sites, named }: Graph): ReadonlySet<string> => {
  const paths = new Set(named.map((n) => n.name))
  for (const { name } of [...data, ...sites, ...named])
    for (let above = parentOf(name); above !== '' && !paths.has(above); above = parentOf(above))
      paths.add(above)
  return paths
}

const opened = (graph: Graph): Open => {
  const root = open(''),
    models = new Map([['', root]])
  const paths = modelPaths(graph)
  const modelAt = (path: string): Open => {
    const found = models.get(path)
    if (found !== undefined) return found
    const made = open(path)
    models.set(path, made)
    modelAt(parentOf(path)).children.set(path, made)
    return made
  }
  const note = (path: string, places: Places): void => {
    for (let at = path; ; at = parentOf(at)) {
      const m = modelAt(at)
      m.places = joined(m.places, places)
      if (at === '') return
    }
  }
  const add = (where: string, key: string, leaf: Leaf): void => {
    modelAt(where).children.set(key, leaf)
    note(where, leaf.places)
  }
  graph.data.forEach((slot, i) =>
    add(parentOf(slot.name), slot.name, {
      kind: 'leaf',
      line: { kind: 'data', path: slot.name, slot },
      places: placed(0, i)
    })
  )
  graph.sites.forEach((site, i) => {
    const unnamed = paths.has(site.name)
    add(unnamed ? site.name : parentOf(site.name), unnamed ? '' : site.name, {
      kind: 'leaf',
      line: { kind: 'site', path: site.name, site, unnamed },
      places: placed(1, i)
    })
  })
  graph.named.forEach(({ name, value }, i) => {
    modelAt(name).value = value
    note(name, placed(2, i))
  })
  return root
}

/** The names that lines below a child define, and those that they use. */
interface Names {
  readonly defined: ReadonlySet<string>
  readonly used: ReadonlySet<string>
}

const namesOf = (child: Open | Leaf): Names => {
  if (child.kind === 'leaf') {
    const { line } = child
    return {
      defined: new Set([line.path]),
      used:
        line.kind === 'data'
          ? new Set()
          : new Set(refs(family(line.site.dist).arguments.map((a) => a.value)).keys())
    }
  }
  const inner = [...child.children.values()].map(namesOf)
  const value = child.value === undefined ? [] : [...refs([child.value]).keys()]
  return {
    defined: new Set(inner.flatMap((n) => [...n.defined])),
    used: new Set([...inner.flatMap((n) => [...n.used]), ...value])
  }
}

/** Lines so that each list of the graph is in order, and a name is used below its line. */
const ordered = (children: ReadonlyArray<Open | Leaf>): ReadonlyArray<Open | Leaf> | undefined => {
  const names = children.map(namesOf)
  const before = children.map(() => new Set<number>())
  for (const list of [0, 1, 2]) {
    const inList = children
      .flatMap((c, i) => {
        const place = c.places[list]
        return place === undefined ? [] : [{ i, place }]
      })
      .toSorted((a, b) => a.place[0] - b.place[0])
    for (const [k, { i, place }] of inList.entries()) {
      const last = inList[k - 1]
      if (last === undefined) continue
      if (last.place[1] > place[0]) return undefined
      before[i]?.add(last.i)
    }
  }
  const owner = new Map(names.flatMap((n, i) => [...n.defined].map((name) => [name, i] as const)))
  names.forEach(({ used }, i) =>
    used.forEach((name) => {
      const of = owner.get(name)
      if (of !== undefined && of !== i) before[i]?.add(of)
    })
  )
  const done: Array<number> = []
  const isDone = new Set<number>()
  while (done.length < children.length) {
    const ready = [...children.keys()].filter(
      (i) => !isDone.has(i) && [...(before[i] ?? [])].every((b) => isDone.has(b))
    )
    // what only gives a value is read by its name from then on
    const next = ready.find((i) => names[i]?.defined.size === 0) ?? ready[0]
    if (next === undefined) return undefined
    done.push(next)
    isDone.add(next)
  }
  return done.flatMap((i) => children[i] ?? [])
}

const settled = (m: Open): E.Either<string, ModelLines> => {
  const children = ordered([...m.children.values()])
  if (children === undefined) return E.left(m.path)
  const lines: Array<Line> = []
  for (const child of children) {
    if (child.kind === 'leaf') lines.push(child.line)
    else {
      const inner = settled(child)
      if (E.isLeft(inner)) return inner
      lines.push(inner.right)
    }
  }
  return E.right({ kind: 'model', path: m.path, lines, value: m.value })
}

/** The model with its inner models; left: the path of one whose sites are not together. */
export const modelTree = (graph: Graph): E.Either<string, ModelLines> => settled(opened(graph))
