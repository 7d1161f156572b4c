/**
 * `farrier draws`: the draws of a sampled run, for ArviZ, R and others.
 *
 * @since 0.2.0
 */
import { basename, extname } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { choice } from '../../dsl/index.ts'
import { parquetDraws, stanCsvTexts } from '../../export/index.ts'
import type { PosteriorDraws, WideTensor } from '../../ir/Posterior.ts'
import { type Problem, refuse } from '../../ir/Problem.ts'
import { shellWord } from '../../ir/ShellWord.ts'
import { arvizStore, likelihoodOf, saveStore } from '../../library/draws/ArvizStore.ts'
import { seedOf } from '../../library/run/RunIdentity.ts'
import { readByCheck } from '../../library/TrainingDataRead.ts'
import { counted, grouped } from '../../report/Numbers.ts'
import { attempt, type Command, fromMany, fromOne, type Report } from '../Command.ts'
import { type Chosen, decodeOptions, text, value } from '../options/OptionTable.ts'
import { writingAlone } from '../Locks.ts'
import { type PosteriorOfRun, posteriorOfRun } from '../PosteriorOfRun.ts'
import { changedModelRow } from '../TrainedModel.ts'

export const drawsTable = {
  to: value(
    '<zarr|stan-csv|parquet>',
    choice(
      ['zarr', 'stan-csv', 'parquet'],
      'zarr',
      'the form: a store for ArviZ; a CSV file for each chain as CmdStan writes them; a table in Parquet'
    )
  ),
  out: text('<FOLDER|FILE>', 'a new folder for a store or CSV files; a file for Parquet'),
  changedModel: changedModelRow
}

const drawnOf = (
  folder: string,
  { learnt: { draws }, record }: PosteriorOfRun
): E.Either<Problem, PosteriorDraws> =>
  draws === undefined
    ? refuse(
        folder,
        'this run was trained, and has the parameters of a guide',
        'draws with chains are what a sampler leaves',
        `farrier sample ${shellWord(record.model.path)} --out runs/sampled`
      )
    : E.right(draws)

type Options = Chosen<typeof drawsTable>

/** What is written, and a line of how others read it. */
interface Written {
  readonly how: string
  readonly hasLogLikelihood?: boolean
  readonly remark?: string
}

type Drawn = PosteriorOfRun & { readonly draws: PosteriorDraws }

const asZarr = ({ out }: Options, { learnt, names, draws }: Drawn): Command<Written> => {
  const { program, train } = learnt
  // ArviZ takes it for that of the posterior
  const likelihood: ReturnType<typeof likelihoodOf> =
    draws.from === 'prior'
      ? E.right(new Map<string, WideTensor>())
      : likelihoodOf({ draws, program, bound: train })
  return pipe(
    attempt(({ files, version }) =>
      pipe(
        arvizStore(
          {
            draws,
            program,
            bound: train,
            logLikelihood: E.isRight(likelihood) ? likelihood.right : new Map()
          },
          { labels: names.indices, version }
        ),
        saveStore(files, out)
      )
    ),
    RTE.map(() => ({
      how: `in Python: arviz.from_zarr("${out}")`,
      hasLogLikelihood: E.isRight(likelihood) && draws.from === undefined,
      ...(E.isLeft(likelihood) ? { remark: `without log likelihood: ${likelihood.left.what}` } : {})
    }))
  )
}

const asStanCsv = ({ out }: Options, { record, draws }: Drawn): Command<Written> =>
  pipe(
    attempt(({ files, version }) => {
      const { model, training } = record
      const texts = stanCsvTexts(draws, {
        model: basename(model.path, extname(model.path)),
        version,
        warmUp: Number(training.warmUp),
        maxDepth: Number(training.maxDepth),
        seed: seedOf(record)
      })
      return saveStore(
        files,
        out
      )(texts.map((t, i) => ({ path: `chain-${i + 1}.csv`, bytes: new TextEncoder().encode(t) })))
    }),
    RTE.map(() => ({ how: `in Python: cmdstanpy.from_csv("${out}")` }))
  )

const asParquet = ({ out }: Options, { draws }: Drawn): Command<Written> =>
  pipe(
    attempt(({ files }) => files.writeWhole(out, parquetDraws(draws))),
    RTE.map(() => ({ how: `in DuckDB: FROM '${out}'` }))
  )

const forms = { zarr: asZarr, 'stan-csv': asStanCsv, parquet: asParquet }

const drawsAs = (folder: string, options: Options): Command<Report> =>
  pipe(
    posteriorOfRun(folder, options, (model) => (options.to === 'zarr' ? readByCheck(model) : [])),
    RTE.bindTo('run'),
    RTE.bind('draws', ({ run }) => fromOne(drawnOf(folder, run))),
    RTE.bind('written', ({ run, draws }) => forms[options.to](options, { ...run, draws })),
    RTE.map(({ draws: { chains, draws, sites }, written }) => ({
      text: [
        `${grouped(chains)} × ${counted(draws, 'draw')} of ${[...sites.keys()].join(', ')}: ${options.out}`,
        ...(written.remark === undefined ? [] : [written.remark]),
        written.how
      ].join('\n'),
      json: {
        out: options.out,
        to: options.to,
        chains,
        draws,
        sites: [...sites.keys()],
        ...(written.hasLogLikelihood === undefined
          ? {}
          : { hasLogLikelihood: written.hasLogLikelihood })
      }
    }))
  )

/** The file that says that all is there, beside which the lock stands. */
const ends: Readonly<Record<Options['to'], string>> = {
  zarr: '/zarr.json',
  'stan-csv': '/chain-1.csv',
  parquet: ''
}

export const drawsCommand = (
  folder: string,
  given: Readonly<Record<string, unknown>>
): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier draws', drawsTable)(given)),
    // the lock of a store stands in it
    RTE.tap(({ out, to }) =>
      to === 'parquet' ? RTE.right(undefined) : attempt(({ files }) => files.makeFolder(out))
    ),
    RTE.chain((options) =>
      writingAlone(`${options.out}${ends[options.to]}`)(drawsAs(folder, options))
    )
  )
