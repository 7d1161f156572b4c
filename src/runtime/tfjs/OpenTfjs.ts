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

/** tfjs is no part of an installation: most people never need it, and it is large. */
const notInstalled = (name: BackendName): Problem => {
  const own = name === 'cpu' || name === 'wasm' ? [`@tensorflow/tfjs-backend-${name}`] : []
  const packages = ['@tensorflow/tfjs-core', ...own]
  return problem(
    `backend ${name}`,
    `expected the packages ${packages.join(' and ')}, found not all of them`,
    'this backend is TensorFlow.js, which is not installed with us',
    `npm install ${packages.map((p) => `${p}@4.22.0`).join(' ')}, or use the default backend`
  )
}

export const openTfjs =
  (name: BackendName, options: OpenOptions = {}): OpenExecutor<TfjsBuffer> =>
  async () => {
    const core = await import('@tensorflow/tfjs-core').catch(() => undefined)
    if (core === undefined) return left(notInstalled(name))
    const { env, setBackend } = core
    // without it tfjs greets on standard error
    env().set('PROD', true)
    const loaded = await loads[name](options).catch(() => left(notInstalled(name)))
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
