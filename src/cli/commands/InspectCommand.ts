/**
 * `farrier inspect`: what is in a pressed network, and where every byte went.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { encodeNet } from '../../storage/net/NetFile.ts'
import type { Command, Report } from '../Command.ts'
import { loadNet } from './EvaluateNet.ts'
import { contentsJson, showContents } from '../../report/NetText.ts'

/** Equal networks have equal bytes: written again, what was read accounts for the file. */
export const inspect = (path: string): Command<Report> =>
  pipe(
    loadNet(path),
    RTE.map(({ artifact, row }) => {
      const { ledger } = encodeNet(artifact)
      return {
        text: showContents(path, artifact, ledger, row),
        json: contentsJson(path, artifact, ledger, row)
      }
    })
  )
