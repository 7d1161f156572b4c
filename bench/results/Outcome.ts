/** What the commands print with `--json`, as far as the table needs it. */
import { isLeft } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'

/** JSON has no ∞: a rate of a network with nothing left is null. */
const rate = t.union([t.number, t.null])
const evaluations = t.readonlyArray(t.type({ errorRate: t.union([t.number, t.null]) }))

export const RunRecordC = t.type({
  farrier: t.string,
  backend: t.string,
  outcome: t.string,
  epoch: t.number,
  data: t.intersection([t.type({ name: t.string }), t.partial({ holdOut: t.number })]),
  model: t.type({ path: t.string, settings: t.record(t.string, t.string) }),
  training: t.type({ seed: t.number, epochs: t.number, schedule: t.type({ warmUp: t.number }) })
})
export const EvaluatedRunC = t.type({ plugIn: evaluations })
export const PressedC = t.type({
  row: t.type({
    nonZeroPercent: t.number,
    pruningRate: rate,
    fastPredictionRate: rate,
    maximumCompressionRate: rate,
    sizeBytes: t.number,
    architecture: t.string,
    publishedBits: t.string
  })
})
export const EvaluatedFileC = t.type({ evaluations })

/** One trained network; without `pressed` it is a baseline. Errors in per cent. */
export interface Outcome {
  readonly prior: string
  readonly seed: number
  readonly unprunedErrorPercent: number
  readonly pressed?: t.TypeOf<typeof PressedC>['row'] & { readonly errorPercent: number }
}

/** The last line of what a command printed. */
export const decoded = <A>(codec: t.Type<A, unknown>, what: string, text: string): A => {
  const result = codec.decode(JSON.parse(text.trimEnd().split('\n').at(-1) ?? ''))
  if (isLeft(result))
    throw new Error(
      `internal: ${what} has another form: ${result.left.map((e) => e.context.map((c) => c.key).join('.')).join(', ')}`
    )
  return result.right
}

/** Of the first observation. */
export const errorPercent = ([first]: ReadonlyArray<{
  readonly errorRate: number | null
}>): number => 100 * (first?.errorRate ?? NaN)
