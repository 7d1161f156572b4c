/**
 * Where plans run: the options `--backend` and `--threads`, the same wherever something runs.
 *
 * @since 0.1.0
 */
import * as t from 'io-ts'
import { choice, type Option } from '../../dsl/index.ts'
import { executorNames } from '../../runtime/index.ts'
import { type Row, value } from './OptionTable.ts'

// model

/** `auto`: as many as there are processors. */
export type Threads = number | 'auto'

// constructors

const isCount = (x: number): boolean => Number.isSafeInteger(x) && x >= 1

const parse = (text: string): Threads | undefined =>
  text === 'auto' ? text : /^[0-9]+$/.test(text) && isCount(Number(text)) ? Number(text) : undefined

const expects = 'auto or a whole number above 0'

const threads = (description: string): Option<Threads> =>
  Object.assign(
    new t.Type<Threads, string>(
      expects,
      (u): u is Threads => u === 'auto' || (typeof u === 'number' && isCount(u)),
      (input, context) => {
        const found =
          input === undefined ? 'auto' : typeof input === 'string' ? parse(input.trim()) : undefined
        return found === undefined ? t.failure(input, context) : t.success(found)
      },
      String
    ),
    {
      default: 'auto' as const,
      description,
      expects
    }
  )

/** `--threads`, of whatever runs on several. */
export const threadsRow = (description: string): Row<Threads> =>
  value('<auto|N>', threads(description))

export const engineTable = {
  backend: value('<name>', choice(executorNames, 'wasm', 'where it runs')),
  threads: threadsRow('threads of the backend wasm; results do not depend on it')
}
