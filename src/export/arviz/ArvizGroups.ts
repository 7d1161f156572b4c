/**
 * Draws, numbers of the sampler, data: the groups that ArviZ knows, with its names.
 *
 * - posterior          every declared site over chain, draw and its own axes
 * - prior              the same of draws of the priors; what they drew of what is observed is in
 *                      prior_predictive
 * - sample_stats       `diverging`, `energy`, `lp`, `n_steps`, `tree_depth`, … over chain and draw
 * - log_likelihood     ln p of every observed value over chain, draw and its axes, where it is given
 * - observed_data      what was observed
 * - constant_data      all other data
 *
 * An axis is a dimension of its name with its labels as coordinates, or numbers from 0. Variables of
 * xarray may not hold a `/` nor be called as a dimension: `fc1/w` becomes `fc1.w`, an axis that has
 * the name of a site `name_axis`.
 *
 * @since 0.2.0
 */
import {
  chainAxis,
  drawAxisName,
  type NamedTensor,
  type PosteriorDraws,
  type WideTensor
} from '../../ir/Posterior.ts'
import type { ZarrArray, ZarrGroup, ZarrValues } from './ZarrFiles.ts'

// model

/** Data by name; labels of axes by the axis, in the order of their numbers. */
export interface DrawsToExport {
  readonly draws: PosteriorDraws
  /** Draws of the priors: these of their sites are observed. */
  readonly predicted?: ReadonlyArray<string> | undefined
  readonly logLikelihood: ReadonlyMap<string, WideTensor>
  readonly observed: ReadonlyMap<string, NamedTensor>
  readonly constants: ReadonlyMap<string, NamedTensor>
  readonly labels: ReadonlyMap<string, ReadonlyArray<string>>
  /** Of this package. */
  readonly version: string
}

// combinators

/** How ArviZ calls the sampler's numbers, and what they are. */
const statistics: Readonly<
  Record<string, readonly [name: string, kind: 'float64' | 'int64' | 'bool']>
> = {
  acceptance: ['acceptance_rate', 'float64'],
  'step size': ['step_size', 'float64'],
  'tree depth': ['tree_depth', 'int64'],
  leapfrogs: ['n_steps', 'int64'],
  divergent: ['diverging', 'bool'],
  energy: ['energy', 'float64'],
  'log density': ['lp', 'float64']
}

const valuesAs = (kind: 'float64' | 'int64' | 'bool', values: Float64Array): ZarrValues =>
  kind === 'bool'
    ? { kind, values: Array.from(values, (x) => x !== 0) }
    : // what others made may be of no whole number
      kind === 'int64' && values.every(Number.isSafeInteger)
      ? { kind, values }
      : { kind: 'float64', values }

const variable = (name: string): string => name.replaceAll('/', '.')

/** Dimensions by axis; none has the name of a variable. */
const dimensionsOf = (variables: ReadonlyArray<string>): ((axis: string) => string) => {
  const taken = new Set(['chain', 'draw', ...variables.map(variable)])
  const own: Readonly<Record<string, string>> = { [chainAxis]: 'chain', [drawAxisName]: 'draw' }
  return (axis) => {
    const plain = own[axis] ?? variable(axis)
    return axis in own || !taken.has(plain) ? plain : `${plain}_axis`
  }
}

const numbered = (size: number): ZarrValues => ({
  kind: 'int64',
  values: Array.from({ length: size }, (_, i) => i)
})

/** A group of arrays, and a coordinate for each of their dimensions. */
const groupOf = (
  arrays: ReadonlyArray<readonly [name: string, tensor: NamedTensor | WideTensor, ZarrValues]>,
  { labels, version }: DrawsToExport,
  dimension: (axis: string) => string
): ZarrGroup => {
  const coordinates = new Map<string, ZarrArray>()
  for (const [, { axes, sizes }] of arrays)
    axes.forEach((axis, d) => {
      const [name, size, texts] = [dimension(axis), sizes[d] ?? 1, labels.get(axis)]
      coordinates.set(name, {
        dimensions: [name],
        shape: [size],
        values: texts?.length === size ? { kind: 'text', values: texts } : numbered(size)
      })
    })
  return {
    attributes: { creation_library: 'Farrier', creation_library_version: version },
    groups: new Map(),
    arrays: new Map([
      ...coordinates,
      ...arrays.map(
        ([name, { axes, sizes }, values]) =>
          [variable(name), { dimensions: axes.map(dimension), shape: sizes, values }] as const
      )
    ])
  }
}

const among = (
  sites: ReadonlyMap<string, WideTensor>,
  names: ReadonlyArray<string>
): ReadonlyMap<string, WideTensor> => new Map([...sites].filter(([name]) => names.includes(name)))

const without = (
  sites: ReadonlyMap<string, WideTensor>,
  names: ReadonlyArray<string>
): ReadonlyMap<string, WideTensor> => new Map([...sites].filter(([name]) => !names.includes(name)))

// constructors

/** Groups that would be empty are left out. */
export const arvizGroups = (given: DrawsToExport): ZarrGroup => {
  const { draws, predicted, logLikelihood, observed, constants } = given
  const known = [...draws.statistics].flatMap(([name, tensor]) => {
    const found = statistics[name]
    return found === undefined
      ? []
      : [[found[0], tensor, valuesAs(found[1], tensor.values)] as const]
  })
  const dimension = dimensionsOf([
    ...draws.sites.keys(),
    ...observed.keys(),
    ...constants.keys(),
    ...known.map(([name]) => name)
  ])
  const data = (of: ReadonlyMap<string, NamedTensor>) =>
    [...of].map(
      ([name, tensor]) => [name, tensor, { kind: 'float32', values: tensor.values }] as const
    )
  const wide = (of: ReadonlyMap<string, WideTensor>) =>
    [...of].map(
      ([name, tensor]) => [name, tensor, { kind: 'float64', values: tensor.values }] as const
    )
  const [own, predictive] =
    predicted === undefined
      ? [draws.sites, new Map<string, WideTensor>()]
      : [without(draws.sites, predicted), among(draws.sites, predicted)]
  const groups = [
    [predicted === undefined ? 'posterior' : 'prior', wide(own)],
    ['prior_predictive', wide(predictive)],
    ['sample_stats', known],
    ['log_likelihood', wide(logLikelihood)],
    ['observed_data', data(observed)],
    ['constant_data', data(constants)]
  ] as const
  return {
    attributes: { creation_library: 'Farrier', creation_library_version: given.version },
    arrays: new Map(),
    groups: new Map(
      groups.flatMap(([name, arrays]) =>
        arrays.length === 0 ? [] : [[name, groupOf(arrays, given, dimension)] as const]
      )
    )
  }
}
