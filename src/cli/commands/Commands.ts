/**
 * The commands there are.
 *
 * @since 0.1.0
 */
import type { Command, Report } from '../Command.ts'
import { evaluateCommand, evaluateTable } from './EvaluateCommand.ts'
import { explainCommand, explainTable } from './ExplainCommand.ts'
import { inspect } from './InspectCommand.ts'
import type { Table } from '../options/OptionTable.ts'
import { press } from './PressCommand.ts'
import { pressTable } from '../options/PressOptions.ts'
import { start, startTable } from './StartCommand.ts'
import { train } from './TrainCommand.ts'
import { trainTable } from '../options/TrainOptions.ts'

/** `run` is given the argument and the options as they were typed. */
export interface Entry {
  readonly name: string
  readonly argument: readonly [name: string, description: string] | undefined
  readonly description: string
  readonly table: Table
  readonly run: (argument: string, given: Readonly<Record<string, unknown>>) => Command<Report>
}

export const commands: ReadonlyArray<Entry> = [
  {
    name: 'explain',
    argument: ['model.ts', 'a file whose default export is a model'],
    table: explainTable,
    run: explainCommand,
    description:
      'print what is derived from a model: sites, guides, KLs and how each is computed, gates, objective'
  },
  {
    name: 'train',
    argument: ['model.ts', 'a file whose default export is a model'],
    table: trainTable,
    run: train,
    description: 'fit a model to data, into the folder of a run'
  },
  {
    name: 'press',
    argument: ['run', 'the folder of a run'],
    table: pressTable,
    run: press,
    description: 'prune, quantise and code the network of a run into one file'
  },
  {
    name: 'eval',
    argument: ['net|run', 'a file that press wrote, or the folder of a run'],
    table: evaluateTable,
    run: evaluateCommand,
    description: 'test a pressed network, or the posterior of a run, on the test data'
  },
  {
    name: 'inspect',
    argument: ['net', 'a file that press wrote'],
    table: {},
    run: (path) => inspect(path),
    description: 'print what is in a pressed network and where every byte went'
  },
  {
    name: 'start',
    argument: undefined,
    table: startTable,
    run: (_, given) => start(given),
    description:
      'the main job: train LeNet-300-100 under a group horseshoe on MNIST, press it, read the file back, test what was read'
  }
]
