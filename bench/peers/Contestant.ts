/** A contestant's process, and how it is talked to. */
import { spawn, spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { createInterface } from 'node:readline'
import { chain, type Either, left, map } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type * as t from 'io-ts'
import { type SampledAnswer, SampledC } from './sampling/SampledDraws.ts'
import {
  decodeReply,
  LossC,
  type LossRequest,
  ReadyC,
  type Request,
  showRequest,
  TimesC
} from './Protocol.ts'

export interface Launch {
  readonly command: string
  readonly words: ReadonlyArray<string>
  readonly threads: number
}

export interface Contestant {
  /** The library and its version, or why it does not take part. */
  readonly ready: Either<string, string>
  readonly run: (count: number) => Promise<Either<string, ReadonlyArray<number>>>
  readonly loss: (request: LossRequest) => Promise<Either<string, number | null>>
  /** Of samplers alone. */
  readonly sample: (seed: number) => Promise<Either<string, SampledAnswer>>
  readonly stop: () => void
}

/** One that says nothing for so long is left out. */
const patienceMs = 300_000

/**
 * All keep to the same cores, where the system can say so: what a library does beside its own
 * threads is then counted too.
 */
const kept = ({ command, words, threads }: Launch): readonly [string, ReadonlyArray<string>] =>
  threads < availableParallelism() && spawnSync('taskset', ['--version']).status === 0
    ? ['taskset', ['-c', `0-${threads - 1}`, command, ...words]]
    : [command, words]

/**
 * Starts the process and waits for its first line. Whatever goes wrong is a reason, never an error.
 */
export const openContestant = async (launch: Launch): Promise<Contestant> => {
  const [command, words] = kept(launch)
  const child = spawn(command, words, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' }
  })
  let said = ''
  let ended: string | undefined
  const waiting: Array<(line: Either<string, string>) => void> = []
  const arrived: Array<string> = []
  const end = (why: string): void => {
    ended ??= why
    for (const answer of waiting.splice(0)) answer(left(ended))
  }
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-2000)
  })
  child.stdin.on('error', () => undefined)
  child.on('error', (e) => end(e.message))
  child.on('close', (code) =>
    end(
      `ended with ${code === null ? 'a signal' : `code ${code}`}: ${said.trimEnd().split('\n').at(-1) ?? ''}`
    )
  )
  createInterface({ input: child.stdout }).on('line', (text) => {
    const answer = waiting.shift()
    if (answer === undefined) arrived.push(text)
    else answer({ _tag: 'Right', right: text })
  })
  const nextLine = (): Promise<Either<string, string>> =>
    new Promise((done) => {
      const text = arrived.shift()
      if (text !== undefined) return done({ _tag: 'Right', right: text })
      if (ended !== undefined) return done(left(ended))
      const late = setTimeout(() => {
        end(`no answer within ${patienceMs / 1000} s`)
        child.kill('SIGKILL')
      }, patienceMs)
      waiting.push((line) => {
        clearTimeout(late)
        done(line)
      })
    })
  const ask =
    <A>(codec: t.Type<A, unknown>) =>
    async (request: Request): Promise<Either<string, A>> => {
      if (ended === undefined) child.stdin.write(showRequest(request))
      return pipe(await nextLine(), chain(decodeReply(codec)))
    }
  const first = pipe(await nextLine(), chain(decodeReply(ReadyC)))
  return {
    ready: pipe(
      first,
      chain((r) => ('ready' in r ? { _tag: 'Right', right: r.ready } : left(r.unavailable)))
    ),
    run: async (count) =>
      pipe(
        await ask(TimesC)({ run: count }),
        map((r) => r.ms)
      ),
    loss: async (request) =>
      pipe(
        await ask(LossC)({ loss: request }),
        map((r) => r.loss)
      ),
    sample: (seed) => ask(SampledC)({ seed }),
    stop: () => {
      child.stdin.end()
    }
  }
}
