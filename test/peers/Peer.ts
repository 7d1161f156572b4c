/** The other side: a process of Python that answers all cases of a folder, one line each. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { decodeReply, ReadyC } from '../../bench/peers/Protocol.ts'
import type { Answer, Stored } from './Ours.ts'

/** A model's source, the JSON that it reads, and where to evaluate it: points by site. */
export interface Question {
  readonly name: string
  readonly source: string
  readonly data: string
  /** What the source calls the sites, in order of declaration. */
  readonly latents: ReadonlyMap<string, string>
  readonly points: ReadonlyArray<ReadonlyMap<string, Stored>>
}

/** Of each question, by name, the answers at its points, or what Python said instead. */
export interface Answered {
  readonly peer: string
  readonly answers: ReadonlyMap<string, E.Either<string, ReadonlyArray<Answer>>>
}

const NumberC = t.union([t.number, t.null])
const AnswerC = t.union([
  t.type({
    name: t.string,
    points: t.array(t.type({ nats: NumberC, gradients: t.record(t.string, t.array(NumberC)) }))
  }),
  t.type({ name: t.string, error: t.string })
])
type Reply = t.TypeOf<typeof AnswerC>

/** The last line that Python said, or that there is none. */
const lastWord = (stderr: string): string =>
  stderr.trimEnd().split('\n').at(-1) || 'Python ended without a word'

/** Who is asked: a script beside this one, and how it wants sources to be called. */
export interface Peer {
  readonly python: string
  readonly script: string
  readonly ending: string
}

const answersOf = (reply: Reply): E.Either<string, ReadonlyArray<Answer>> =>
  'error' in reply
    ? E.left(reply.error)
    : E.right(
        reply.points.map(({ nats, gradients }) => ({
          nats: nats ?? NaN,
          gradients: new Map(
            Object.entries(gradients).map(([site, g]) => [site, g.map((x) => x ?? NaN)] as const)
          )
        }))
      )

/** Left: the packages cannot be had. */
export const ask = (
  { python, script, ending }: Peer,
  questions: ReadonlyArray<Question>
): E.Either<string, Answered> => {
  const folder = mkdtempSync(join(tmpdir(), 'farrier-peers-'))
  try {
    for (const [i, q] of questions.entries()) {
      writeFileSync(join(folder, `model${i}${ending}`), q.source)
      writeFileSync(join(folder, `model${i}.json`), q.data)
    }
    const cases = questions.map((q, i) => ({
      name: q.name,
      source: `model${i}${ending}`,
      data: `model${i}.json`,
      latents: [...q.latents],
      points: q.points.map((p) => Object.fromEntries(p))
    }))
    writeFileSync(join(folder, 'cases.json'), JSON.stringify(cases))
    const { stdout, stderr, error } = spawnSync(
      python,
      [fileURLToPath(new URL(script, import.meta.url)), folder],
      {
        encoding: 'utf8',
        maxBuffer: 2 ** 30
      }
    )
    if (error !== undefined) return E.left(error.message)
    const [first = '', ...lines] = stdout.trimEnd().split('\n')
    const ready = decodeReply(ReadyC)(first)
    if (E.isLeft(ready)) return E.left(lastWord(stderr))
    if ('unavailable' in ready.right) return E.left(ready.right.unavailable)
    return E.right({
      peer: ready.right.ready,
      answers: new Map(
        questions.map((q, i) => {
          const reply = decodeReply(AnswerC)(lines[i] ?? '')
          return [
            q.name,
            E.isRight(reply) && reply.right.name === q.name
              ? answersOf(reply.right)
              : E.left(`no answer: ${lastWord(stderr)}`)
          ] as const
        })
      )
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}
