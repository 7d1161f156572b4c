/**
 * `draws.safetensors`: every draw of every declared site in float64, `value:theta` over (chain), (draw)
 * and the axes of the site, and the numbers of the sampler, `statistic:energy` over the first two.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import {
  chainAxis,
  drawAxisName,
  independentSources,
  type PosteriorDraws,
  type WideTensor
} from '../../ir/Posterior.ts'
import { type Problem, refuse } from '../../ir/Problem.ts'
import { standardBudget } from '../Budget.ts'
import { readWideTensors, writeWideTensors } from '../tensors/WideTensorFile.ts'

/** Draws, and the name of the run that made them. */
export interface StoredDraws {
  readonly run?: string | undefined
  readonly draws: PosteriorDraws
}

const VALUE = 'value:'
const STATISTIC = 'statistic:'

const prefixed = (
  prefix: string,
  tensors: ReadonlyMap<string, WideTensor>
): ReadonlyArray<readonly [string, WideTensor]> =>
  [...tensors].map(([name, t]) => [prefix + name, t] as const)

export const writeDraws = ({ run, draws: { from, sites, statistics } }: StoredDraws): Uint8Array =>
  writeWideTensors({
    tensors: new Map([...prefixed(VALUE, sites), ...prefixed(STATISTIC, statistics)]),
    texts: { ...(run === undefined ? {} : { run }), ...(from === undefined ? {} : { from }) }
  })

const under = (
  prefix: string,
  tensors: ReadonlyMap<string, WideTensor>
): ReadonlyMap<string, WideTensor> =>
  new Map(
    [...tensors]
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, t]) => [name.slice(prefix.length), t])
  )

const AGAIN = 'take the run from its source again, or sample again'

const ill = (where: string, name: string, what: string): E.Either<Problem, never> =>
  refuse(`${where}: ${name}`, what, 'all sites are drawn together, and each number is one', AGAIN)

/** Errors: other axes or sizes than the first has; a number that is none. */
const together =
  (where: string, chains: number, draws: number) =>
  ([name, { axes, sizes, values }]: readonly [string, WideTensor]): E.Either<Problem, void> => {
    const isOver = axes[0] === chainAxis && axes[1] === drawAxisName
    if (!isOver || sizes[0] !== chains || sizes[1] !== draws)
      return ill(
        where,
        name,
        `expected ${chains} chains of ${draws} draws, found [${axes.map((a, i) => `${a} ${sizes[i]}`).join(', ')}]`
      )
    const at = values.findIndex((v) => Number.isNaN(v))
    return at < 0
      ? E.right(undefined)
      : ill(where, name, `expected numbers, found NaN at position ${at}`)
  }

/** What `writeDraws` wrote. Errors: those of `readWideTensors`; draws that do not belong together. */
export const readDraws =
  (where: string, budget = standardBudget) =>
  (bytes: Uint8Array): E.Either<Problem, StoredDraws> =>
    pipe(
      readWideTensors(where, budget)(bytes),
      E.chain(({ tensors, texts }) => {
        const sites = under(VALUE, tensors)
        const statistics = under(STATISTIC, tensors)
        const [first] = sites.values()
        const [chains = 0, draws = 0] = first?.sizes ?? []
        if (chains === 0 || draws === 0) return ill(where, 'draws', 'expected draws, found none')
        const from = independentSources.find((s) => s === texts['from'])
        if (texts['from'] !== from)
          return ill(
            where,
            'from',
            `expected ${independentSources.join(', ')}, found ${texts['from']}`
          )
        return pipe(
          [...sites, ...statistics],
          E.traverseArray(together(where, chains, draws)),
          E.map(() => ({
            run: texts['run'],
            draws: { ...(from === undefined ? {} : { from }), chains, draws, sites, statistics }
          }))
        )
      })
    )
