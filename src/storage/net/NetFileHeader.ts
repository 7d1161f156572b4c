/** Where a network comes from, as the JSON of its file. */
import * as E from 'fp-ts/lib/Either.js'
import { tuple } from 'fp-ts/lib/function.js'
import * as t from 'io-ts'
import type { Artifact } from '../../compress/index.ts'
import type { Problem } from '../../ir/Problem.ts'
import { refuse } from '../../ir/Problem.ts'
import type { Budget } from '../Budget.ts'
import { count, wholeNumber } from '../Codecs.ts'
import { firstError, readJson } from '../ReadJson.ts'

/**
 * `layers` are [name, elements before pruning, bits by the published rule], and behind them where
 * single ones were cut [elements left].
 */
const HeaderC = t.strict({
  model: t.string,
  seed: wholeNumber,
  epochs: count,
  settings: t.readonly(t.record(t.string, t.string)),
  layers: t.readonlyArray(
    t.union([t.tuple([t.string, count, t.number, count]), t.tuple([t.string, count, t.number])])
  ),
  architecture: t.readonlyArray(t.string)
})

export type Header = Pick<Artifact, 'provenance' | 'layers' | 'architecture'>

export const writeHeader = ({ provenance, layers, architecture }: Header): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify(
      HeaderC.encode({
        ...provenance,
        layers: layers.map(({ name, dense, left, publishedBits }) =>
          left === undefined
            ? tuple(name, dense, publishedBits)
            : tuple(name, dense, publishedBits, left)
        ),
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

export const readHeader = (
  where: string,
  budget: Budget,
  bytes: Uint8Array
): E.Either<Problem, Header> => {
  const json = readJson(budget)(bytes)
  if (E.isLeft(json)) return damaged(where, json.left)
  const decoded = HeaderC.decode(json.right)
  if (E.isLeft(decoded)) return damaged(where, firstError(decoded.left))
  const { layers, architecture, ...provenance } = decoded.right
  if (new Set(layers.map(([name]) => name)).size < layers.length)
    return damaged(where, 'a layer is there twice')
  return E.right({
    provenance,
    architecture,
    layers: layers.map(([name, dense, publishedBits, left]) => ({
      name,
      dense,
      ...(left === undefined ? {} : { left }),
      publishedBits
    }))
  })
}
