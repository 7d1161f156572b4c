/**
 * `farrier inspect`: what is in a pressed network, and where every byte went.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as RTE from 'fp-ts/lib/ReaderTaskEither.js'
import { encodeNet } from '../../storage/net/NetFile.ts'
import { showLedger } from '../../compress/index.ts'
import type { Command, Report } from '../Command.ts'
import { loadNet } from './EvaluateNet.ts'
import { showLayers, showTableRow } from '../../report/PressText.ts'

/** Equal networks have equal bytes: written again, what was read accounts for the file. */
export const inspect = (path: string): Command<Report> =>
  pipe(
    loadNet(path),
    RTE.map(({ artifact, row }) => {
      const { provenance, network } = artifact
      const { ledger } = encodeNet(artifact)
      const settings = Object.entries(provenance.settings)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ')
      return {
        text: [
          `${path}: ${provenance.model}, seed ${provenance.seed}, ${provenance.epochs} epochs${settings === '' ? '' : `, ${settings}`}`,
          `axes ${[...network.sizes].map(([axis, size]) => `${axis} ${size}`).join(', ')}`,
          ...[...network.kept].map(
            ([axis, { size, indices }]) => `${axis}: reads ${indices.length} of ${size}`
          ),
          `predicts ${network.predictions.map((p) => `${p.site} over [${p.axes.join(', ')}], ${p.family}`).join('; ')}`,
          '',
          showLedger(ledger),
          '',
          showLayers(row),
          '',
          showTableRow(row, undefined)
        ].join('\n'),
        json: {
          file: path,
          provenance,
          sizes: Object.fromEntries(network.sizes),
          kept: Object.fromEntries(network.kept),
          ledger: ledger.rows,
          row,
          predictions: network.predictions.map(({ site, family, axes }) => ({ site, family, axes }))
        }
      }
    })
  )
