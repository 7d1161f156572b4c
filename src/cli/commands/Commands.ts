/**
 * The commands there are.
 *
 * @since 0.1.0
 */
import type { ReadonlyNonEmptyArray } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import type { Command, Report } from '../Command.ts'
import type { Table } from '../options/OptionTable.ts'

/** Words after `farrier`, and what they do. */
export interface CommandExample {
  readonly words: string
  readonly does: string
}

/** A command's options, and what it does with its argument and the options as they were typed. */
export interface Loaded {
  readonly table: Table
  readonly run: (argument: string, given: Readonly<Record<string, unknown>>) => Command<Report>
}

/**
 * All that is said of a command, by `--help` and by the page of reference, which is made from this
 * table. Its code is loaded when it is chosen: a training has no use for what draws pictures.
 */
export interface Entry {
  readonly name: string
  readonly argument: readonly [name: string, description: string] | undefined
  readonly description: string
  readonly examples: ReadonlyNonEmptyArray<CommandExample>
  readonly load: () => Promise<Loaded>
}

const modelArgument = ['model.ts', 'a file whose default export is a model'] as const

export const commands: ReadonlyArray<Entry> = [
  {
    name: 'explain',
    argument: modelArgument,
    description:
      'print what is derived from a model: sites, guides, KLs and how each is computed, gates, objective',
    examples: [
      { words: 'explain model.ts', does: 'what is derived' },
      {
        words: 'explain model.ts --plan --data mnist',
        does: 'the training step as it runs, on batches of the data'
      },
      { words: 'explain model.ts --why w', does: 'the story of the site w' },
      { words: 'explain model.ts --latex', does: 'formulas for a paper' },
      { words: 'explain model.ts --dot', does: 'a graph, for dot -Tsvg' }
    ],
    load: async () => {
      const { explainTable, explainCommand } = await import('./ExplainCommand.ts')
      return { table: explainTable, run: explainCommand }
    }
  },
  {
    name: 'lint',
    argument: modelArgument,
    description:
      'warn of what a model may mean and its author probably did not (exit code 5 where there is a warning)',
    examples: [
      { words: 'lint model.ts', does: 'every warning, and what was kept quiet with a reason' },
      { words: 'lint model.ts --set prior=normal', does: 'of the model under a setting' }
    ],
    load: async () => {
      const { lintTable, lintCommand } = await import('./LintCommand.ts')
      return { table: lintTable, run: lintCommand }
    }
  },
  {
    name: 'options',
    argument: modelArgument,
    description: 'print what of a model can be set, with defaults',
    examples: [{ words: 'options model.ts', does: 'what --set takes' }],
    load: async () => {
      const { optionsCommand } = await import('./OptionsCommand.ts')
      return { table: {}, run: (path) => optionsCommand(path) }
    }
  },
  {
    name: 'emit',
    argument: modelArgument,
    description:
      'write a model as source, of another language (with its data as JSON) or of its own, or as JSON',
    examples: [
      { words: 'emit model.ts --to stan', does: 'the source, printed' },
      {
        words: 'emit model.ts --to typescript --set prior=normal',
        does: 'the model under a setting, with priors and layers written out'
      },
      {
        words: 'emit model.ts --to numpyro --data people.csv --out emitted',
        does: 'emitted/model.py and emitted/data.json'
      }
    ],
    load: async () => {
      const { emitTable, emitCommand } = await import('./EmitCommand.ts')
      return { table: emitTable, run: emitCommand }
    }
  },
  {
    name: 'train',
    argument: modelArgument,
    description: 'fit a model to data, into the folder of a run',
    examples: [
      { words: 'train model.ts --data mnist --out runs/a', does: 'a run in runs/a' },
      {
        words: 'train model.ts --data people.csv --bind x=age,weight --bind y=ill --out runs/p',
        does: 'columns of a table by their names'
      },
      { words: 'train model.ts --out runs/a --resume', does: 'goes on after Ctrl-C' },
      {
        words: 'train model.ts --data mnist --out runs/b --set prior=normal --hold-out 10000',
        does: "with an option of the model's, tested on training images that it does not see"
      },
      {
        words: 'train model.ts --data mnist --out runs/c --hold-out 10000 --target-bytes 9500',
        does: 'complete runs, until one is found whose network has at most 9,500 bytes and few errors'
      }
    ],
    load: async () => {
      const [{ trainTable }, { train }] = await Promise.all([
        import('../options/TrainOptions.ts'),
        import('./TargetRuns.ts')
      ])
      return { table: trainTable, run: train }
    }
  },
  {
    name: 'sample',
    argument: modelArgument,
    description:
      'draw from the posterior of a model by NUTS, or from its priors, or approximate it, into the folder of a run',
    examples: [
      {
        words: 'sample model.ts --data schools.csv --out runs/s',
        does: 'four chains of 1,000 draws, and a table of what they say'
      },
      {
        words: 'sample model.ts --data schools.csv --out runs/d --chains 8 --mass dense',
        does: 'more chains, which learn how coordinates correlate'
      },
      {
        words: 'sample model.ts --data schools.csv --method pathfinder --out runs/f',
        does: 'an approximation in a moment, and whether to trust it'
      },
      {
        words: 'sample model.ts --data schools.csv --prior --out runs/p',
        does: 'what the priors hold possible'
      },
      { words: 'sample model.ts --out runs/s --resume', does: 'goes on after Ctrl-C' }
    ],
    load: async () => {
      const [{ sampleTable }, { sampleCommand }] = await Promise.all([
        import('../options/SampleOptions.ts'),
        import('./SampleCommand.ts')
      ])
      return { table: sampleTable, run: sampleCommand }
    }
  },
  {
    name: 'summary',
    argument: [
      'run',
      'the folder of a run, or draws that others made: CSV of Stan, a store or file of ArviZ'
    ],
    description: 'print the posterior of a run: mean, deviation and quantiles of every site',
    examples: [
      { words: 'summary cmdstan-output', does: "the files of CmdStan's chains in a folder" },
      { words: 'summary runs/a', does: 'a table, ten elements of each site at most' },
      {
        words: 'summary runs/a --quantiles 0.025,0.975 --rows 1000 --csv',
        does: 'more of it, for programs'
      }
    ],
    load: async () => {
      const { summaryTable, summaryCommand } = await import('./SummaryCommand.ts')
      return { table: summaryTable, run: summaryCommand }
    }
  },
  {
    name: 'check',
    argument: ['run', 'the folder of a run, or draws that others made'],
    description:
      'say whether the posterior of a run can be trusted: of a fit by draws that are weighed on its data, of ' +
      'a sampler by its chains; trust, trust means only, do not trust (exit code 4)',
    examples: [
      { words: 'check runs/a', does: 'the verdict, and corrected means and deviations' },
      {
        words: 'check runs/a --draws 40000 --rows 100',
        does: 'on more draws, with more of each site'
      }
    ],
    load: async () => {
      const { checkTable, checkCommand } = await import('./CheckCommand.ts')
      return { table: checkTable, run: checkCommand }
    }
  },
  {
    name: 'calibrate',
    argument: modelArgument,
    description:
      'say whether fits or chains find the posteriors of a model: parameters from the priors, data from ' +
      'them, a posterior from the data, many times over; trust, trust means only, do not trust (exit code 4)',
    examples: [
      {
        words: 'calibrate model.ts --data people.csv --worlds 200 --out ranks.svg',
        does: 'of fits, with a picture; the observed columns are drawn, not read'
      },
      { words: 'calibrate model.ts --data people.csv --method nuts', does: 'of chains' }
    ],
    load: async () => {
      const { calibrateTable, calibrateCommand } = await import('./CalibrateCommand.ts')
      return { table: calibrateTable, run: calibrateCommand }
    }
  },
  {
    name: 'draws',
    argument: ['run', 'the folder of a sampled run'],
    description:
      'write the draws of a run and the numbers of its sampler for others: a store that ArviZ opens ' +
      '(az.from_zarr), with the data; CSV files in the form of CmdStan; a table in Parquet',
    examples: [
      { words: 'draws runs/a --out a.zarr', does: 'a Zarr store' },
      { words: 'draws runs/a --to stan-csv --out a-csv', does: 'a CSV file for each chain' },
      { words: 'draws runs/a --to parquet --out a.parquet', does: 'a row for each draw' }
    ],
    load: async () => {
      const { drawsTable, drawsCommand } = await import('./DrawsCommand.ts')
      return { table: drawsTable, run: drawsCommand }
    }
  },
  {
    name: 'replicate',
    argument: ['run', 'the folder of a run'],
    description:
      'draw the data again from what was learnt, or from the priors, and compare statistics of them with ' +
      'those of the data',
    examples: [
      { words: 'replicate runs/a', does: 'what the model can, and cannot, say of its data' },
      { words: 'replicate runs/a --out data.svg', does: 'as pictures' },
      { words: 'replicate runs/a --prior', does: 'what it held possible before it saw them' }
    ],
    load: async () => {
      const { replicateTable, replicateCommand } = await import('./ReplicateCommand.ts')
      return { table: replicateTable, run: replicateCommand }
    }
  },
  {
    name: 'predict',
    argument: ['run', 'the folder of a run'],
    description: 'predict new rows, with intervals: posterior predictive draws',
    examples: [
      {
        words: 'predict runs/a --data new.csv --out predictions.csv',
        does: 'mean, deviation and quantiles of each row, or a probability for each label'
      },
      { words: 'predict runs/a', does: 'a model without a plate: its own cells, printed' }
    ],
    load: async () => {
      const { predictTable, predictCommand } = await import('./PredictCommand.ts')
      return { table: predictTable, run: predictCommand }
    }
  },
  {
    name: 'press',
    argument: ['run', 'the folder of a run'],
    description: 'prune, quantise and code the network of a run into one file',
    examples: [
      { words: 'press runs/a --out net.farrier', does: 'as small as the tolerance allows' },
      { words: 'press runs/a --out net.farrier --non-zero 5', does: 'to 5 % of the weights' },
      {
        words: 'press runs/a --out net.farrier --target-bytes 9500',
        does: 'into 9,500 bytes at most'
      }
    ],
    load: async () => {
      const [{ pressTable }, { press }] = await Promise.all([
        import('../options/PressOptions.ts'),
        import('./PressCommand.ts')
      ])
      return { table: pressTable, run: press }
    }
  },
  {
    name: 'eval',
    argument: ['net|run', 'a file that press wrote, or the folder of a run'],
    description: 'test a pressed network, or the posterior of a run, on the test data',
    examples: [
      { words: 'eval net.farrier --data mnist', does: 'a pressed network, without its model' },
      { words: 'eval runs/a --draws 20', does: 'a run at its posterior means and by draws' }
    ],
    load: async () => {
      const { evaluateTable, evaluateCommand } = await import('./EvaluateCommand.ts')
      return { table: evaluateTable, run: evaluateCommand }
    }
  },
  {
    name: 'plot',
    argument: ['run', 'the folder of a run'],
    load: async () => {
      const { plotTable, plot } = await import('./PlotCommand.ts')
      return { table: plotTable, run: plot }
    },
    description: 'draw the posterior of a run, its data beside it, or its training, as SVG',
    examples: [
      { words: 'plot runs/a --out posterior.svg', does: 'every site with its intervals' },
      { words: 'plot runs/a --what data --out data.svg', does: 'the data beside the model' },
      { words: 'plot runs/a --what loss --out loss.svg', does: 'how the training went' }
    ]
  },
  {
    name: 'inspect',
    argument: ['net', 'a file that press wrote'],
    description: 'print what is in a pressed network and where every byte went',
    examples: [{ words: 'inspect net.farrier', does: 'where it comes from, layers, the ledger' }],
    load: async () => {
      const { inspectTable, inspect } = await import('./InspectCommand.ts')
      return { table: inspectTable, run: inspect }
    }
  },
  {
    name: 'export',
    argument: ['net', 'a file that press wrote'],
    description:
      'write a pressed network in another format: ONNX, TensorFlow.js, its tensors alone',
    examples: [
      { words: 'export net.farrier --to onnx --out net.onnx', does: 'for ONNX Runtime and others' },
      {
        words: 'export net.farrier --to tfjs --out net',
        does: 'net/model.json and its weights, for TensorFlow.js'
      }
    ],
    load: async () => {
      const { exportTable, exportCommand } = await import('./ExportCommand.ts')
      return { table: exportTable, run: exportCommand }
    }
  },
  {
    name: 'study',
    argument: ['study.ts', 'a file whose default export is a study'],
    description:
      'run methods by networks by seeds by settings, each trained, pressed and tested; go on where it ' +
      'was killed; write the results as tables and as a picture',
    examples: [
      { words: 'study study.ts --out runs/s', does: 'one cell after the other' },
      { words: 'study study.ts --out runs/s --processes 4', does: 'four at a time' },
      {
        words: 'study study.ts --out runs/s --queue redis://127.0.0.1:6379',
        does: 'by workers, on any machine that reaches the queue'
      },
      { words: 'study study.ts --out runs/s --report', does: 'what the cells came to so far' }
    ],
    load: async () => {
      const { studyTable, study } = await import('./StudyCommand.ts')
      return { table: studyTable, run: study }
    }
  },
  {
    name: 'worker',
    argument: undefined,
    description: 'run cells of studies from a queue, one after the other',
    examples: [
      {
        words: 'worker --queue redis://127.0.0.1:6379 --from studies',
        does: 'until Ctrl-C, which saves the cell in hand'
      }
    ],
    load: async () => {
      const { workerTable, worker } = await import('./WorkerCommand.ts')
      return { table: workerTable, run: (_, given) => worker(given) }
    }
  },
  {
    name: 'start',
    argument: undefined,
    description:
      'the main job: train LeNet-300-100 under a group horseshoe on MNIST, press it, read ' +
      'the file back, test what was read',
    examples: [
      { words: 'start', does: 'what `npm start` runs' },
      { words: 'start --epochs 60 --out runs/long', does: 'five times as long' }
    ],
    load: async () => {
      const { start, startTable } = await import('./StartCommand.ts')
      return { table: startTable, run: (_, given) => start(given) }
    }
  }
]
