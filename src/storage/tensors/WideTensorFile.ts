/**
 * Arrays of float64 over named axes in a safetensors file, as `NamedTensorFile.ts` has those of
 * float32: what a sampler draws, and where its chains stand.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { WideTensor } from '../../ir/Posterior.ts'
import type { Problem } from '../../ir/Problem.ts'
import { standardBudget } from '../Budget.ts'
import { AxesC, overAxes, parsed } from './NamedTensorFile.ts'
import { f64, readSafetensors, writeSafetensors } from './Safetensors.ts'

export interface WideTensors {
  readonly tensors: ReadonlyMap<string, WideTensor>
  readonly texts: Readonly<Record<string, string>>
}

/** The bytes of a file; equal content gives equal bytes. */
export const writeWideTensors = ({ tensors, texts }: WideTensors): Uint8Array => {
  const sorted = [...tensors].sort(([a], [b]) => (a < b ? -1 : 1))
  return writeSafetensors({
    metadata: {
      ...texts,
      axes: JSON.stringify(Object.fromEntries(sorted.map(([name, { axes }]) => [name, axes])))
    },
    tensors: new Map(sorted.map(([name, { sizes, values }]) => [name, f64(sizes, values)]))
  })
}

/** What `writeWideTensors` wrote. Errors: those of `readSafetensors`, and a file of something else. */
export const readWideTensors =
  (where: string, budget = standardBudget) =>
  (bytes: Uint8Array): E.Either<Problem, WideTensors> =>
    pipe(
      E.Do,
      E.bind('file', () => readSafetensors(where, budget)(bytes)),
      E.bind('axes', ({ file }) => parsed(where, budget, AxesC, file.metadata['axes'])),
      E.bind('tensors', ({ file, axes }) =>
        pipe([...file.tensors], E.traverseArray(overAxes(where, axes, 'F64')))
      ),
      E.map(({ file, tensors }) => ({
        tensors: new Map(
          tensors.map(([name, axes, { shape, values }]) => [name, { axes, sizes: shape, values }])
        ),
        texts: Object.fromEntries(Object.entries(file.metadata).filter(([key]) => key !== 'axes'))
      }))
    )
