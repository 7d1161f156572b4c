/** A reader with a mistake behind four checks, for the test of the fuzzer itself. */
import * as E from 'fp-ts/lib/Either.js'
import { type Problem, refuse } from '../../../../src/ir/Problem.ts'
import { anyReader, type AnyReader } from '../../Reader.ts'

const refused = refuse('f', 'what', 'why', 'try')

const read = (bytes: Uint8Array): E.Either<Problem, number> => {
  if (bytes[0] !== 0x66) return refused
  if (bytes[1] !== 0x75) return refused
  if (bytes.length % 7 !== 0) return refused
  if (bytes[5] === bytes[4]) return refused
  throw new Error('found it')
}

export const planted: AnyReader = anyReader({ name: 'planted', words: [], read })
