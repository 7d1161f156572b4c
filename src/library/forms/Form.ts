/**
 * How a model is written for its guides, where somebody chose: the choice, and why.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import type { CompileOptions } from '../../compile/index.ts'
import { readJsonText } from '../../ir/JsonText.ts'
import { standardBudget } from '../../storage/Budget.ts'

/** What of the compiler's options is chosen. */
export type Form = Pick<CompileOptions, 'centred' | 'halfCauchy'>

/** One choice, in words: the loss of the other minus that of this one, both by a first descent. */
export const FormDecisionC = t.readonly(
  t.type({
    sites: t.readonlyArray(t.string),
    what: t.string,
    betterByNats: t.number,
    than: t.string
  })
)
export type FormDecision = t.TypeOf<typeof FormDecisionC>

const WrittenC = t.readonly(
  t.type({
    form: t.readonly(
      t.type({
        centred: t.readonlyArray(t.string),
        halfCauchy: t.keyof({ decomposed: null, collapsed: null })
      })
    ),
    decisions: t.readonlyArray(FormDecisionC)
  })
)

/** A form with what led to it. */
export type Written = t.TypeOf<typeof WrittenC>

/** What `JSON.stringify` made of a form; undefined of anything else. */
export const readWritten = (text: string | undefined): Written | undefined =>
  pipe(
    readJsonText(standardBudget)(text ?? ''),
    E.chainW(WrittenC.decode),
    E.getOrElseW(() => undefined)
  )
