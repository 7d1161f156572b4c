/**
 * What is wrong with the names, axes and sizes that a model in JSON declares.
 *
 * @since 0.2.0
 */
import type { Axes } from '../../expr/index.ts'
import { isOfData, type ModelJson } from './ModelCodec.ts'

export interface WrongPart {
  readonly where: string
  readonly why: string
}

const segment = /^[A-Za-z][A-Za-z0-9_-]*$/
const isPath = (name: string): boolean => name.split('/').every((part) => segment.test(part))

const twice = (names: ReadonlyArray<string>): ReadonlyArray<string> => {
  const seen = new Set<string>()
  return names.filter((name) => {
    const again = seen.has(name)
    seen.add(name)
    return again
  })
}

/** At most so many are said: a long text may have as many as it has declarations. */
const mostSaid = 10

/** Names that are none, or there twice; axes that are not declared, or more than `mostAxes`. */
export const declarationProblems = (
  { axes, data, sites, named }: ModelJson,
  mostAxes: number
): ReadonlyArray<WrongPart> => {
  const known = new Set(axes.map((a) => a.name))
  const paths = [...data, ...sites, ...named].map((d) => d.name)
  const over = (where: string, list: Axes): ReadonlyArray<WrongPart> =>
    list.length > mostAxes
      ? [{ where, why: `it is over ${list.length} axes, where ${mostAxes} are the budget` }]
      : [
          ...list
            .filter((a) => !known.has(a))
            .map((a) => ({ where, why: `there is no axis '${a}'` })),
          ...twice(list).map((a) => ({ where, why: `the axis '${a}' is there twice` }))
        ]
  return [
    ...axes
      .filter((a) => !segment.test(a.name))
      .map((a) => ({ where: 'axes', why: `'${a.name}' is not a name` })),
    ...twice(axes.map((a) => a.name)).map((a) => ({ where: a, why: 'this axis is there twice' })),
    ...axes
      .filter((a) => a.size === 0)
      .map((a) => ({ where: a.name, why: 'an axis has at least one index' })),
    ...paths
      .filter((name) => !isPath(name))
      .map((name) => ({ where: 'names', why: `'${name}' is not a name` })),
    ...twice(paths).map((name) => ({ where: name, why: 'this name is there twice' })),
    ...[...data, ...sites].flatMap((d) => over(d.name, d.axes)),
    ...data
      .filter((d) => d.support !== undefined && !isOfData(d.support))
      .map((d) => ({ where: d.name, why: 'data are not declared to lie between ends' })),
    ...data
      .filter(
        (d) => d.indexes !== undefined && (d.support !== 'Categories' || !known.has(d.indexes))
      )
      .map((d) => ({ where: d.name, why: 'it indexes no axis that there is' }))
  ].slice(0, mostSaid)
}
