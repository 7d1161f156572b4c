/** What is asked of a peer about a case, and how both sides' answers are held together. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Graph } from '../../src/ir/Graph.ts'
import type { Problems } from '../../src/ir/Problem.ts'
import { emitModel, type DataTarget, emittedData } from '../../src/library/emit/EmitModel.ts'
import type { Case } from './Cases.ts'
import { compared, type Outcome, type Tolerance } from './Compare.ts'
import { type Answer, ours } from './Ours.ts'
import { ask, type Peer, type Question } from './Peer.ts'

interface Ready extends Question {
  readonly answers: ReadonlyArray<Answer>
}

/** Why a case is not asked about: the language lacks something, which the writer says. */
type Unasked = { readonly isRefused: boolean; readonly why: string }

const said = (problems: Problems): string => problems.map((p) => `${p.where}: ${p.what}`).join('; ')

const readyOf =
  (target: DataTarget) =>
  (c: Case): E.Either<Unasked, Ready> =>
    pipe(
      emitModel(target, c.name)(c.graph),
      E.mapLeft((p): Unasked => ({ isRefused: true, why: said(p) })),
      E.chain((emitted) =>
        pipe(
          E.Do,
          E.bind('asked', () => ours(c)),
          E.bindW('data', () =>
            pipe(
              emittedData(emitted)(c),
              E.mapLeft((p) => [p] as const)
            )
          ),
          E.bimap(
            (p): Unasked => ({ isRefused: false, why: said(p) }),
            ({ asked, data }) => ({ ...asked, ...emitted, name: c.name, data })
          )
        )
      )
    )

/** - `refused` cases that the language cannot have, with the reason. */
export interface Witnessed {
  readonly outcome: Outcome
  readonly refused: ReadonlyArray<string>
}

export const witnessed = (
  target: DataTarget,
  peer: Peer,
  toleranceOf: (graph: Graph) => Tolerance,
  cases: ReadonlyArray<Case>
): Witnessed => {
  const all = cases.map((c) => ({
    name: c.name,
    tolerance: toleranceOf(c.graph),
    ready: readyOf(target)(c)
  }))
  const asked = ask(
    peer,
    all.flatMap(({ ready }) => (E.isRight(ready) ? [ready.right] : []))
  )
  const wanted = all.filter(({ ready }) => E.isRight(ready) || !ready.left.isRefused)
  return {
    refused: all.flatMap(({ name, ready }) =>
      E.isLeft(ready) && ready.left.isRefused ? [`${name}: ${ready.left.why}`] : []
    ),
    outcome: pipe(
      asked,
      E.map(({ peer: says, answers }) => ({
        peer: says,
        rows: wanted.map(({ name, tolerance, ready }) => ({
          name,
          compared: pipe(
            ready,
            E.mapLeft(({ why }) => why),
            E.chain((own) =>
              pipe(
                answers.get(name) ?? E.left('no answer'),
                E.map((theirs) => compared(tolerance, own.answers, theirs))
              )
            )
          )
        }))
      }))
    )
  }
}
