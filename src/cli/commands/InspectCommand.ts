/**
 * `farrier inspect`: what is in a pressed network, and where every byte went.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { encodeNet } from '../../storage/net/NetFile.ts'
import { type Command, fromMany, type Report } from '../Command.ts'
import { decodeOptions } from '../options/OptionTable.ts'
import { budgetRow, loadNet } from '../evaluate/EvaluateNet.ts'
import { contentsJson, showContents } from '../../report/NetText.ts'

export const inspectTable = { budget: budgetRow }

/** Equal networks have equal bytes: written again, what was read accounts for the file. */
export const inspect = (path: string, given: Readonly<Record<string, unknown>>): Command<Report> =>
  pipe(
    fromMany(decodeOptions('farrier inspect', inspectTable)(given)),
    RTE.chain(({ budget }) => loadNet(path, budget)),
    RTE.map(({ artifact, row }) => {
      const { ledger } = encodeNet(artifact)
      return {
        text: showContents(path, artifact, ledger, row),
        json: contentsJson(path, artifact, ledger, row)
      }
    })
  )
