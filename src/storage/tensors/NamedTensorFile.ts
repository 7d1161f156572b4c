/**
 * Arrays over named axes in a safetensors file: the axes of each, and numbers and texts beside
 * them, are in its metadata.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import { readJsonText } from '../../ir/JsonText.ts'
import type { NamedTensor } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import { refuse } from '../../ir/Problem.ts'
import { type Budget, standardBudget } from '../Budget.ts'
import { f32, readSafetensors, type StoredTensor, writeSafetensors } from './Safetensors.ts'

/** - `numbers` come back to the last bit; every number is finite. */
export interface NamedTensors {
  readonly tensors: ReadonlyMap<string, NamedTensor>
  readonly numbers: Readonly<Record<string, number>>
  readonly texts: Readonly<Record<string, string>>
}

/** Axes of each array, by name. */
export const AxesC = t.record(t.string, t.array(t.string))
const Numbers = t.record(t.string, t.number)

/** The bytes of a file; equal content gives equal bytes. */
export const writeNamedTensors = ({ tensors, numbers, texts }: NamedTensors): Uint8Array => {
  const sorted = [...tensors].sort(([a], [b]) => (a < b ? -1 : 1))
  return writeSafetensors({
    metadata: {
      ...texts,
      axes: JSON.stringify(Object.fromEntries(sorted.map(([name, { axes }]) => [name, axes]))),
      numbers: JSON.stringify(numbers)
    },
    tensors: new Map(sorted.map(([name, { sizes, values }]) => [name, f32(sizes, values)]))
  })
}

/** What stands beside the arrays, as JSON of one codec. */
export const parsed = <A>(
  where: string,
  budget: Budget,
  codec: t.Type<A>,
  text: string | undefined
): E.Either<Problem, A> => {
  const json = readJsonText(budget)(text ?? '')
  const decoded = codec.decode(E.isRight(json) ? json.right : undefined)
  return E.isRight(decoded)
    ? decoded
    : refuse(
        where,
        'expected named axes and numbers beside the tensors',
        E.isLeft(json) && text !== undefined ? json.left : 'the file was written by something else',
        'name a file of a run'
      )
}

/** The axes of a stored array. Errors: it has none, or other numbers than those wanted. */
export const overAxes = <D extends StoredTensor['dtype']>(
  where: string,
  axes: Readonly<Record<string, ReadonlyArray<string>>>,
  dtype: D
): ((
  entry: readonly [string, StoredTensor]
) => E.Either<
  Problem,
  readonly [string, ReadonlyArray<string>, Extract<StoredTensor, { readonly dtype: D }>]
>) => {
  const isOf = (s: StoredTensor): s is Extract<StoredTensor, { readonly dtype: D }> =>
    s.dtype === dtype
  return ([name, stored]) => {
    // A name like `constructor` is what every object has.
    const over = Object.hasOwn(axes, name) ? axes[name] : undefined
    return over === undefined ||
      over.length !== stored.shape.length ||
      new Set(over).size !== over.length ||
      !isOf(stored)
      ? refuse(
          `${where}: ${name}`,
          `expected float${dtype.slice(1)} values over named axes, found ${stored.dtype} of shape ` +
            `[${stored.shape.join(', ')}] over [${(over ?? []).join(', ')}]`,
          'every axis has a name',
          'name a file of a run'
        )
      : E.right([name, over, stored])
  }
}

const named =
  (where: string, axes: Readonly<Record<string, ReadonlyArray<string>>>) =>
  (entry: readonly [string, StoredTensor]): E.Either<Problem, readonly [string, NamedTensor]> =>
    pipe(
      overAxes(where, axes, 'F32')(entry),
      E.map(([name, over, { shape, values }]) => [name, { axes: over, sizes: shape, values }])
    )

/**
 * What `writeNamedTensors` wrote; `where` (the path) begins every message. Errors: those of
 * `readSafetensors`, and a file of something else.
 */
export const readNamedTensors =
  (where: string, budget = standardBudget) =>
  (bytes: Uint8Array): E.Either<Problem, NamedTensors> =>
    pipe(
      E.Do,
      E.bind('file', () => readSafetensors(where, budget)(bytes)),
      E.bind('axes', ({ file }) => parsed(where, budget, AxesC, file.metadata['axes'])),
      E.bind('numbers', ({ file }) => parsed(where, budget, Numbers, file.metadata['numbers'])),
      E.bind('tensors', ({ file, axes }) =>
        pipe([...file.tensors], E.traverseArray(named(where, axes)))
      ),
      E.map(({ file, numbers, tensors }) => ({
        tensors: new Map(tensors),
        numbers,
        texts: Object.fromEntries(
          Object.entries(file.metadata).filter(([key]) => key !== 'axes' && key !== 'numbers')
        )
      }))
    )
