/**
 * `farrier emit`: a model as source, of another language or its own, or as JSON; its data as JSON
 * beside it.
 *
 * @since 0.2.0
 */
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { keys } from 'fp-ts/lib/ReadonlyRecord.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import { choice } from '../../dsl/index.ts'
import { problem, type Problems } from '../../ir/Problem.ts'
import {
  emitModel,
  type EmitTarget,
  emittedData,
  type EmittedWithEnds,
  emitters
} from '../../library/emit/EmitModel.ts'
import { attempt, type Command, fromMany, fromOne, type Report } from '../Command.ts'
import { writingAlone } from '../Locks.ts'
import { inFile, loadGraph } from '../ModelFile.ts'
import { settledRun } from '../ModelRun.ts'
import { dataChoice } from '../options/DataChoice.ts'
import { bindRow } from '../options/DataSource.ts'
import {
  assignments,
  type Chosen,
  decodeOptions,
  manyTexts,
  perhaps,
  perhapsText
} from '../options/OptionTable.ts'

const targets = keys(emitters)

export const emitTable = {
  to: perhaps(`<${targets.join('|')}>`, choice(targets, 'numpyro', 'the language; it is needed')),
  set: manyTexts('<name=value>', 'an option of the model; may be repeated'),
  data: manyTexts('<FILE>', 'with --out: data for the emitted model; may be repeated'),
  bind: bindRow,
  out: perhapsText('<DIR>', 'the folder for the source and its data.json; printed unless said')
}

type EmitOptions = Chosen<typeof emitTable>

/** - `data` the text of its JSON, where there are data. */
interface Emitted {
  readonly model: EmittedWithEnds
  readonly data: string | undefined
}

/** `models/eight-schools.ts` → `eight-schools`. */
const nameOf = (path: string): string => path.replace(/^.*[/\\]/, '').replace(/\.[^.]+$/, '')

const targetOf = ({ to }: EmitOptions): E.Either<Problems, EmitTarget> =>
  to === undefined
    ? E.left(
        of(
          problem(
            'farrier emit --to',
            'this option is needed',
            'there are several languages to write the model in',
            targets.map((t) => `--to ${t}`).join(' or ')
          )
        )
      )
    : E.right(to)

/** Errors: data that would be written nowhere. */
const besideSource = (target: EmitTarget, { data, out }: EmitOptions): E.Either<Problems, void> =>
  data.length > 0 && !emitters[target].reads
    ? E.left(
        of(
          problem(
            'farrier emit --data',
            `data were given, and a model in ${emitters[target].language} reads none of its own`,
            'it is the declared model, and is fitted to data like every other',
            'leave --data out'
          )
        )
      )
    : data.length === 0 || out !== undefined
      ? E.right(undefined)
      : E.left(
          of(
            problem(
              'farrier emit --data',
              'data were given, and no folder to write them to',
              'they are a file of their own, data.json, beside the source',
              '--out DIR, or leave --data out'
            )
          )
        )

const emitted = (path: string, target: EmitTarget, options: EmitOptions): Command<Emitted> => {
  const inModel = E.mapLeft(inFile(path))
  const emit = emitModel(target, nameOf(path))
  return pipe(
    fromMany(assignments('--set', options.set)),
    RTE.chain((settings) =>
      options.data.length === 0
        ? pipe(
            loadGraph(path, settings),
            RTE.chain((graph) => fromMany(inModel(emit(graph)))),
            RTE.map((model): Emitted => ({ model, data: undefined }))
          )
        : pipe(
            fromMany(dataChoice({ ...options, range: [0, 1], holdOut: undefined })),
            RTE.chain(settledRun(path, settings, {})),
            RTE.bindTo('settled'),
            RTE.bind('model', ({ settled: { run } }) => fromMany(inModel(emit(run.model.graph)))),
            RTE.bind('data', ({ model, settled: { run } }) =>
              fromOne(
                emittedData(model)({ sizes: run.bound.train.sizes, values: run.bound.train.data })
              )
            )
          )
    )
  )
}

const write = (path: string, text: string): Command<void> =>
  attempt(({ files }) => files.writeWhole(path, new TextEncoder().encode(text)))

const written = (
  path: string,
  target: EmitTarget,
  options: EmitOptions,
  folder: string
): Command<Report> => {
  const source = join(folder, emitters[target].file),
    json = join(folder, 'data.json')
  return pipe(
    emitted(path, target, options),
    RTE.tap(({ data }) => (data === undefined ? RTE.right(undefined) : write(json, data))),
    RTE.tap(({ model }) => write(source, model.source)),
    RTE.map(({ model: { slots }, data }) => ({
      text:
        `${emitters[target].language}: ${source}` +
        (data !== undefined
          ? ` and ${json}`
          : slots.length === 0
            ? ''
            : `; it reads data.json: ${slots.map((s) => s.identifier).join(', ')} (--data writes it)`),
      json: { to: target, model: source, ...(data === undefined ? {} : { data: json }), slots }
    }))
  )
}

const emitAs = (path: string, target: EmitTarget, options: EmitOptions): Command<Report> => {
  const { out } = options
  return out === undefined
    ? pipe(
        emitted(path, target, options),
        RTE.map(({ model: { source, slots } }) => ({
          text: source.trimEnd(),
          json: { to: target, source, slots }
        }))
      )
    : pipe(
        attempt(({ files }) => files.makeFolder(out)),
        RTE.chain(() =>
          writingAlone(join(out, emitters[target].file))(written(path, target, options, out))
        )
      )
}

export const emitCommand = (
  path: string,
  given: Readonly<Record<string, unknown>>
): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier emit', emitTable)(given)),
    RTE.bindTo('options'),
    RTE.bind('target', ({ options }) => fromMany(targetOf(options))),
    RTE.tap(({ options, target }) => fromMany(besideSource(target, options))),
    RTE.chain(({ options, target }) => emitAs(path, target, options))
  )
