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
import {
  type Artifact,
  dequantise,
  ledger,
  type Ledger,
  type LedgerRow,
  type Network,
  openAxes,
  roots
} from '../../compress/index.ts'
import { inferSizes, isSubset } from '../../expr/index.ts'
import { factsOf, supportOfCode, type SupportTag } from '../../distributions/supports/Support.ts'
import type { Problem } from '../../ir/Problem.ts'
import { refuse } from '../../ir/Problem.ts'
import type { Prediction } from '../../ir/Variational.ts'
import { crc32, hex32 } from '../Checksum.ts'
import { namesIn, type NumberOf, readExpressions, writeExpressions } from './ExpressionCodec.ts'
import { type ByteReader, byteReader, type Bytes, list, natural, text } from './NetFileBytes.ts'
import { type Header, readHeader, writeHeader } from './NetFileHeader.ts'
import { readIndices, writeIndices } from './NetFileIndices.ts'
import { readTensor, writeTensor } from './NetFileTensors.ts'

const MAGIC = [0x46, 0x41, 0x52, 0x4e]
const VERSION = 2
const PREAMBLE_BYTES = 9
const CHECKSUM_BYTES = 4

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

const writeProgram = (n: Network, numberOf: NumberOf): Bytes => {
  const name = (s: string): Bytes => natural(numberOf(s))
  const { bytes, position } = writeExpressions(numberOf)(roots(n))
  const prediction = (p: Prediction): Bytes => [
    ...name(p.site),
    ...name(p.family),
    ...natural(factsOf(p.support).code),
    ...list(name)(p.axes),
    ...list(name)(p.consumes),
    ...list((a: Prediction['arguments'][number]) => [
      ...name(a.name),
      ...natural(position(a.value))
    ])(p.arguments),
    ...natural(position(p.negativeLogLikelihood))
  ]
  return [...bytes, ...list(prediction)(n.predictions)]
}

const littleEndian = (n: number): Bytes => [n & 255, (n >>> 8) & 255, (n >>> 16) & 255, n >>> 24]

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
    writeProgram(a.network, numberOf),
    [...sizes, ...natural(kept.length), ...kept.flatMap((k) => k.bytes)],
    [...natural(tensors.length), ...tensors.flatMap((t) => t.bytes)]
  ]
  const lengths = sections.map((s) => natural(s.length).length)
  const body = sections.flatMap((s) => [...natural(s.length), ...s])
  const total = PREAMBLE_BYTES + body.length + CHECKSUM_BYTES
  const open = Uint8Array.from([...MAGIC, VERSION, ...littleEndian(total), ...body])
  const bytes = Uint8Array.from([...open, ...littleEndian(crc32(open))])

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

const AGAIN = 'take the file from its source again'
const littleEndianAt = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true)

/** The body, if length, version and checksum are what they should be. */
const checkFrame = (where: string, bytes: Uint8Array): E.Either<Problem, Uint8Array> => {
  if (bytes.length === 0)
    return refuse(
      where,
      'expected a network, found an empty file',
      'an empty file holds nothing',
      AGAIN
    )
  if (!MAGIC.every((m, i) => i >= bytes.length || bytes[i] === m))
    return refuse(
      where,
      'expected a network written by farrier',
      'it does not begin as one does',
      'name a file that `farrier press` wrote'
    )
  const version = bytes[MAGIC.length]
  if (version !== undefined && version !== VERSION)
    return refuse(
      where,
      `expected format ${VERSION}, found ${version}`,
      'another version of farrier wrote this file, or it is damaged',
      'read it with that version, or press the network again with this one'
    )
  if (bytes.length < PREAMBLE_BYTES + CHECKSUM_BYTES)
    return refuse(
      where,
      `expected a network, found ${bytes.length} bytes of one`,
      'the file is cut off',
      AGAIN
    )
  const stated = littleEndianAt(bytes, MAGIC.length + 1)
  if (stated !== bytes.length)
    return refuse(
      where,
      `expected ${stated} bytes, found ${bytes.length}`,
      bytes.length < stated ? 'the file is cut off' : 'the file is damaged',
      AGAIN
    )
  const end = bytes.length - CHECKSUM_BYTES
  const [found, wanted] = [crc32(bytes.subarray(0, end)), littleEndianAt(bytes, end)]
  return found === wanted
    ? E.right(bytes.subarray(PREAMBLE_BYTES, end))
    : refuse(
        where,
        `expected the checksum ${hex32(wanted)}, found ${hex32(found)}`,
        'the file was changed after it was written',
        AGAIN
      )
}

const readPredictions = (
  r: ByteReader,
  names: ReadonlyArray<string>
): ReadonlyArray<Prediction> => {
  const nodes = readExpressions(r, names)
  const name = (): string => {
    const found = names[r.natural()]
    if (found === undefined) r.fail('a name is not in the table')
    return found ?? ''
  }
  const node = (): Prediction['negativeLogLikelihood'] => {
    const found = nodes[r.natural()]
    if (found === undefined) r.fail('a prediction is no operation of the list')
    return found ?? { _tag: 'Constant', axes: [], value: 0 }
  }
  const supportIn = (): SupportTag => {
    const found = supportOfCode(r.natural())
    if (found === undefined) r.fail('a support is not known')
    return found ?? 'Real'
  }
  return r.list(() => {
    const site = name(),
      family = name(),
      support = supportIn(),
      axes = r.list(name),
      consumes = r.list(name)
    const given = r.list(() => {
      const argument = name()
      return { name: argument, value: node() }
    })
    const negativeLogLikelihood = node()
    if (!isSubset(negativeLogLikelihood.axes, axes)) r.fail('the axes of a prediction do not fit')
    return { site, family, support, axes, consumes, arguments: given, negativeLogLikelihood }
  })
}

const readBody = (where: string, body: Uint8Array): E.Either<Problem, Artifact> => {
  const r = byteReader(body)
  const section = (): ByteReader => byteReader(r.bytes(r.natural()))
  const header = r.bytes(r.natural())
  const [tableOf, programOf, axesOf, tensorsOf] = [section(), section(), section(), section()]
  const names = tableOf.list(tableOf.text)
  const predictions = readPredictions(programOf, names)
  const axis = (): string => names[axesOf.natural()] ?? ''
  const sizes = new Map(
    axesOf.list((): readonly [string, number] => {
      const a = axis()
      return [a, axesOf.natural()]
    })
  )
  const kept = new Map(
    axesOf.list(() => {
      const a = axis()
      return [a, readIndices(axesOf)] as const
    })
  )
  const quantised = new Map(tensorsOf.list(() => readTensor(tensorsOf, names, sizes)))
  const parts = [r, tableOf, programOf, axesOf, tensorsOf]
  const what = parts
    .map((p) => p.failure() ?? (p.left() > 0 ? 'bytes are left over' : undefined))
    .find((f) => f !== undefined)
  if (what !== undefined)
    return refuse(
      where,
      `the network is damaged: ${what}`,
      'its bytes are not those of a network',
      AGAIN
    )
  const network: Network = {
    predictions,
    sizes,
    kept,
    tensors: new Map([...quantised].map(([name, q]) => [name, dequantise(q)] as const))
  }
  return pipe(
    readHeader(where, header),
    E.chain((h: Header) => checkSizes(where)({ ...h, network, quantised }))
  )
}

/** Expressions, tensors, sizes and kept indices must speak of the same sizes. */
const checkSizes =
  (where: string) =>
  (a: Artifact): E.Either<Problem, Artifact> => {
    const { network: n } = a
    const inferred = inferSizes({
      sizes: new Map([...n.sizes, ...[...openAxes(n)].map((x) => [x, 1] as const)]),
      values: n.tensors
    })(roots(n))
    if (E.isLeft(inferred))
      return refuse(
        where,
        `the network is damaged: ${inferred.left.what}`,
        inferred.left.why,
        AGAIN
      )
    const wrong = [...n.kept].find(([axis, k]) => n.sizes.get(axis) !== k.indices.length)
    return wrong === undefined
      ? E.right(a)
      : refuse(
          where,
          `the network is damaged: ${wrong[0]} keeps ${wrong[1].indices.length} indices`,
          'an axis has as many indices as it keeps',
          AGAIN
        )
  }

/**
 * The network in `bytes`; `where` (the path) begins every message.
 *
 * Errors: empty, cut off at any byte, any changed byte, another version, and bytes with a right
 * checksum that are no network.
 */
export const decodeNet =
  (where: string) =>
  (bytes: Uint8Array): E.Either<Problem, Artifact> =>
    pipe(
      checkFrame(where, bytes),
      E.chain((body) => readBody(where, body))
    )
