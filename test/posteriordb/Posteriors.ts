/**
 * The posteriors of posteriordb that have a model in dsl-examples/posteriordb: which data, how they
 * become a table, and what the parameters are called here.
 */
import * as t from 'io-ts'

// model

const numbers = t.readonlyArray(t.number)

/** The data of a posterior as they stand in the archive. */
export const ArchivedDataC = t.record(
  t.string,
  t.union([t.number, numbers, t.readonlyArray(numbers)])
)
type ArchivedData = t.TypeOf<typeof ArchivedDataC>

/** Columns by name, all of one length. */
export type Columns = ReadonlyMap<string, ReadonlyArray<number>>

/**
 * - `name`, `data` what posteriordb calls posterior and data
 * - `model` the file in dsl-examples
 * - `table` its data as columns; `bind` as on the command line
 * - `parameters` of theirs, each the name of a site here, or its elements in order: `beta: ['a', 'b']`
 *   says that `beta[1]` is the site a
 */
export interface ArchivedPosterior {
  readonly name: string
  readonly data: string
  readonly model: string
  readonly table: (data: ArchivedData) => Columns
  readonly bind: ReadonlyArray<string>
  readonly parameters: Readonly<Record<string, string | ReadonlyArray<string>>>
  readonly mass?: 'dense'
}

/** One number of a posterior: theirs, and ours as a site and an element. */
export interface Parameter {
  readonly theirs: string
  readonly site: string
  readonly element: number
}

// combinators

const isMatrix = (
  x: number | ReadonlyArray<number> | ReadonlyArray<ReadonlyArray<number>> | undefined
): x is ReadonlyArray<ReadonlyArray<number>> => Array.isArray(x) && Array.isArray(x[0])

const vectorIn = (data: ArchivedData, name: string): ReadonlyArray<number> => {
  const found = data[name]
  return found === undefined || typeof found === 'number' || isMatrix(found) ? [] : found
}

const matrixIn = (data: ArchivedData, name: string): ReadonlyArray<ReadonlyArray<number>> => {
  const found = data[name]
  return isMatrix(found) ? found : []
}

const columnsOf =
  (...names: ReadonlyArray<string>) =>
  (data: ArchivedData): Columns =>
    new Map(names.map((name) => [name, vectorIn(data, name)]))

/** The columns x1, x2, … of rows. */
const spread = (
  name: string,
  rows: ReadonlyArray<ReadonlyArray<number>>
): ReadonlyArray<readonly [string, ReadonlyArray<number>]> =>
  (rows[0] ?? []).map((_, k) => [`${name}${k + 1}`, rows.map((row) => row[k] ?? NaN)] as const)

const regressionTable = (data: ArchivedData): Columns =>
  new Map([...spread('x', matrixIn(data, 'X')), ['y', vectorIn(data, 'y')]])

const lagged = (data: ArchivedData): Columns => {
  const series = vectorIn(data, 'y')
  const before = series.slice(5).map((_, i) => series.slice(i, i + 5).toReversed())
  return new Map([...spread('before', before), ['y', series.slice(5)]])
}

/** Without the column of ones, and each column less its mean, as their model has it. */
const centredTable = (data: ArchivedData): Columns => {
  const rows = matrixIn(data, 'X').map((row) => row.slice(1))
  const means = spread('x', rows).map(([, x]) => x.reduce((a, b) => a + b, 0) / x.length)
  return new Map([
    ...spread(
      'x',
      rows.map((row) => row.map((x, k) => x - (means[k] ?? 0)))
    ),
    ['y', vectorIn(data, 'Y')]
  ])
}

const electionTable = (data: ArchivedData): Columns => {
  const age = vectorIn(data, 'age_discrete')
  const ages = [2, 3, 4].map(
    (group) => [`age${group}`, age.map((a) => (a === group ? 1 : 0))] as const
  )
  return new Map([
    ...columnsOf('partyid7', 'real_ideo', 'race_adj')(data),
    ...ages,
    ...columnsOf('educ1', 'gender', 'income')(data)
  ])
}

const earnings = (
  model: string,
  beta: ReadonlyArray<string>,
  columns: ReadonlyArray<string>
): ArchivedPosterior => ({
  name: `earnings-${model}`,
  data: 'earnings',
  model: `posteriordb/${model.replaceAll('_', '-')}`,
  table: columnsOf(...columns, 'earn'),
  bind: [],
  parameters: { beta, sigma: 'sigma' },
  mass: 'dense'
})

const kidscore = (
  model: string,
  beta: ReadonlyArray<string>,
  columns: ReadonlyArray<string>
): ArchivedPosterior => ({
  name: `kidiq-${model}`,
  data: 'kidiq',
  model: `posteriordb/${model.replaceAll('_', '-')}`,
  table: columnsOf(...columns, 'kid_score'),
  bind: [],
  parameters: { beta, sigma: 'sigma' },
  mass: 'dense'
})

const blr = (data: string): ArchivedPosterior => ({
  name: `${data}-blr`,
  data,
  model: 'posteriordb/blr',
  table: regressionTable,
  bind: [],
  parameters: { beta: 'beta', sigma: 'sigma' }
})

const nes = (year: number): ArchivedPosterior => ({
  name: `nes${year}-nes`,
  data: `nes${year}`,
  model: 'posteriordb/nes',
  table: electionTable,
  bind: ['x=real_ideo,race_adj,age2,age3,age4,educ1,gender,income'],
  parameters: { beta: ['intercept', ...Array<string>(8).fill('beta')], sigma: 'sigma' },
  mass: 'dense'
})

// values

export const posteriors: ReadonlyArray<ArchivedPosterior> = [
  {
    name: 'eight_schools-eight_schools_noncentered',
    data: 'eight_schools',
    model: 'eight-schools',
    table: columnsOf('y', 'sigma'),
    bind: [],
    parameters: { mu: 'mu', tau: 'tau', theta: 'theta' }
  },
  {
    name: 'arK-arK',
    data: 'arK',
    model: 'posteriordb/autoregression',
    table: lagged,
    bind: [],
    parameters: { alpha: 'alpha', beta: 'beta', sigma: 'sigma' },
    mass: 'dense'
  },
  blr('sblri'),
  blr('sblrc'),
  earnings('earn_height', ['intercept', 'byHeight'], ['height']),
  earnings('logearn_height', ['intercept', 'byHeight'], ['height']),
  earnings('logearn_height_male', ['intercept', 'byHeight', 'ofMen'], ['height', 'male']),
  earnings(
    'logearn_interaction',
    ['intercept', 'byHeight', 'ofMen', 'byHeightOfMen'],
    ['height', 'male']
  ),
  kidscore('kidscore_momhs', ['intercept', 'ofGraduates'], ['mom_hs']),
  kidscore('kidscore_momiq', ['intercept', 'byIq'], ['mom_iq']),
  kidscore('kidscore_momhsiq', ['intercept', 'ofGraduates', 'byIq'], ['mom_hs', 'mom_iq']),
  kidscore(
    'kidscore_interaction',
    ['intercept', 'ofGraduates', 'byIq', 'byIqOfGraduates'],
    ['mom_hs', 'mom_iq']
  ),
  {
    name: 'kilpisjarvi_mod-kilpisjarvi',
    data: 'kilpisjarvi_mod',
    model: 'posteriordb/kilpisjarvi',
    table: columnsOf('x', 'y'),
    bind: [],
    parameters: { alpha: 'alpha', beta: 'beta', sigma: 'sigma' },
    mass: 'dense'
  },
  {
    name: 'mesquite-logmesquite',
    data: 'mesquite',
    model: 'posteriordb/logmesquite',
    table: columnsOf(
      'diam1',
      'diam2',
      'canopy_height',
      'total_height',
      'density',
      'group',
      'weight'
    ),
    bind: ['sizes=diam1,diam2,canopy_height,total_height,density'],
    parameters: {
      beta: ['intercept', ...Array<string>(5).fill('bySize'), 'ofGroup'],
      sigma: 'sigma'
    }
  },
  nes(1972),
  nes(2000),
  {
    name: 'diamonds-diamonds',
    data: 'diamonds',
    model: 'posteriordb/diamonds',
    table: centredTable,
    bind: [],
    parameters: { b: 'b', Intercept: 'intercept', sigma: 'sigma' },
    mass: 'dense'
  }
]

// destructors

/** Theirs in the order of the elements, `beta[1]`, `beta[2]`, …, or the name alone. */
export const parametersOf = (
  { parameters }: ArchivedPosterior,
  theirs: ReadonlyArray<string>
): ReadonlyArray<Parameter> =>
  theirs.flatMap((name) => {
    const [, stem = '', index = '1'] = /^(\w+)(?:\[(\d+)\])?$/.exec(name) ?? []
    const ours = parameters[stem]
    const place = Number(index) - 1
    if (ours === undefined) return []
    if (typeof ours === 'string') return [{ theirs: name, site: ours, element: place }]
    const site = ours[place] ?? ''
    // the how manieth of its site
    return [{ theirs: name, site, element: place - ours.indexOf(site) }]
  })

/** As people keep it. */
export const csvOf = (columns: Columns): string => {
  const names = [...columns.keys()]
  const rows = columns.values().next().value ?? []
  return `${[names.join(), ...rows.map((_, i) => names.map((name) => columns.get(name)?.[i]).join())].join('\n')}\n`
}
