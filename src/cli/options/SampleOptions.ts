/**
 * The options of `sample`, and the settings of a sampler that they mean.
 *
 * @since 0.2.0
 */
import { choice, positiveInteger, realNumber, wholeNumber } from '../../dsl/index.ts'
import { type SamplerSettings, standardSampler } from '../../inference/index.ts'
import { changedModelRow } from '../TrainedModel.ts'
import { bindRow, holdOutRow } from './DataSource.ts'
import { threadsRow } from './EngineOptions.ts'
import { type Chosen, manyTexts, onOff, someTexts, text, textOr, value } from './OptionTable.ts'

export const sampleMethods = ['nuts', 'hmc', 'pathfinder', 'laplace'] as const

export const sampleTable = {
  data: someTexts(
    '<FILE|DIR|mnist>',
    'the data: tables (.csv, .tsv, .json, .npy, .safetensors), mnist, ' +
      'or a folder of images (IDX, CIFAR-10); may be repeated for tables'
  ),
  bind: bindRow,
  out: text('<DIR>', 'the folder of the run'),
  set: manyTexts('<name=value>', 'an option of the model; may be repeated'),
  prior: onOff(
    'draw every site from its prior, and what is observed given them: what the model holds possible ' +
      'before it has seen anything; observed columns may be absent'
  ),
  method: value(
    '<kind>',
    choice(
      sampleMethods,
      'nuts',
      'nuts: paths that end where they turn back; hmc: paths of one length; pathfinder: normal guesses on ' +
        'the way to the mode, weighed; laplace: the normal distribution at the mode'
    )
  ),
  chains: value(
    '<N>',
    positiveInteger(standardSampler.chains, 'chains, or paths, each from its own start')
  ),
  draws: value('<N>', positiveInteger(standardSampler.draws, 'draws of each chain')),
  warmup: value(
    '<N>',
    wholeNumber(
      standardSampler.warmUp,
      'iterations of each chain before its draws, in which step size and mass matrix are learnt'
    )
  ),
  seed: value('<N>', wholeNumber(standardSampler.seed, 'the seed of every random number')),
  acceptance: value(
    '<share>',
    realNumber(
      standardSampler.acceptance,
      'the mean acceptance that step sizes are learnt for; nearer 1 steps are smaller'
    )
  ),
  maxDepth: value(
    '<N>',
    positiveInteger(standardSampler.maxDepth, 'paths have at most 2^N - 1 steps')
  ),
  pathLength: value(
    '<length>',
    realNumber(
      standardSampler.pathLength,
      'of --method hmc: the mean length of a path, in coordinates of mass 1'
    )
  ),
  mass: value(
    '<kind>',
    choice(
      ['diagonal', 'dense'],
      'diagonal',
      'the mass matrix: a variance for each coordinate, or the whole covariance'
    )
  ),
  centred: textOr(
    '<site,…>',
    '',
    'sites that are sampled as they are declared, though their location or scale is random; the others ' +
      'as location + scale · base'
  ),
  threads: threadsRow(
    'threads that chains may run on, where they take long; draws do not depend on it'
  ),
  range: textOr('<LOW..HIGH>', '0..1', 'what bytes 0 and 255 become'),
  holdOut: holdOutRow,
  resume: onOff('go on with the run in --out where it stopped'),
  force: onOff('replace the run in --out'),
  changedModel: changedModelRow
}

export type SampleCommandOptions = Chosen<typeof sampleTable>

/** What is checked where settings are. */
export const samplerSettingsOf = (o: SampleCommandOptions): SamplerSettings => ({
  chains: o.chains,
  draws: o.draws,
  warmUp: o.warmup,
  seed: o.seed,
  acceptance: o.acceptance,
  maxDepth: o.maxDepth,
  mass: o.mass,
  method: o.method === 'hmc' ? 'hmc' : 'nuts',
  pathLength: o.pathLength
})

/** As a list. */
export const centredOf = ({
  centred
}: Pick<SampleCommandOptions, 'centred'>): ReadonlyArray<string> =>
  centred.split(',').filter((site) => site !== '')
