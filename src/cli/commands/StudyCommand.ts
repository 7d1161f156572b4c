/**
 * `farrier study`: methods by networks by seeds by settings, each trained, pressed and tested; the
 * results as tables and as a picture.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { positiveInteger } from '../../dsl/index.ts'
import type { Problem } from '../../ir/Problem.ts'
import { shellWord } from '../../ir/ShellWord.ts'
import { studyChart } from '../../report/studies/StudyChart.ts'
import { type StudiedCell, studyMarkdown } from '../../report/studies/StudyTable.ts'
import { studyCsv, studyJson } from '../../report/studies/StudyText.ts'
import { attempt, type Command, fromMany, type Report, say } from '../Command.ts'
import { writingAlone } from '../Locks.ts'
import { threadsRow } from '../options/EngineOptions.ts'
import {
  type Chosen,
  decodeOptions,
  onOff,
  onOffOr,
  perhapsText,
  text,
  value
} from '../options/OptionTable.ts'
import { runCell } from '../study/CellRun.ts'
import { cellNamed, planStudy, studied, type StudyPlan } from '../study/StudyPlan.ts'
import { runStudy, type StudyEnd } from '../study/StudyRun.ts'

export const studyTable = {
  out: text('<DIR>', 'the folder of the results, with a folder for each cell'),
  processes: value(
    '<N>',
    positiveInteger(1, 'so many cells at a time, each in a process of its own')
  ),
  queue: perhapsText(
    '<redis://…>',
    'let workers of a queue run the cells (farrier worker --queue); needs the packages bullmq and ioredis'
  ),
  report: onOff('run nothing: write what the cells have come to so far'),
  picture: onOffOr(true, 'errors against bytes as a picture, drawn by Vega'),
  cell: perhapsText(
    '<name>',
    'run this cell alone, by its name in results.json, or its id or the beginning of it'
  ),
  threads: threadsRow(
    'threads of each cell; unless said, the processors parted among the processes'
  )
}

type StudyChoice = Chosen<typeof studyTable>

// combinators

const utf8 = (written: string): Uint8Array => new TextEncoder().encode(written)

const inFolder = (out: string, name: string): string => `${out.replace(/\/+$/, '')}/${name}`

/** The picture; where nothing draws it, its specification. */
const writePicture = (
  o: StudyChoice,
  plan: StudyPlan,
  cells: ReadonlyArray<StudiedCell>
): Command<string | undefined> => {
  if (!o.picture) return RTE.right(undefined)
  const specification = studyChart(plan.study, cells)
  const write = (name: string, written: string): Command<string> =>
    attempt(({ files }) =>
      pipe(
        files.writeWhole(inFolder(o.out, name), utf8(written)),
        TE.map(() => name)
      )
    )
  return pipe(
    RTE.ask<Parameters<Command<void>>[0]>(),
    RTE.chain(({ drawSvg }) => RTE.rightTask(drawSvg(specification))),
    RTE.chain((drawn) =>
      E.isRight(drawn)
        ? write('results.svg', drawn.right)
        : pipe(
            say(`no picture: ${drawn.left.what}; ${drawn.left.try}`),
            RTE.chain(() =>
              write('results.vl.json', `${JSON.stringify(specification, undefined, 2)}\n`)
            )
          )
    )
  )
}

const writeResults = (
  o: StudyChoice,
  plan: StudyPlan,
  cells: ReadonlyArray<StudiedCell>
): Command<ReadonlyArray<string>> => {
  const table = studyMarkdown(plan.study, cells)
  return pipe(
    writePicture(o, plan, cells),
    RTE.chain((picture) => {
      const image =
        picture?.endsWith('.svg') === true ? `\n![error against bytes](${picture})\n` : ''
      const written: ReadonlyArray<readonly [string, string]> = [
        ['results.json', `${JSON.stringify(studyJson(plan.study, cells), undefined, 2)}\n`],
        ['results.csv', studyCsv(cells)],
        ['results.md', `# ${plan.study.name}\n\n${table}\n${image}`]
      ]
      return pipe(
        written,
        RTE.traverseSeqArray(([name, content]) =>
          attempt(({ files }) =>
            pipe(
              files.writeWhole(inFolder(o.out, name), utf8(content)),
              TE.map(() => name)
            )
          )
        ),
        RTE.map((names) => [...names.toReversed(), ...(picture === undefined ? [] : [picture])])
      )
    })
  )
}

const reportOf = (
  path: string,
  o: StudyChoice,
  plan: StudyPlan,
  cells: ReadonlyArray<StudiedCell>,
  names: ReadonlyArray<string>,
  { failures, interrupted }: StudyEnd
): Command<Report> => {
  const open = cells.filter(({ outcome }) => outcome === undefined).length
  const again = `farrier study ${shellWord(path)} --out ${shellWord(o.out)}`
  const wrong: ReadonlyArray<Problem> = failures
  return isNonEmpty(wrong)
    ? RTE.left(wrong)
    : RTE.right({
        interrupted,
        text: [
          studyMarkdown(plan.study, cells),
          '',
          `written into ${o.out}: ${names.join(', ')}`,
          ...(open === 0 ? [] : [`${open} of ${cells.length} cells have not run; go on: ${again}`])
        ].join('\n'),
        json: { ...studyJson(plan.study, cells), files: names, resume: open === 0 ? null : again }
      })
}

const whole = (path: string, o: StudyChoice, plan: StudyPlan): Command<Report> =>
  pipe(
    studied(plan),
    RTE.tap((before) => {
      const done = before.filter(({ outcome }) => outcome !== undefined).length
      return say(`${plan.study.name}: ${before.length} cells, ${done} done before`)
    }),
    RTE.chain((before) =>
      o.report
        ? RTE.right<Parameters<Command<void>>[0], never, StudyEnd>({
            failures: [],
            interrupted: undefined
          })
        : runStudy(
            plan,
            before.flatMap(({ cell, outcome }) => (outcome === undefined ? [cell] : [])),
            { path, processes: o.processes, queue: o.queue }
          )
    ),
    RTE.bindTo('end'),
    RTE.bind('cells', () => studied(plan)),
    RTE.bind('names', ({ cells }) => writeResults(o, plan, cells)),
    RTE.chain(({ end, cells, names }) => reportOf(path, o, plan, cells, names, end))
  )

/** One cell alone: what a process of its own does. */
const alone = (path: string, o: StudyChoice, plan: StudyPlan, name: string): Command<Report> =>
  pipe(
    cellNamed(plan, name),
    RTE.chain((cell) => runCell(cell, plan.place)),
    RTE.map((end) =>
      end._tag === 'Stopped'
        ? {
            interrupted: end.signal,
            text: `saved; go on: farrier study ${shellWord(path)} --out ${shellWord(o.out)}`,
            json: { outcome: null }
          }
        : { text: JSON.stringify(end.outcome), json: { outcome: end.outcome } }
    )
  )

// destructors

export const study = (path: string, given: Readonly<Record<string, unknown>>): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier study', studyTable)(given)),
    RTE.bindTo('o'),
    RTE.bind('plan', ({ o }) =>
      planStudy(path, { out: o.out, threads: String(o.threads), json: given['json'] })
    ),
    RTE.chain(({ o, plan }) =>
      o.cell !== undefined
        ? alone(path, o, plan, o.cell)
        : pipe(
            attempt(({ files }) => files.makeFolder(o.out)),
            RTE.chain(() => writingAlone(inFolder(o.out, 'results.md'))(whole(path, o, plan)))
          )
    )
  )
