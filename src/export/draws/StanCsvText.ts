/**
 * Draws as CSV files in the form of CmdStan, one for each chain: what R (posterior, cmdstanr), Python
 * (cmdstanpy, ArviZ) and tools for Stan's output read.
 *
 * - columns        numbers of the sampler, `lp__` first; then `theta.1`, `theta.2`, …: elements count
 *                  from 1, the first index fastest, as Stan has them
 * - comments       what readers ask for: the method, its settings, the step size. The mass matrix is not
 *                  kept, and is called the unit matrix, since a reader wants one
 * - numbers        the shortest decimals that read back in float64
 * - source         CmdStan User's Guide, "Stan CSV File Format"
 *
 * @since 0.2.0
 */
import { type PosteriorDraws, stanStatistics, type WideTensor } from '../../ir/Posterior.ts'
import { identifiers } from '../source/Identifiers.ts'
import { elementsOf } from './DrawColumns.ts'

// model

/** `warmUp`, `maxDepth`, `seed` of the sampler; `model` its name. */
export interface StanCsvFacts {
  readonly model: string
  readonly version: string
  readonly warmUp: number
  readonly maxDepth: number
  readonly seed: number
}

/** A column: its header, and where its numbers lie. */
interface Column {
  readonly header: string
  readonly tensor: WideTensor
  readonly width: number
  readonly place: number
}

// combinators

/** Legal in Stan, and each of its own; one that ends with `__` would be a number of the sampler. */
const legal = identifiers({ words: new Set(), own: /__$/ })

const elementColumns = (name: string, tensor: WideTensor): ReadonlyArray<Column> =>
  elementsOf(tensor).map(({ index, place, width }) => ({
    header: [name, ...index.map((i) => i + 1)].join('.'),
    tensor,
    width,
    place
  }))

const columnsOf = ({ sites, statistics: found }: PosteriorDraws): ReadonlyArray<Column> => [
  ...stanStatistics.flatMap(([header, name]): ReadonlyArray<Column> => {
    const tensor = found.get(name)
    return tensor === undefined ? [] : [{ header, tensor, width: 1, place: 0 }]
  }),
  ...legal([...sites.keys()]).flatMap((name, i) => {
    const tensor = [...sites.values()][i]
    return tensor === undefined ? [] : elementColumns(name, tensor)
  })
]

const shown = (x: number): string =>
  Number.isNaN(x) ? 'nan' : Object.is(x, -0) ? '-0' : String(x).replace('Infinity', 'inf')

const comments = (
  { model, version, warmUp, maxDepth, seed }: StanCsvFacts,
  draws: number,
  chain: number
): ReadonlyArray<string> => [
  `# written by Farrier ${version}, in the form of CmdStan`,
  `# model = ${model}`,
  '# method = sample (Default)',
  '#   sample',
  `#     num_samples = ${draws}`,
  `#     num_warmup = ${warmUp}`,
  '#     save_warmup = 0 (Default)',
  '#     thin = 1 (Default)',
  '#     adapt',
  '#       engaged = 1 (Default)',
  '#     algorithm = hmc (Default)',
  '#       hmc',
  '#         engine = nuts (Default)',
  '#           nuts',
  `#             max_depth = ${maxDepth}`,
  '#         metric = unit_e',
  `# id = ${chain}`,
  '# random',
  `#   seed = ${seed}`
]

// destructors

/**
 * The text of each chain's file, in the order of the chains.
 *
 * @example
 *   import { stanCsvTexts } from 'farrier'
 *
 *   const axes = ['(chain)', '(draw)']
 *   const mu = { axes, sizes: [1, 2], values: Float64Array.of(0.5, 1) }
 *   const draws = { chains: 1, draws: 2, sites: new Map([['mu', mu]]), statistics: new Map() }
 *   const [text = ''] = stanCsvTexts(draws, { model: 'm', version: '0.2.0', warmUp: 100, maxDepth: 10, seed: 1 })
 *   assert(text.endsWith('0.5\n1\n# End of the draws\n#\n'))
 */
export const stanCsvTexts = (drawn: PosteriorDraws, facts: StanCsvFacts): ReadonlyArray<string> => {
  const columns = columnsOf(drawn)
  const header = columns.map((c) => c.header).join()
  return Array.from({ length: drawn.chains }, (_, chain) => {
    const stepSize = drawn.statistics.get('step size')?.values[(chain + 1) * drawn.draws - 1]
    const adapted = [
      '# Adaptation terminated',
      ...(stepSize === undefined ? [] : [`# Step size = ${stepSize}`]),
      '# No mass matrix is kept'
    ]
    const row = (d: number): string =>
      columns
        .map(({ tensor, width, place }) =>
          shown(tensor.values[(chain * drawn.draws + d) * width + place] ?? NaN)
        )
        .join()
    const rows = Array.from({ length: drawn.draws }, (_d, d) => row(d))
    const above = comments(facts, drawn.draws, chain + 1)
    // readers know by the comments behind them that all draws are there
    return `${[...above, header, ...adapted, ...rows, '# End of the draws', '#'].join('\n')}\n`
  })
}
