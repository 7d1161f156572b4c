/**
 * Which parts of expressions get a constant of their own, and in which model it stands: what is used
 * more than once, and now and then a part of what is nested deep.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/Distribution.ts'
import { children, type Expr, isClosed, postorder } from '../../expr/index.ts'
import type { Line, ModelLines } from './ModelTree.ts'
import { isPartOfWord } from './WindowWords.ts'

// model

/** The expressions of a line, or what a model gives, as they stand in the model at `scope`. */
export interface Place {
  readonly scope: string
  readonly roots: ReadonlyArray<Expr>
}

/** A part with a constant in the model at `scope`, before the place of this number. */
export interface SharedPart {
  readonly e: Expr
  readonly scope: string
  readonly before: number
}

/** The paths of included models whose values a model sees, or may be given, by those values. */
export type InSight = (scope: string) => ReadonlyMap<Expr, string>

// scopes

export const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

/** Is `scope` the model at `path`, or inside it? */
export const isInside = (scope: string, path: string): boolean =>
  path === '' || scope === path || scope.startsWith(`${path}/`)

const commonScope = (a: string, b: string): string => {
  let scope = a
  while (!isInside(b, scope)) scope = parentOf(scope)
  return scope
}

// constructors

/** Every place, in the order in which they are written. */
export const placesOf = (root: ModelLines): ReadonlyArray<Place> => {
  const inLine =
    (scope: string) =>
    (line: Line): ReadonlyArray<Place> => {
      switch (line.kind) {
        case 'data':
          return [{ scope, roots: [] }]
        case 'site':
          return [{ scope, roots: family(line.site.dist).arguments.map((a) => a.value) }]
        case 'model':
          return [
            ...line.lines.flatMap(inLine(line.path)),
            { scope: line.path, roots: line.value === undefined ? [] : [line.value] }
          ]
      }
    }
  return root.lines.flatMap(inLine(''))
}

/** What is written as operands of a part: of a word, what it is given. */
export type OperandsOf = (e: Expr) => ReadonlyArray<Expr>

/** The parts of a place that are written there: what included models give is not. */
const partsOf = (
  { scope, roots }: Place,
  inSight: InSight,
  operandsOf: OperandsOf
): ReadonlyArray<Expr> => postorder(roots, new Set(inSight(scope).keys()), operandsOf)

/** The paths of the models whose values are read there. */
const readIn = (place: Place, inSight: InSight, operandsOf: OperandsOf): ReadonlyArray<string> => {
  const given = inSight(place.scope)
  const met = [...place.roots, ...partsOf(place, inSight, operandsOf).flatMap(operandsOf)]
  return met.flatMap((e) => given.get(e) ?? [])
}

/** How deep a line may nest before a part of it gets a name. */
const deepest = 30

const isShort = (e: Expr): boolean =>
  children(e).length === 0 ||
  (e._tag === 'Map' && children(e.x).length === 0) ||
  isPartOfWord(e) ||
  isClosed(e)

/** In the order in which they are first needed, operands first. */
export const sharedParts = (
  places: ReadonlyArray<Place>,
  inSight: InSight,
  operandsOf: OperandsOf
): ReadonlyArray<SharedPart> => {
  const found = new Map<Expr, { scope: string; readonly before: number }>()
  const uses = new Map<Expr, number>(),
    depths = new Map<Expr, number>()
  for (const [before, place] of places.entries()) {
    const given = inSight(place.scope)
    const use = (e: Expr): void => {
      if (!given.has(e)) uses.set(e, (uses.get(e) ?? 0) + 1)
    }
    for (const e of partsOf(place, inSight, operandsOf)) {
      const known = found.get(e)
      if (known !== undefined) known.scope = commonScope(known.scope, place.scope)
      else {
        found.set(e, { scope: place.scope, before })
        operandsOf(e).forEach(use)
        const depth = 1 + operandsOf(e).reduce((d, c) => Math.max(d, depths.get(c) ?? 0), 0)
        depths.set(e, depth % deepest)
        if (depth >= deepest) uses.set(e, Infinity)
      }
    }
    place.roots.forEach(use)
  }
  const isSeenAt = ({ e, scope }: SharedPart): boolean =>
    partsOf({ scope, roots: [e] }, inSight, operandsOf).every(
      (part) => part._tag !== 'Ref' || isInside(scope, parentOf(part.name))
    ) &&
    readIn({ scope, roots: [e] }, inSight, operandsOf).every((path) =>
      isInside(scope, parentOf(path))
    )
  return [...found]
    .filter(([e]) => (uses.get(e) ?? 0) > 1 && !isShort(e))
    .map(([e, { scope, before }]): SharedPart => ({ e, scope, before }))
    .filter(isSeenAt)
}

/** Sites, and values of models, inside a model that are used outside it, by the model. */
export const neededOutside = (
  places: ReadonlyArray<Place>,
  inSight: InSight,
  operandsOf: OperandsOf
): ReadonlyMap<string, ReadonlySet<string>> => {
  const needed = new Map<string, Set<string>>()
  for (const place of places) {
    const need = (name: string, inner: string): void => {
      for (let model = inner; model !== ''; model = parentOf(model))
        if (!isInside(place.scope, model))
          needed.set(model, (needed.get(model) ?? new Set<string>()).add(name))
    }
    for (const e of partsOf(place, inSight, operandsOf)) if (e._tag === 'Ref') need(e.name, e.name)
    for (const path of readIn(place, inSight, operandsOf)) need(path, parentOf(path))
  }
  return needed
}
