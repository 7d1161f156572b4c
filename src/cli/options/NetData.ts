/**
 * Data for a pressed network: bound to it, with the columns and labels that its file names.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as t from 'io-ts'
import type { Artifact } from '../../compress/index.ts'
import { readJsonText } from '../../ir/JsonText.ts'
import { problem, type Problems } from '../../ir/Problem.ts'
import type { Variational } from '../../ir/Variational.ts'
import type { Bound } from '../../inference/index.ts'
import { standardBudget } from '../../storage/Budget.ts'
import { type Command, fromMany } from '../Command.ts'
import type { DataFacts } from '../ModelRun.ts'
import { bindDataSet, mostOutcomes } from './BindDataSet.ts'
import { type DataChoice, labelsIn } from './DataChoice.ts'
import { loadDataSet, showTested } from './DataSource.ts'
import { boundTableSet, readTables, showTables, tableNames } from './TableSource.ts'

const LabelsC = t.type({
  axes: t.record(t.string, t.array(t.string)),
  outcomes: t.record(t.string, t.array(t.string))
})

/** Bindings and labels are those that the file has, unless others are given. */
export const likeTrained = (
  { provenance: { settings } }: Artifact,
  choice: DataChoice
): E.Either<Problems, DataChoice> => {
  if (choice.kind === 'images') return E.right(choice)
  const kept = (name: string): unknown =>
    E.getOrElse((): unknown => undefined)(readJsonText(standardBudget)(settings[name] ?? ''))
  const [bind, labels] = [kept('bind'), kept('labels')]
  return !t.array(t.string).is(bind) || !LabelsC.is(labels)
    ? E.left(
        of(
          problem(
            choice.paths[0] ?? '--data',
            'this network was not trained on tables',
            'its file names no columns and no labels',
            'give the data that it was trained on: mnist, or a folder of images'
          )
        )
      )
    : E.right({
        ...choice,
        bind: choice.bind.length > 0 ? choice.bind : bind,
        trained: labelsIn(labels)
      })
}

export interface TestData {
  readonly test: Bound
  readonly set: Pick<DataFacts, 'name' | 'heldOut' | 'tested'>
}

/** The part of the data to test on. */
export const boundTo = (program: Variational, choice: DataChoice): Command<TestData> =>
  choice.kind === 'images'
    ? pipe(
        loadDataSet(choice, mostOutcomes(program)),
        RTE.chain((set) =>
          fromMany(
            pipe(
              bindDataSet(program)(set),
              E.map(({ test }) => ({ test, set: { ...set, tested: showTested(set) } }))
            )
          )
        )
      )
    : pipe(
        readTables(choice)(program),
        RTE.chain((read) =>
          fromMany(
            pipe(
              boundTableSet(program, choice, read, []),
              E.map(({ train, test }) => ({
                test: test ?? train,
                set: {
                  name: tableNames(read.data),
                  heldOut: choice.holdOut,
                  tested: showTables(read.data)
                }
              }))
            )
          )
        )
      )
