/** Every reader of a file: a new one is a row. */
import { gzipSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { decodeModel, encodeModel } from '../../src/export/json/ModelJson.ts'
import { readWorlds, writeWorlds } from '../../src/library/checking/KeptWorlds.ts'
import { compileGraph } from '../../src/library/CompileModel.ts'
import { readIdx, idxLength } from '../../src/data/Idx.ts'
import { loadCifar10 } from '../../src/data/Cifar.ts'
import { readNetcdfDraws } from '../../src/data/draws/NetcdfDraws.ts'
import { readStanCsv } from '../../src/data/draws/StanCsv.ts'
import { readTable } from '../../src/data/tables/OpenTable.ts'
import { stanCsvTexts } from '../../src/export/draws/StanCsvText.ts'
import { adam } from '../../src/lower/steps/Adam.ts'
import {
  chainsFrom,
  chainTensors,
  fromCheckpoint,
  fromLines,
  toCheckpoint,
  toLine
} from '../../src/inference/index.ts'
import { crc32, hex32 } from '../../src/storage/Checksum.ts'
import { gunzipped } from '../../src/storage/Gunzip.ts'
import { framed } from '../../src/storage/net/NetFileFrame.ts'
import { byteReader, natural } from '../../src/storage/net/NetFileBytes.ts'
import { decodeNet, encodeNet } from '../../src/storage/net/NetFile.ts'
import { readDraws, writeDraws } from '../../src/storage/run/DrawsFile.ts'
import { readPosterior, writePosterior } from '../../src/storage/run/PosteriorFile.ts'
import { loadMetrics } from '../../src/storage/run/RunFolder.ts'
import { readRunRecord, writeRunRecord } from '../../src/storage/run/RunRecord.ts'
import { readSearch, writeSearch } from '../../src/storage/run/SearchFile.ts'
import { readNamedTensors, writeNamedTensors } from '../../src/storage/tensors/NamedTensorFile.ts'
import { readWideTensors, writeWideTensors } from '../../src/storage/tensors/WideTensorFile.ts'
import { readSafetensors, writeSafetensors } from '../../src/storage/tensors/Safetensors.ts'
import { readCellRecord, writeCell } from '../../src/study/index.ts'
import { idxBytes } from '../support/IdxBytes.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { checkpointModel } from './CheckpointModel.ts'
import { chainSettings, readKept, writeKept } from './KeptChains.ts'
import { lowersFor } from './Lowers.ts'
import { anyReader, type AnyReader } from './Reader.ts'

const PREAMBLE = 9
const CHECKSUM = 4
const SECTIONS = 5

/** The sections of a network, each without its length. */
const netParts = (bytes: Uint8Array): ReadonlyArray<Uint8Array> | undefined => {
  if (bytes.length < PREAMBLE + CHECKSUM) return undefined
  const r = byteReader(bytes.subarray(PREAMBLE, bytes.length - CHECKSUM))
  const parts = Array.from({ length: SECTIONS }, () => r.bytes(r.natural()))
  return r.isFine() ? parts : undefined
}

const netOf = (parts: ReadonlyArray<Uint8Array>): Uint8Array =>
  framed(parts.flatMap((part) => [...natural(part.length), ...part]))

const LENGTH = 8
const MARK = '"farrier_crc32":"'

/** The header's text and the data. */
const archiveParts = (bytes: Uint8Array): ReadonlyArray<Uint8Array> | undefined => {
  if (bytes.length < LENGTH) return undefined
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  const end = LENGTH + length
  return end > bytes.length ? undefined : [bytes.subarray(LENGTH, end), bytes.subarray(end)]
}

const archiveOf = ([
  header = new Uint8Array(),
  data = new Uint8Array()
]: ReadonlyArray<Uint8Array>): Uint8Array => {
  const bytes = new Uint8Array(LENGTH + header.length + data.length)
  new DataView(bytes.buffer).setUint32(0, header.length, true)
  bytes.set(header, LENGTH)
  bytes.set(data, LENGTH + header.length)
  const at = new TextDecoder('latin1').decode(header).indexOf(MARK)
  if (at < 0) return bytes
  const digits = LENGTH + at + MARK.length
  const put = (text: string): void =>
    bytes.set(
      new TextEncoder().encode(text).subarray(0, Math.max(0, bytes.length - digits)),
      digits
    )
  put('00000000')
  put(hex32(crc32(bytes)))
  return bytes
}

const archive = { split: archiveParts, join: archiveOf }
const archiveWords = [
  '"dtype":"F32"',
  '"F64"',
  '"I32"',
  '"shape":[',
  '"data_offsets":[0,4]'
].concat(['"__metadata__":{', '"farrier_format":"1"', '"axes":"{}"', '"numbers":"{}"'])

const inFolder = (name: string, bytes: Uint8Array) =>
  memoryFileSystem({ files: { [`/d/${name}`]: bytes } })

const table = (path: string, words: ReadonlyArray<string>): AnyReader =>
  anyReader({
    name: path.slice(path.lastIndexOf('.') + 1),
    read: (bytes) => readTable(inFolder(path, bytes), `/d/${path}`)(),
    words
  })

const utf8 = new TextEncoder()
const stanFacts = { model: 'm', version: '1', warmUp: 1, maxDepth: 10, seed: 1 }

export const readers: ReadonlyArray<AnyReader> = [
  anyReader({
    name: 'net',
    read: decodeNet('net.farrier'),
    write: (artifact) => encodeNet(artifact).bytes,
    use: ({ network }) => lowersFor(network),
    split: netParts,
    join: netOf,
    words: ['FARN', '{"model":"m"', '"seed":1', '"layers":[["w",1,2]]', '"architecture":[]']
  }),
  anyReader({
    name: 'safetensors',
    read: readSafetensors('a.safetensors'),
    write: writeSafetensors,
    ...archive,
    words: archiveWords
  }),
  anyReader({
    name: 'tensors',
    read: readNamedTensors('state.safetensors'),
    write: writeNamedTensors,
    ...archive,
    words: archiveWords
  }),
  anyReader({
    name: 'posterior',
    read: readPosterior('posterior.safetensors'),
    write: writePosterior,
    ...archive,
    words: [...archiveWords, 'mean:', 'variance:', 'parameter:']
  }),
  anyReader({
    name: 'draws',
    read: readDraws('draws.safetensors'),
    write: writeDraws,
    ...archive,
    words: [...archiveWords, 'value:', 'statistic:', '(chain)', '(draw)']
  }),
  anyReader({
    name: 'chains',
    read: (bytes) =>
      E.Monad.chain(readWideTensors('state.safetensors')(bytes), ({ tensors }) =>
        chainsFrom(chainSettings, 1, tensors)
      ),
    write: (chains) =>
      writeWideTensors({ tensors: chainTensors(chainSettings, 1, chains), texts: {} }),
    ...archive,
    words: [...archiveWords, 'scalars:0', 'place:0', 'draws:0', 'statistics:0']
  }),
  anyReader({
    name: 'sampled',
    read: readKept,
    write: writeKept,
    ...archive,
    words: [...archiveWords, '\\"chains\\":1', '\\"draws\\":2', '\\"warmUp\\":1', '"centred":"[]"']
  }),
  anyReader({
    name: 'netcdf',
    read: (bytes) => readNetcdfDraws(inFolder('draws.nc', bytes), '/d/draws.nc')(),
    words: ['TREE', 'SNOD', 'HEAP', 'OHDR', 'FRHP', 'posterior', 'sample_stats', 'DIMENSION_LIST']
  }),
  anyReader({
    name: 'checkpoint',
    read: (bytes) =>
      E.Monad.chain(readNamedTensors('state.safetensors')(bytes), ({ tensors, numbers }) =>
        fromCheckpoint(
          checkpointModel.program,
          adam,
          checkpointModel.sizes,
          100
        )({ tensors, scalars: numbers })
      ),
    write: (state) => {
      const { tensors, scalars } = toCheckpoint(state)
      return writeNamedTensors({ tensors, numbers: scalars, texts: {} })
    },
    ...archive,
    words: [...archiveWords, 'kept:', 'gone:', 'noisyEpochs:', '\\"step\\":']
  }),
  anyReader({
    name: 'run',
    read: readRunRecord('run.json'),
    write: writeRunRecord,
    words: ['"format":1', '"outcome":"finished"', '"steps":{"done":', '"range":[0,1]', '"holdOut":']
  }),
  anyReader({
    name: 'search',
    read: readSearch('search.json'),
    write: writeSearch,
    words: ['"format":1', '"what":"bytes"', '"trials":[{"thrift":', '"errorRate":0.02']
  }),
  anyReader({
    name: 'worlds',
    read: readWorlds('worlds.json'),
    write: writeWorlds,
    words: ['"worlds":3', '"method":"nuts"', '"unanswered":[{"world":', '"ranks":[', '"sizes":[2]']
  }),
  anyReader({
    name: 'cell',
    read: readCellRecord('cell.json'),
    write: writeCell,
    words: ['"format":1', '"heldOut":0', '"file":null', '"errorPercent":2.5', '"sizeBytes":']
  }),
  anyReader({
    name: 'model',
    read: decodeModel('model.json'),
    write: (graph) => new TextEncoder().encode(encodeModel(graph)),
    // what is accepted is compiled, or refused with problems
    use: compileGraph(),
    words: [
      '"node":"Ref","name":"x"',
      '"node":"Zip","op":"add","x":0,"y":1',
      '"axes":["in"]'
    ].concat([
      '"law":"Normal","arguments":{"location":1,"scale":2}',
      '"along":"out"',
      '"of":[{"law":"Poisson","arguments":{"rate":1}}]',
      '"support":"Categories","indexes":"in"',
      '"node":"Gather","axis":"in","x":0,"index":1',
      '"node":"Merge","from":["in"],"to":"flat","x":0'
    ])
  }),
  anyReader({
    name: 'metrics',
    read: async (bytes) =>
      E.Monad.chain(await loadMetrics(inFolder('metrics.jsonl', bytes), '/d')(), (lines) =>
        fromLines(lines.join('\n'))
      ),
    write: (lines) => new TextEncoder().encode(lines.map(toLine).join('')),
    words: ['"epoch":1', '"train":[]', '"surviving":{', '"threshold":null', '"shrinkage":{', '\n']
  }),
  anyReader({
    name: 'idx',
    read: readIdx('images-idx3-ubyte'),
    write: ({ shape, values }) => idxBytes(shape, values),
    words: ['\u0000\u0000\u0008\u0001', '\u0000\u0000\u0008\u0003', '\u0000\u0000\u0000\u0002']
  }),
  anyReader({
    name: 'gzip',
    read: async (bytes) =>
      E.Monad.chain(
        await gunzipped('images.gz', { lengthOf: idxLength })(bytes)(),
        readIdx('images.gz')
      ),
    split: (bytes) => [bytes],
    join: ([bytes = new Uint8Array()]) => gzipSync(bytes, { level: 1 }),
    words: ['\u001f']
  }),
  anyReader({
    name: 'cifar',
    read: (bytes) => loadCifar10(inFolder('data_batch_1.bin', bytes), '/d', { holdOut: 1 })(),
    words: []
  }),
  anyReader({
    name: 'stan-csv',
    read: (bytes) => readStanCsv(inFolder('chain-1.csv', bytes), ['/d/chain-1.csv'])(),
    write: (drawn) => utf8.encode(stanCsvTexts(drawn, stanFacts)[0] ?? ''),
    words: [
      'lp__,a.1,a.2\n',
      '# save_warmup = 1\n',
      '# num_warmup = 1\n',
      'nan',
      '-inf',
      '.1.1',
      '# '
    ]
  }),
  table('people.csv', ['a,b\n', '"', '""', '\r\n', ',NA,', '1e5', 'true', '\ufeff']),
  table('people.json', ['[{"a":1}]', '{"a":[1,2]}', '"a":', 'null', '[[1,2],[3,4]]']),
  table('people.npy', [
    '\u0093NUMPY\u0001\u0000',
    "'descr': '<f4'",
    "'fortran_order': True",
    "'shape': (2, 3)"
  ])
]
