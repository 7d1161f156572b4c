/**
 * `farrier draws`: the draws of a sampled run, for ArviZ.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import type { PosteriorDraws } from '../../ir/Posterior.ts'
import { type Problem, refuse } from '../../ir/Problem.ts'
import { shellWord } from '../../ir/ShellWord.ts'
import { arvizStore, likelihoodOf, saveStore } from '../../library/draws/ArvizStore.ts'
import { readByCheck } from '../../library/TrainingDataRead.ts'
import { grouped } from '../../report/Numbers.ts'
import { attempt, type Command, fromMany, fromOne, type Report } from '../Command.ts'
import { type Chosen, decodeOptions, text } from '../options/OptionTable.ts'
import { writingAlone } from '../Locks.ts'
import { type PosteriorOfRun, posteriorOfRun } from '../PosteriorOfRun.ts'
import { changedModelRow } from '../TrainedModel.ts'

export const drawsTable = {
  out: text('<FOLDER>', 'a new folder, which will hold the store'),
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

const drawsAs = (folder: string, options: Chosen<typeof drawsTable>): Command<Report> =>
  pipe(
    posteriorOfRun(folder, options, readByCheck),
    RTE.bindTo('run'),
    RTE.bind('draws', ({ run }) => fromOne(drawnOf(folder, run))),
    RTE.let('likelihood', ({ run: { learnt }, draws }) =>
      likelihoodOf({ draws, program: learnt.program, bound: learnt.train })
    ),
    RTE.tap(({ run: { learnt, names }, draws, likelihood }) =>
      attempt(({ files, version }) =>
        pipe(
          arvizStore(
            {
              draws,
              program: learnt.program,
              bound: learnt.train,
              logLikelihood: E.isRight(likelihood) ? likelihood.right : new Map()
            },
            { labels: names.indices, version }
          ),
          saveStore(files, options.out)
        )
      )
    ),
    RTE.map(({ draws: { chains, draws, sites }, likelihood }) => ({
      text:
        `${grouped(chains)} × ${grouped(draws)} draws of ${[...sites.keys()].join(', ')}: ${options.out}\n` +
        (E.isLeft(likelihood) ? `without log likelihood: ${likelihood.left.what}\n` : '') +
        `in Python: arviz.from_zarr("${options.out}")`,
      json: {
        out: options.out,
        chains,
        draws,
        sites: [...sites.keys()],
        hasLogLikelihood: E.isRight(likelihood)
      }
    }))
  )

export const drawsCommand = (
  folder: string,
  given: Readonly<Record<string, unknown>>
): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier draws', drawsTable)(given)),
    // the lock of a store stands beside its root, which is written last
    RTE.tap(({ out }) => attempt(({ files }) => files.makeFolder(out))),
    RTE.chain((options) => writingAlone(`${options.out}/zarr.json`)(drawsAs(folder, options)))
  )
