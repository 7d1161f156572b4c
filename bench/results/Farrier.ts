/** The command line as a subprocess, and one run through all of it. */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { standardSchedule } from '../../src/inference/index.ts'
import {
  decoded,
  errorPercent,
  EvaluatedFileC,
  EvaluatedRunC,
  type Outcome,
  PressedC,
  RunRecordC
} from './Outcome.ts'

const launcher = fileURLToPath(new URL('../../bin/farrier.js', import.meta.url))

/**
 * What all runs have in common. `set` are further options of the model, `press` of press, as
 * `name=value`; where `holdOut` is not 0 the last so many training images are what everything is
 * tested on, and test images are not read.
 */
export interface Plan {
  readonly model: string
  readonly data: string
  readonly holdOut: number
  readonly epochs: number
  readonly backend: string
  readonly out: string
  readonly set: ReadonlyArray<string>
  readonly press: ReadonlyArray<string>
}

/**
 * Options of train in which a prior's recipe differs from the standard one: settled on images held
 * out of training (docs/decisions/recipe.md).
 */
const recipes: Readonly<Record<string, { readonly warmUp: number }>> = {
  'group-jeffreys': { warmUp: 0.5 }
}
const warmUpOf = (prior: string): number => recipes[prior]?.warmUp ?? standardSchedule.warmUp

/** Something that a person has to put right. */
export class Refusal extends Error {}

/**
 * What a command prints on its standard output; what it says on the other goes on to ours, behind
 * `label`.
 */
export const farrier = (label: string, words: ReadonlyArray<string>): Promise<string> =>
  new Promise((done, reject) => {
    const child = spawn(process.execPath, [launcher, ...words], {
      stdio: ['ignore', 'pipe', 'pipe']
    })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    createInterface({ input: child.stderr }).on('line', (said) =>
      process.stderr.write(`${label}: ${said}\n`)
    )
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0
        ? done(out)
        : reject(
            new Refusal(
              `${label}: farrier ${words.join(' ')} ended with ${code === null ? 'a signal' : `code ${code}`}`
            )
          )
    )
  })

const settingsOf = (plan: Plan, prior: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    [`prior=${prior}`, ...plan.set].map((s) => [
      s.slice(0, s.indexOf('=')),
      s.slice(s.indexOf('=') + 1)
    ])
  )

const holdOutWords = ({ holdOut }: Plan): ReadonlyArray<string> =>
  holdOut === 0 ? [] : ['--hold-out', String(holdOut)]

/** Is the run there, and is it the one that is asked for? An unfinished one is gone on with. */
const trainingOf = (
  plan: Plan,
  folder: string,
  prior: string,
  seed: number
): 'finished' | 'unfinished' | 'absent' => {
  const path = join(folder, 'run.json')
  if (!existsSync(path)) return 'absent'
  const { training, backend, data, model, outcome } = decoded(
    RunRecordC,
    path,
    JSON.stringify(JSON.parse(readFileSync(path, 'utf8')))
  )
  const facts = (x: Readonly<Record<string, unknown>>): string =>
    JSON.stringify(Object.entries(x).sort(([a], [b]) => (a < b ? -1 : 1)))
  const found = facts({
    epochs: training.epochs,
    seed: training.seed,
    backend,
    data: data.name,
    holdOut: data.holdOut ?? 0,
    warmUp: training.schedule.warmUp,
    ...model.settings
  })
  const asked = facts({
    epochs: plan.epochs,
    seed,
    backend: plan.backend,
    data: plan.data === 'mnist' ? plan.data : resolve(plan.data),
    holdOut: plan.holdOut,
    warmUp: warmUpOf(prior),
    ...settingsOf(plan, prior)
  })
  if (found !== asked)
    throw new Refusal(
      `${folder} holds another run: ${found}; asked for: ${asked}; give another folder with --out`
    )
  return outcome === 'finished' ? 'finished' : 'unfinished'
}

const train = async (
  plan: Plan,
  label: string,
  folder: string,
  prior: string,
  seed: number
): Promise<void> => {
  const state = trainingOf(plan, folder, prior, seed)
  if (state === 'finished') process.stderr.write(`${label}: trained before\n`)
  else
    await farrier(label, [
      'train',
      plan.model,
      '--out',
      folder,
      ...(state === 'unfinished'
        ? ['--resume']
        : [
            '--data',
            plan.data,
            ...holdOutWords(plan),
            '--epochs',
            String(plan.epochs),
            '--seed',
            String(seed),
            '--backend',
            plan.backend,
            '--warm-up',
            String(warmUpOf(prior)),
            '--set',
            `prior=${prior}`,
            ...plan.set.flatMap((s) => ['--set', s])
          ])
    ])
}

/**
 * Trains where there is no finished run, tests it, presses it, tests the file. A baseline is not
 * pressed.
 */
export const outcomeOf = async (
  plan: Plan,
  prior: string,
  seed: number,
  isBaseline: boolean
): Promise<Outcome> => {
  const label = `${prior}, seed ${seed}`,
    folder = join(plan.out, `${prior}-seed${seed}`),
    file = join(folder, 'net.farrier')
  await train(plan, label, folder, prior, seed)
  const run = decoded(
    EvaluatedRunC,
    'eval of a run',
    await farrier(label, ['eval', folder, '--backend', plan.backend, '--json'])
  )
  const unpruned = { prior, seed, unprunedErrorPercent: errorPercent(run.plugIn) }
  if (isBaseline) return unpruned
  const { row } = decoded(
    PressedC,
    'press',
    await farrier(label, [
      'press',
      folder,
      '--out',
      file,
      '--backend',
      plan.backend,
      ...plan.press,
      '--json'
    ])
  )
  const tested = decoded(
    EvaluatedFileC,
    'eval of a file',
    await farrier(label, [
      'eval',
      file,
      '--data',
      plan.data,
      ...holdOutWords(plan),
      '--backend',
      plan.backend,
      '--json'
    ])
  )
  return { ...unpruned, pressed: { ...row, errorPercent: errorPercent(tested.evaluations) } }
}
