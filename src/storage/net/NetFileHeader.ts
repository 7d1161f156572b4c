/** Where a network comes from, as the JSON of its file. */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { PathReporter } from 'io-ts/lib/PathReporter.js'
import type { Artifact } from '../../compress/index.ts'
import type { Problem } from '../../ir/Problem.ts'
import { refuse } from '../../ir/Problem.ts'

/** `layers` are [name, elements before pruning, bits by the published rule]. */
const HeaderC = t.strict({
  model: t.string,
  seed: t.number,
  epochs: t.number,
  settings: t.readonly(t.record(t.string, t.string)),
  layers: t.readonlyArray(t.tuple([t.string, t.number, t.number])),
  architecture: t.readonlyArray(t.string)
})

export type Header = Pick<Artifact, 'provenance' | 'layers' | 'architecture'>

export const writeHeader = ({ provenance, layers, architecture }: Header): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify(
      HeaderC.encode({
        ...provenance,
        layers: layers.map(({ name, dense, publishedBits }): [string, number, number] => [
          name,
          dense,
          publishedBits
        ]),
        architecture
      })
    )
  )

const damaged = (where: string, why: string): E.Either<Problem, never> =>
  refuse(
    where,
    'the provenance of the network is damaged',
    why,
    'take the file from its source again'
  )

export const readHeader = (where: string, bytes: Uint8Array): E.Either<Problem, Header> => {
  const json = E.tryCatch(
    (): unknown => JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)),
    () => undefined
  )
  if (E.isLeft(json)) return damaged(where, 'it is not JSON')
  const decoded = HeaderC.decode(json.right)
  if (E.isLeft(decoded))
    return damaged(where, PathReporter.report(decoded)[0] ?? 'it does not decode')
  const { layers, architecture, ...provenance } = decoded.right
  return E.right({
    provenance,
    architecture,
    layers: layers.map(([name, dense, publishedBits]) => ({ name, dense, publishedBits }))
  })
}
