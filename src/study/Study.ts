/**
 * A study as a value of a file: made there, and read from it.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as t from 'io-ts'
import { PathReporter } from 'io-ts/lib/PathReporter.js'
import { problem, type Problems } from '../ir/Problem.ts'
import type { Study } from './StudyParts.ts'
import { problemsOf } from './StudyProblems.ts'

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

// destructors

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
