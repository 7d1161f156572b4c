/**
 * Our log densities beside NumPyro's: every shipped example and thirty generated models, each
 * written as NumPyro source, at the same points of real coordinates, in float64.
 *
 * Run: `npm run test:peers`. The first run makes a Python environment in bench/.peers. Ends with 0
 * where all agree, 1 where one differs, 3 where Python or its packages cannot be had.
 */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { ensurePython, pythonEnvironment } from '../../bench/peers/Environment.ts'
import type { Case } from './Cases.ts'
import { compared, type Outcome, verdict } from './Compare.ts'
import { missing } from './Coverage.ts'
import { emitModel, emittedData } from '../../src/library/emit/EmitModel.ts'
import { shippedExamples } from './Examples.ts'
import { everyOperation, generated } from './Generated.ts'
import { type Answer, ours } from './Ours.ts'
import { ask, type Question } from './Peer.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

interface Ready extends Question {
  readonly answers: ReadonlyArray<Answer>
}

/** Left: why it cannot be asked about. */
const readyOf = (c: Case): E.Either<string, Ready> =>
  pipe(
    E.Do,
    E.bind('emitted', () => emitModel('numpyro', c.name)(c.graph)),
    E.bindW('asked', () => ours(c)),
    E.bindW('data', ({ emitted }) =>
      pipe(
        emittedData(emitted)(c),
        E.mapLeft((p) => [p] as const)
      )
    ),
    E.bimap(
      (problems) => problems.map((p) => `${p.where}: ${p.what}`).join('; '),
      ({ emitted, asked, data }) => ({ ...asked, ...emitted, name: c.name, data })
    )
  )

const main = async (): Promise<Outcome> => {
  const python = ensurePython(
    pythonEnvironment('densities', join(here, 'requirements.txt')),
    (text) => {
      process.stderr.write(text)
    }
  )
  if (E.isLeft(python)) return python
  const cases = [...(await shippedExamples()), everyOperation, ...generated]
  const ready = cases.map(readyOf)
  const asked = ask(
    { python: python.right, script: 'densities.py', ending: '.py' },
    ready.flatMap((r) => (E.isRight(r) ? [r.right] : []))
  )
  return pipe(
    asked,
    E.map(({ peer, answers }) => ({
      peer,
      rows: cases.map(({ name }, i) => ({
        name,
        compared: pipe(
          ready[i] ?? E.left('not asked'),
          E.chain((own) =>
            pipe(
              answers.get(name) ?? E.left('no answer'),
              E.map((theirs) => compared(own.answers, theirs))
            )
          )
        )
      }))
    }))
  )
}

const { text, code } = verdict(await main())
const absent = missing(generated.map((c) => c.graph))
if (code !== 3)
  process.stdout.write(`not among the generated models: ${absent.join(', ') || 'nothing'}\n`)
process.stdout.write(text)
process.exitCode = code
