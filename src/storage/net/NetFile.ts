/**
 * `net.farrier`: a pressed network in one file, which needs no model to be used.
 *
 *   'FARN' · version (1 byte) · length of the file (4, little-endian) · five sections, each behind
 *   its length · CRC-32 (4, of all before)
 *
 * Sections: provenance (JSON), names, operations and predictions, sizes and kept indices, tensors.
 * docs/guide/compression.md describes every byte. Equal artifacts give equal bytes.
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { type Artifact, ledger, type Ledger, type LedgerRow, roots } from '../../compress/index.ts'
import type { Problem } from '../../ir/Problem.ts'
import { standardBudget } from '../Budget.ts'
import { namesIn, type NumberOf } from './ExpressionCodec.ts'
import { type Bytes, list, natural, text } from './NetFileBytes.ts'
import { CHECKSUM_BYTES, checkFrame, framed, PREAMBLE_BYTES, VERSION } from './NetFileFrame.ts'
import { writeHeader } from './NetFileHeader.ts'
import { writeIndices } from './NetFileIndices.ts'
import { writePredictions } from './NetFilePredictions.ts'
import { readBody } from './NetFileReading.ts'
import { writeTensor } from './NetFileTensors.ts'

/** The bytes of a file, and where they went. */
export interface NetFile {
  readonly bytes: Uint8Array
  readonly ledger: Ledger
}

// ---------------------------------------------------------------------------
// writing
// ---------------------------------------------------------------------------

const namesOf = ({ network: n, quantised }: Artifact): ReadonlyArray<string> => [
  ...new Set([
    ...namesIn(roots(n)),
    ...n.sizes.keys(),
    ...n.kept.keys(),
    ...[...quantised].flatMap(([name, q]) => [name, ...q.axes]),
    ...n.predictions.flatMap((p) => [
      p.site,
      p.family,
      ...p.axes,
      ...p.consumes,
      ...p.arguments.map((a) => a.name)
    ])
  ])
]

/** The file of a network, with its ledger; equal networks have equal bytes. */
export const encodeNet = (a: Artifact): NetFile => {
  const names = namesOf(a)
  const numbers = new Map(names.map((name, i) => [name, i] as const))
  const numberOf: NumberOf = (name) => {
    const found = numbers.get(name)
    if (found === undefined) throw new Error(`internal: the name ${name} is not in the table`)
    return found
  }
  const sizes = list(([axis, size]: readonly [string, number]) => [
    ...natural(numberOf(axis)),
    ...natural(size)
  ])([...a.network.sizes])
  const kept = [...a.network.kept].map(([axis, k]) => ({
    axis,
    indices: k.indices.length,
    bytes: [...natural(numberOf(axis)), ...writeIndices(k)]
  }))
  const tensors = [...a.quantised].map(([name, q]) => ({
    name,
    q,
    bytes: writeTensor(numberOf)(name, q)
  }))
  const sections: ReadonlyArray<Bytes> = [
    [...writeHeader(a)],
    list(text)(names),
    writePredictions(a.network, numberOf),
    [...sizes, ...natural(kept.length), ...kept.flatMap((k) => k.bytes)],
    [...natural(tensors.length), ...tensors.flatMap((t) => t.bytes)]
  ]
  const lengths = sections.map((s) => natural(s.length).length)
  const bytes = framed(sections.flatMap((s) => [...natural(s.length), ...s]))

  const [header = [], table = [], program = []] = sections
  const counts = natural(kept.length).length + natural(tensors.length).length
  const rows: ReadonlyArray<LedgerRow> = [
    {
      part: 'preamble, lengths',
      sizeBytes: PREAMBLE_BYTES + counts + lengths.reduce((x, y) => x + y, 0),
      detail: `version ${VERSION}`
    },
    { part: 'provenance', sizeBytes: header.length, detail: a.provenance.model },
    { part: 'names', sizeBytes: table.length, detail: `${names.length} names` },
    {
      part: 'operations',
      sizeBytes: program.length,
      detail: `${a.network.predictions.length} predicted sites`
    },
    { part: 'sizes', sizeBytes: sizes.length, detail: `${a.network.sizes.size} axes` },
    ...kept.map((k) => ({
      part: `kept ${k.axis}`,
      sizeBytes: k.bytes.length,
      detail: `${k.indices} indices`
    })),
    ...tensors.map(({ name, q, bytes: b }) => ({
      part: name,
      sizeBytes: b.length,
      detail: `${q.axes.join(' × ')}: ${q.sizes.join(' × ')}, δ = 2^${q.exponent}`
    })),
    { part: 'checksum', sizeBytes: CHECKSUM_BYTES, detail: 'CRC-32' }
  ]
  return { bytes, ledger: ledger(rows) }
}

// ---------------------------------------------------------------------------
// reading
// ---------------------------------------------------------------------------

/**
 * The network in `bytes`; `where` (the path) begins every message.
 *
 * Errors: empty, cut off at any byte, any changed byte, another version, bytes with a right checksum
 * that are no network, and networks that ask for more memory or time than the budget has.
 */
export const decodeNet =
  (where: string, budget = standardBudget) =>
  (bytes: Uint8Array): E.Either<Problem, Artifact> =>
    pipe(
      checkFrame(where, bytes),
      E.chain((body) => readBody(where, budget, body))
    )
