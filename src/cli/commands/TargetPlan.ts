/**
 * What a search for a thrift is asked: its target, the options of its runs, and the record that it
 * begins with or goes on with.
 *
 * @since 0.2.0
 */
import { resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { type Problem, problem } from '../../ir/Problem.ts'
import type { Target } from '../../library/run/ThriftSearch.ts'
import { loadSearch, searchFormat, type SearchRecord } from '../../storage/run/SearchFile.ts'
import { attempt, type Command } from '../Command.ts'
import { flagOf } from '../options/OptionTable.ts'
import { type SearchOptions, searchTable } from '../options/TrainOptions.ts'
import type { Given } from '../RunPlan.ts'

// combinators

/** What a run is not asked: it is the search's. */
const ofSearch = [...Object.keys(searchTable), 'out', 'resume', 'force', 'json', 'threads']

const optionsOfRuns = (given: Given): Given =>
  Object.fromEntries(Object.entries(given).filter(([name]) => !ofSearch.includes(name)))

/** Of a search, in `farrier train`. */
export const refused = (what: string, why: string, next: string): Command<never> =>
  RTE.left(of(problem('farrier train', what, why, next)))

/** Per cent, as errors are printed. */
export const targetOf = (o: SearchOptions): Command<Target | undefined> =>
  o.targetBytes !== undefined && o.targetError !== undefined
    ? refused(
        '--target-bytes and --target-error',
        'one of the two is limited, and the other as small as that lets it be',
        'leave one of them out'
      )
    : RTE.right(
        o.targetBytes !== undefined
          ? { what: 'bytes', most: o.targetBytes }
          : o.targetError !== undefined
            ? { what: 'error', most: Number((o.targetError / 100).toPrecision(12)) }
            : undefined
      )

/** Options that a search gives to its runs itself, or that would make them no whole runs. */
const inTheWay = ['thrift', 'complexityWeight', 'profile', 'initFrom']

const checked = (options: Given): Command<void> => {
  const [first] = inTheWay.filter((name) => options[name] !== undefined)
  return first !== undefined
    ? refused(
        `a target, and beside it ${flagOf(first)}`,
        'a search is for the thrift of runs that begin by themselves',
        'leave one of the two out'
      )
    : options['holdOut'] === undefined
      ? refused(
          'a target without --hold-out',
          'runs are tested on training rows that they have not seen; test data choose nothing',
          '--hold-out 10000'
        )
      : RTE.right(undefined)
}

const standing = (folder: string, { trials }: SearchRecord): Problem =>
  problem(
    folder,
    `there is a search in this folder (${trials.length} trials)`,
    'a search is never overwritten by accident',
    '--resume to go on with it, --force to replace it, or another folder with --out'
  )

const nothingThere = (folder: string): Problem =>
  problem(
    folder,
    'expected a search to go on with, found none',
    '--resume goes on with what is there',
    'leave out --resume'
  )

/** The first option that a search which goes on would have otherwise. */
const changed = (before: SearchRecord, options: Given): string | undefined =>
  Object.keys(options).find((name) => !isDeepStrictEqual(before.options[name], options[name]))

// constructors

/** The record to begin or to go on with. A search that goes on may have another target. */
export const recordFor = (
  path: string,
  folder: string,
  given: Given,
  target: Target | undefined,
  o: SearchOptions & { readonly resume: boolean; readonly force: boolean }
): Command<SearchRecord> =>
  pipe(
    attempt(({ files }) => (o.force ? TE.right(undefined) : loadSearch(files, folder))),
    RTE.chain((before): Command<SearchRecord> => {
      const options = optionsOfRuns(given)
      if (before !== undefined && !o.resume) return RTE.left(of(standing(folder, before)))
      if (before === undefined)
        return o.resume || target === undefined
          ? RTE.left(of(nothingThere(folder)))
          : RTE.right({
              format: searchFormat,
              target,
              model: resolve(path),
              runs: o.runs ?? 6,
              options,
              trials: []
            })
      if (before.model !== resolve(path))
        return refused(
          `${path} is not the model of the search in ${folder}`,
          'its trials would not compare',
          `give ${before.model}, or search again with --force`
        )
      const other = changed(before, options)
      return other === undefined
        ? RTE.right({
            ...before,
            options: optionsOfRuns(before.options),
            target: target ?? before.target,
            runs: o.runs ?? before.runs
          })
        : refused(
            `${flagOf(other)} is not what the search in ${folder} was begun with`,
            'its trials would not compare',
            'leave it out, or search again with --force'
          )
    }),
    RTE.tap((record) => checked(record.options))
  )
