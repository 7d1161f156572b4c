/**
 * The header of a safetensors file: what it must say, and whether its tensors fill the data
 * exactly.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import type { Problem } from '../../ir/Problem.ts'
import { problem } from '../../ir/Problem.ts'
import type { Budget } from '../Budget.ts'
import { overBudget } from '../Budget.ts'
import { count } from '../Codecs.ts'
import { firstError, readJson } from '../ReadJson.ts'

/** Element types that are read and written; the format has more. */
export type Dtype = 'F32' | 'F64' | 'I32'

/** Bytes of an element. */
export const elementBytes: { readonly [D in Dtype]: number } = { F32: 4, F64: 8, I32: 4 }

const tensorEntry = t.strict({
  dtype: t.keyof(elementBytes),
  shape: t.array(count),
  data_offsets: t.tuple([count, count])
})

/** - `data_offsets` [begin, end) in bytes of the data section. */
export interface TensorEntry extends t.TypeOf<typeof tensorEntry> {}

/** Entries in the order of their data. */
export interface Header {
  readonly metadata: Readonly<Record<string, string>>
  readonly entries: ReadonlyArray<readonly [name: string, entry: TensorEntry]>
}

/** The member of the header that is not a tensor. */
export const METADATA = '__metadata__'

const damaged =
  (where: string, what: string) =>
  (why: string): Problem =>
    problem(where, what, why, 'take the file from its source again')

const decodeWith =
  <A>(codec: t.Decoder<unknown, A>, where: string, what: string) =>
  (value: unknown): E.Either<Problem, A> => {
    const decoded = codec.decode(value)
    return E.isRight(decoded) ? decoded : E.left(damaged(where, what)(firstError(decoded.left)))
  }

/** How many elements a shape has: of a size 0 none, whatever the others are. */
const elementsOf = (shape: ReadonlyArray<number>): number =>
  shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, 1)

const checkLayout = (
  where: string,
  dataBytes: number,
  header: Header
): E.Either<Problem, Header> => {
  let reached = 0
  for (const [
    name,
    {
      dtype,
      shape,
      data_offsets: [begin, end]
    }
  ] of header.entries) {
    const at = `${where}: ${name}`
    const needed = elementsOf(shape) * elementBytes[dtype]
    if (begin !== reached)
      return E.left(
        damaged(
          at,
          `expected its data to begin at byte ${reached}, found ${begin}`
        )('tensors follow each other without gap or overlap')
      )
    if (end - begin !== needed)
      return E.left(
        damaged(
          at,
          `expected ${needed} bytes for ${dtype} [${shape.join(', ')}], found ${end - begin}`
        )('the shape states how many bytes there are')
      )
    reached = end
  }
  return reached === dataBytes
    ? E.right(header)
    : E.left(
        damaged(
          where,
          `expected ${reached} bytes of data, found ${dataBytes}`
        )('the header states how many bytes there are')
      )
}

/**
 * The header in `bytes`, in front of `dataBytes` bytes of data.
 *
 * Errors: not JSON of the stated form, a name that is there twice, a dtype that is not read here,
 * offsets that overlap, leave a gap, disagree with the shape or with the length of the data; more
 * text or more axes than the budget has.
 */
export const decodeHeader = (
  where: string,
  budget: Budget,
  bytes: Uint8Array,
  dataBytes: number
): E.Either<Problem, Header> =>
  pipe(
    readJson(budget)(bytes),
    E.mapLeft(damaged(where, 'expected a JSON header')),
    E.chain(decodeWith(t.UnknownRecord, where, 'expected an object of tensors')),
    E.chain((parts) =>
      pipe(
        E.Do,
        E.bind('metadata', () =>
          decodeWith(
            t.record(t.string, t.string),
            where,
            `expected ${METADATA} to map texts to texts`
          )(parts[METADATA] ?? {})
        ),
        E.bind('entries', () =>
          pipe(
            Object.entries(parts).filter(([name]) => name !== METADATA),
            E.traverseArray(([name, part]) =>
              pipe(
                decodeWith(
                  tensorEntry,
                  `${where}: ${name}`,
                  'expected dtype F32, F64 or I32, shape and data_offsets'
                )(part),
                E.filterOrElse(
                  ({ shape }) => shape.length <= budget.axes,
                  ({ shape }) =>
                    overBudget(
                      `${where}: ${name}`,
                      `${shape.length} axes, where the budget is ${budget.axes}`,
                      'save it with fewer axes: what is done with it takes no more'
                    )
                ),
                E.map((entry): readonly [string, TensorEntry] => [name, entry])
              )
            ),
            E.map((entries) =>
              [...entries].sort(
                ([, a], [, b]) =>
                  a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1]
              )
            )
          )
        )
      )
    ),
    E.chain((header) => checkLayout(where, dataBytes, header))
  )

/**
 * The header as JSON text, tensors in the given order, metadata sorted by key, padded with spaces
 * to a multiple of eight bytes.
 */
export const encodeHeader = ({ metadata, entries }: Header): Uint8Array => {
  const sorted = Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1))
  const members = [[METADATA, Object.fromEntries(sorted)], ...entries].map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`
  )
  const text = new TextEncoder().encode(`{${members.join(',')}}`)
  const padded = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(0x20)
  padded.set(text)
  return padded
}
