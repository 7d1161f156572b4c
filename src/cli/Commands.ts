/**
 * The commands there are.
 *
 * @since 0.1.0
 */
import type { Command, Report } from './Command.ts'
import { explainCommand, explainTable } from './ExplainCommand.ts'
import type { Table } from './Options.ts'
import { train } from './Train.ts'
import { trainTable } from './TrainOptions.ts'

/** `run` is given the argument and the options as they were typed. */
export interface Entry {
  readonly name: string
  readonly argument: readonly [name: string, description: string] | undefined
  readonly description: string
  readonly table: Table
  readonly run: (argument: string, given: Readonly<Record<string, unknown>>) => Command<Report>
}

export const commands: ReadonlyArray<Entry> = [
  { name: 'explain', argument: ['model.ts', 'a file whose default export is a model'], table: explainTable, run: explainCommand,
    description: 'print what is derived from a model: sites, guides, KLs and how each is computed, gates, objective' },
  { name: 'train', argument: ['model.ts', 'a file whose default export is a model'], table: trainTable, run: train,
    description: 'fit a model to data, into the folder of a run' }
]
