/**
 * Makes a backend of tfjs ready. Its packages are loaded when asked for.
 *
 * @since 0.1.0
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { problem, type Problem } from '../../ir/Problem.ts'
import type { BackendName, OpenExecutor, TfjsBuffer } from '../Executor.ts'
import { messageOf, type OpenOptions } from '../Packages.ts'
import { loads } from './TfjsPackages.ts'

export type { OpenOptions } from '../Packages.ts'

export const openTfjs =
  (name: BackendName, options: OpenOptions = {}): OpenExecutor<TfjsBuffer> =>
  async () => {
    const { env, setBackend } = await import('@tensorflow/tfjs-core')
    // without it tfjs greets on standard error
    env().set('PROD', true)
    const loaded = await loads[name](options)
    if (loaded._tag === 'Left') return loaded
    const refused = (why: string): Either<Problem, never> =>
      left(
        problem(
          `backend ${name}`,
          `tfjs cannot start ${name}`,
          why,
          'use another backend: --backend wasm or --backend cpu'
        )
      )
    try {
      if (!(await setBackend(name))) return refused('its initialisation failed')
    } catch (e) {
      return refused(messageOf(e))
    }
    const { makeTfjsExecutor } = await import('./TfjsExecutor.ts')
    return right(makeTfjsExecutor(name))
  }
