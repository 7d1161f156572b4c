/**
 * `farrier plot`: pictures of a run.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { choice, positiveInteger } from '../../dsl/index.ts'
import { loadRecord } from '../../storage/run/RunFolder.ts'
import { attempt, type Command, fromMany, type Report } from '../Command.ts'
import { engineTable } from '../options/EngineOptions.ts'
import { type Chosen, decodeOptions, manyTexts, text, value } from '../options/OptionTable.ts'
import { writingAlone } from '../Locks.ts'
import { drawings } from '../pictures/Drawings.ts'
import { changedModelRow } from '../TrainedModel.ts'
import { nameOfModel, writeChart } from '../pictures/WriteChart.ts'

export const plotTable = {
  out: text('<FILE>', 'the picture, .svg; or .json: its Vega-Lite specification'),
  what: value(
    '<posterior|data|loss>',
    choice(
      ['posterior', 'data', 'loss'],
      'posterior',
      'posterior: every site with its intervals; data: what was observed beside what is ' +
        'predicted; loss: the training, epoch by epoch'
    )
  ),
  site: manyTexts('<NAME>', 'only this site; may be repeated'),
  rows: value('<N>', positiveInteger(40, 'at most so many elements of each site, the first ones')),
  changedModel: changedModelRow,
  ...engineTable
}

const plotAs = (folder: string, options: Chosen<typeof plotTable>): Command<Report> =>
  pipe(
    RTE.Do,
    RTE.bind('record', () => attempt(({ files }) => loadRecord(files, folder))),
    RTE.bind('chart', ({ record }) =>
      drawings[options.what](folder, nameOfModel(record.model.path), options)
    ),
    RTE.tap(({ chart }) => writeChart('farrier plot --out', options.out, chart)),
    RTE.map(({ chart }) => ({
      text: `${options.what} of ${folder}: ${options.out}`,
      json: { what: options.what, file: options.out, specification: chart }
    }))
  )

export const plot = (folder: string, given: Readonly<Record<string, unknown>>): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier plot', plotTable)(given)),
    RTE.chain((options) => writingAlone(options.out)(plotAs(folder, options)))
  )
