/** What the commands print with `--json`, as far as tables need it. */
import { isLeft } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'

/** JSON has no ∞: a rate of a network with nothing left is null. */
const rate = t.union([t.number, t.null])
const evaluations = t.readonlyArray(t.type({ errorRate: t.union([t.number, t.null]) }))

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
