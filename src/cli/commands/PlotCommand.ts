/**
 * `farrier plot`: pictures of a run.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { choice, positiveInteger } from '../../dsl/index.ts'
import { fromLines } from '../../inference/index.ts'
import type { SitePosterior } from '../../ir/Posterior.ts'
import { problem, type Problem, refuse } from '../../ir/Problem.ts'
import type { Specification } from '../../report/charts/Chart.ts'
import { lossChart, type LossRecord } from '../../report/charts/LossChart.ts'
import { posteriorChart } from '../../report/charts/PosteriorChart.ts'
import { inRun, loadMetrics, loadPosterior, loadRecord } from '../../storage/run/RunFolder.ts'
import { attempt, type Command, fromMany, type Report } from '../Command.ts'
import { type Chosen, decodeOptions, manyTexts, text, value } from '../options/OptionTable.ts'

export const plotTable = {
  out: text('<FILE>', 'the picture, .svg; or .json: its Vega-Lite specification'),
  what: value(
    '<posterior|loss>',
    choice(
      ['posterior', 'loss'],
      'posterior',
      'posterior: mean and intervals of every site; loss: the training, epoch by epoch'
    )
  ),
  site: manyTexts('<NAME>', 'only this site of the posterior; may be repeated'),
  elements: value('<N>', positiveInteger(40, 'at most so many elements of a site are drawn'))
}

type PlotOptions = Chosen<typeof plotTable>
type Draw = (folder: string, model: string, options: PlotOptions) => Command<Specification>

// combinators

/** The sites asked for, in the order asked; all of them where none is. */
const among =
  (asked: ReadonlyArray<string>) =>
  (
    sites: ReadonlyMap<string, SitePosterior>
  ): E.Either<Problem, ReadonlyMap<string, SitePosterior>> => {
    const unknown = asked.filter((site) => !sites.has(site))
    return unknown.length > 0
      ? refuse(
          'farrier plot --site',
          `the posterior has no site ${unknown.map((site) => `'${site}'`).join(', ')}`,
          'sites are known by the names that the model gives them',
          `one of ${[...sites.keys()].join(', ')}`
        )
      : E.right(
          asked.length === 0 ? sites : new Map([...sites].filter(([site]) => asked.includes(site)))
        )
  }

const perDatum = (m: {
  readonly epoch: number
  readonly lossNats: number
  readonly lossNatsPerDatum: number
  readonly errorCostNats: number
}): LossRecord => ({
  epoch: m.epoch,
  lossNatsPerDatum: m.lossNatsPerDatum,
  errorNatsPerDatum: (m.errorCostNats / m.lossNats) * m.lossNatsPerDatum
})

const draws: { readonly [W in PlotOptions['what']]: Draw } = {
  posterior: (folder, model, { site, elements }) =>
    attempt(({ files }) =>
      pipe(
        loadPosterior(files, folder),
        TE.chainEitherK(({ sites }) => among(site)(sites)),
        TE.map((sites) => posteriorChart(`The posterior of ${model}`, sites, elements))
      )
    ),
  loss: (folder, model) =>
    attempt(({ files }) =>
      pipe(
        loadMetrics(files, folder),
        TE.chainEitherK((lines) => fromLines(lines.join('\n'))),
        TE.filterOrElse(
          (records) => records.length > 0,
          () =>
            problem(
              inRun(folder, 'metrics'),
              'expected records of epochs, found none',
              'the loss is drawn epoch by epoch',
              'wait until an epoch has ended'
            )
        ),
        TE.map((records) => lossChart(`The training of ${model}`, records.map(perDatum)))
      )
    )
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const write = (path: string, specification: Specification): Command<void> =>
  attempt(({ files, drawSvg }) =>
    path.endsWith('.json')
      ? files.writeWhole(path, bytes(`${JSON.stringify(specification, undefined, 2)}\n`))
      : path.endsWith('.svg')
        ? pipe(
            drawSvg(specification),
            TE.chain((svg) => files.writeWhole(path, bytes(svg)))
          )
        : TE.left(
            problem(
              'farrier plot --out',
              `expected a name that ends in .svg or .json, found '${path}'`,
              'the ending says what is written: a picture, or its specification',
              '--out posterior.svg'
            )
          )
  )

/** `runs/models/eight-schools.ts` → `eight-schools`. */
const nameOf = (path: string): string => path.replace(/^.*[/\\]/, '').replace(/\.[^.]+$/, '')

// destructors

export const plot = (folder: string, given: Readonly<Record<string, unknown>>): Command<Report> =>
  pipe(
    RTE.Do,
    RTE.bind('options', () => fromMany(decodeOptions('farrier plot', plotTable)(given))),
    RTE.bind('record', () => attempt(({ files }) => loadRecord(files, folder))),
    RTE.bind('chart', ({ options, record }) =>
      draws[options.what](folder, nameOf(record.model.path), options)
    ),
    RTE.tap(({ options, chart }) => write(options.out, chart)),
    RTE.map(({ options: { what, out }, chart }) => ({
      text: `${what} of ${folder}: ${out}`,
      json: { what, file: out, specification: chart }
    }))
  )
