/**
 * What a study is: methods by networks by seeds by settings, each a value.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as t from 'io-ts'
import { PathReporter } from 'io-ts/lib/PathReporter.js'
import { type Problem, problem, type Problems } from '../ir/Problem.ts'

// model

/**
 * Options of a command by their long names in camel case: `{ epochs: 60, warmUp: 0.5 }` is
 * `--epochs 60 --warm-up 0.5`.
 */
export type StudyOptions = Readonly<
  Record<string, string | number | boolean | ReadonlyArray<string>>
>

/** Options that a model file declares, as `--set` takes them. */
export type ModelOptions = Readonly<Record<string, string | number | boolean>>

/**
 * What is trained: a model file and its data, both as seen from the study's own folder, with options
 * of `farrier train` that all methods share. `weights` it has, where published sizes are given as
 * rates.
 */
export interface StudyNetwork {
  readonly path: string
  readonly data: ReadonlyArray<string>
  readonly model?: ModelOptions | undefined
  readonly train?: StudyOptions | undefined
  readonly weights?: number | undefined
}

/**
 * A way to a small network, as data: options of the model (its prior), rounds of training, each of
 * which begins where the one before ended, and a recipe of the press. Without `press` it is a network
 * to compare with, and is not pressed. `networks` and `seeds` limit it to some of the study's.
 */
export interface StudyMethod {
  readonly model?: ModelOptions | undefined
  readonly rounds: ReadonlyArray<StudyOptions>
  readonly press?: StudyOptions | undefined
  readonly networks?: ReadonlyArray<string> | undefined
  readonly seeds?: ReadonlyArray<number> | undefined
}

/** A method that has a row and does not run, and why. */
export interface NotRun {
  readonly notRun: string
}

/** Options that come on top of those of the method. */
export interface StudySetting {
  readonly model?: ModelOptions | undefined
  readonly train?: StudyOptions | undefined
  readonly press?: StudyOptions | undefined
}

/**
 * A row of the literature. Errors are in per cent, two numbers are a range; a rate that its source
 * calls a guess is in `guesses`.
 */
export interface PublishedPoint {
  readonly network: string
  readonly method: string
  readonly source: string
  readonly errorPercent: number | readonly [low: number, high: number]
  readonly nonZeroPercent?: number | undefined
  readonly pruning?: number | undefined
  readonly fastPrediction?: number | undefined
  readonly maximumCompression?: number | undefined
  readonly bytes?: number | undefined
  readonly architecture?: string | undefined
  readonly bits?: string | undefined
  readonly guesses?: ReadonlyArray<string> | undefined
}

/** Methods × networks × seeds × settings, and what others have published. */
export interface Study {
  readonly name: string
  readonly networks: Readonly<Record<string, StudyNetwork>>
  readonly methods: Readonly<Record<string, StudyMethod | NotRun>>
  readonly seeds: ReadonlyArray<number>
  readonly settings?: Readonly<Record<string, StudySetting>> | undefined
  readonly published?: ReadonlyArray<PublishedPoint> | undefined
}

// constructors

const texts = t.readonlyArray(t.string)
const modelOptions = t.readonly(t.record(t.string, t.union([t.string, t.number, t.boolean])))
const options = t.readonly(t.record(t.string, t.union([t.string, t.number, t.boolean, texts])))
const numbers = t.readonlyArray(t.number)

const NetworkC = t.intersection([
  t.type({ path: t.string, data: texts }),
  t.partial({ model: modelOptions, train: options, weights: t.number })
])
const MethodC = t.intersection([
  t.type({ rounds: t.readonlyArray(options) }),
  t.partial({ model: modelOptions, press: options, networks: texts, seeds: numbers })
])
const SettingC = t.partial({ model: modelOptions, train: options, press: options })
const PublishedC = t.intersection([
  t.type({
    network: t.string,
    method: t.string,
    source: t.string,
    errorPercent: t.union([t.number, t.readonly(t.tuple([t.number, t.number]))])
  }),
  t.partial({
    nonZeroPercent: t.number,
    pruning: t.number,
    fastPrediction: t.number,
    maximumCompression: t.number,
    bytes: t.number,
    architecture: t.string,
    bits: t.string,
    guesses: texts
  })
])

const StudyC: t.Decoder<unknown, Study> = t.intersection([
  t.type({
    name: t.string,
    networks: t.record(t.string, NetworkC),
    methods: t.record(t.string, t.union([MethodC, t.type({ notRun: t.string })])),
    seeds: numbers
  }),
  t.partial({ settings: t.record(t.string, SettingC), published: t.readonlyArray(PublishedC) })
])

/**
 * A study, for the default export of a file that `farrier study` runs.
 *
 * @example
 *   import { study } from 'farrier'
 *
 *   export default study({
 *     name: 'two priors on digits',
 *     networks: { lenet: { path: 'lenet-300-100.ts', data: ['mnist'] } },
 *     methods: {
 *       horseshoe: {
 *         model: { prior: 'group-horseshoe' },
 *         rounds: [{ epochs: 60 }],
 *         press: { nonZero: 12 }
 *       },
 *       uncompressed: { model: { prior: 'normal' }, rounds: [{ epochs: 60 }], seeds: [1] }
 *     },
 *     seeds: [1, 2, 3]
 *   })
 */
export const study = (given: Study): Study => given

// combinators

export const isNotRun = (method: StudyMethod | NotRun): method is NotRun => 'notRun' in method

/** What a cell decides itself. */
const ofCells: { readonly [W in 'train' | 'press']: ReadonlyArray<string> } = {
  train: [
    'data',
    'set',
    'seed',
    'initFrom',
    'out',
    'resume',
    'force',
    'json',
    'profile',
    'runs',
    'targetBytes',
    'targetError'
  ],
  press: ['out', 'json']
}

const taken = (
  where: string,
  command: 'train' | 'press',
  given: StudyOptions = {}
): ReadonlyArray<Problem> =>
  Object.keys(given)
    .filter((name) => name !== 'targetBytes' || command === 'train')
    .filter((name) => ofCells[command].includes(name))
    .map((name) =>
      problem(
        `${where}: ${name}`,
        `this option of farrier ${command} is not for a study to give`,
        'each cell has its own folder, seed and data',
        'leave it out; options of the model are in `model`'
      )
    )

const unknownNames = (
  where: string,
  what: string,
  given: ReadonlyArray<string | number> = [],
  known: ReadonlyArray<string | number>
): ReadonlyArray<Problem> =>
  given
    .filter((name) => !known.includes(name))
    .map((name) =>
      problem(
        where,
        `the study has no ${what} ${name}`,
        'a method is limited to some of those that the study has',
        `one of ${known.join(', ')}`
      )
    )

const problemsOf = (s: Study): ReadonlyArray<Problem> => [
  ...(Object.keys(s.networks).length === 0 || Object.keys(s.methods).length === 0
    ? [
        problem(
          s.name,
          'a study without networks or without methods',
          'it has no cells, so that nothing would run',
          'name at least one of each'
        )
      ]
    : []),
  ...(s.seeds.length === 0 || !s.seeds.every(Number.isSafeInteger)
    ? [
        problem(
          `${s.name}: seeds`,
          `expected whole numbers, at least one, found [${s.seeds.join(', ')}]`,
          'a cell has the random numbers of its seed',
          'seeds: [1, 2, 3]'
        )
      ]
    : []),
  ...Object.entries(s.networks).flatMap(([name, n]) => taken(name, 'train', n.train)),
  ...Object.entries(s.settings ?? {}).flatMap(([name, o]) => [
    ...taken(name, 'train', o.train),
    ...taken(name, 'press', o.press)
  ]),
  ...Object.entries(s.methods).flatMap(([name, m]) =>
    isNotRun(m)
      ? []
      : [
          ...m.rounds.flatMap((round, i) => taken(`${name}: round ${i + 1}`, 'train', round)),
          ...taken(name, 'press', m.press),
          ...unknownNames(name, 'network', m.networks, Object.keys(s.networks)),
          ...unknownNames(name, 'seed', m.seeds, s.seeds),
          ...(m.rounds.length === 0
            ? [
                problem(
                  `${name}: rounds`,
                  'expected at least one round of training, found none',
                  'there would be nothing to press',
                  'rounds: [{ epochs: 10 }]'
                )
              ]
            : [])
        ]
  ),
  ...(s.published ?? []).flatMap(({ method, network }) =>
    unknownNames(method, 'network', [network], Object.keys(s.networks))
  )
]

/** Errors: what is no study, or one with cells that cannot be; `where` names its file. */
export const readStudy =
  (where: string) =>
  (value: unknown): E.Either<Problems, Study> =>
    pipe(
      StudyC.decode(value),
      E.mapLeft((errors) =>
        of(
          problem(
            where,
            'expected a study as the default export of this file',
            PathReporter.report(E.left(errors.slice(0, 1)))[0] ?? 'it does not decode',
            'export default study({ name, networks, methods, seeds })'
          )
        )
      ),
      E.chain((found) => {
        const wrong = problemsOf(found).map((p) => ({ ...p, where: `${where}: ${p.where}` }))
        return isNonEmpty(wrong) ? E.left(wrong) : E.right(found)
      })
    )
