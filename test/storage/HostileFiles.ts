/** Small files that ask for much, by what is wrong with them, and how they are read. */
import { gzipSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { idxLength, readIdx } from '../../src/data/Idx.ts'
import { tableRow } from '../../src/compress/index.ts'
import { fromLines } from '../../src/inference/index.ts'
import type { Problem } from '../../src/ir/Problem.ts'
import { openTable } from '../../src/data/tables/OpenTable.ts'
import { standardBudget } from '../../src/storage/Budget.ts'
import { gunzipped } from '../../src/storage/Gunzip.ts'
import { nodeFileSystem } from '../../src/storage/NodeFileSystem.ts'
import { decodeNet } from '../../src/storage/net/NetFile.ts'
import { readRunRecord } from '../../src/storage/run/RunRecord.ts'
import { readNamedTensors } from '../../src/storage/tensors/NamedTensorFile.ts'
import { readSafetensors } from '../../src/storage/tensors/Safetensors.ts'
import * as nets from './HostileNets.ts'

type Answer = E.Either<Problem, unknown>

/** `make` is not measured; `read` is. */
export interface Hostile {
  readonly make: () => Uint8Array
  readonly read: (bytes: Uint8Array) => Answer | Promise<Answer>
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The same so many times, commas between. */
const listed = (count: number, text: string): string => `${text},`.repeat(count).slice(0, -1)

const net = (make: () => Uint8Array): Hostile => ({
  make,
  read: (bytes) =>
    E.Functor.map(decodeNet('f')(bytes), (artifact) => tableRow(artifact, bytes.length))
})

const headed = (header: string, data = 0): Uint8Array => {
  const text = utf8(header)
  const bytes = new Uint8Array(8 + text.length + data)
  new DataView(bytes.buffer).setUint32(0, text.length, true)
  bytes.set(text, 8)
  return bytes
}
const archive = (make: () => Uint8Array): Hostile => ({ make, read: readSafetensors('f') })
const gzip = (make: () => Uint8Array): Hostile => ({
  make,
  read: async (bytes) =>
    E.Monad.chain(await gunzipped('f', { lengthOf: idxLength })(bytes)(), readIdx('f'))
})
/** As far as the numbers that a model would have. */
const column = (name: string, make: () => Uint8Array): Hostile => ({
  make,
  read: (bytes) => openTable({ ...nodeFileSystem, read: () => TE.right(bytes) }, name)()
})
const images = (count: number): ReadonlyArray<number> => [
  0,
  0,
  8,
  1,
  (count >>> 24) & 255,
  (count >>> 16) & 255,
  (count >>> 8) & 255,
  count & 255
]

export const hostile: Readonly<Record<string, Hostile>> = {
  'weights without end': net(nets.wideTensors),
  'weights up to the budget, the last of them cut off': net(nets.cutAtTheEnd),
  'thousands of tensors of one number': net(nets.manyTensors),
  'an outer product beyond all memory': net(nets.outerProduct),
  'more and more axes': net(nets.manyAxes),
  'half a million operations': net(nets.manyOperations),
  'sizes that come one by one': net(nets.sizesBackwards),
  'one layer, sixty thousand times': net(nets.manyLayers),
  'a header of nothing but lists': archive(() => headed(`{"a":[${listed(5e6, '[]')}]}`)),
  'a header nested a million deep': archive(() => headed('{"a":'.repeat(1e6))),
  'a header longer than the budget': archive(() => headed(`{"a":"${'x'.repeat(20e6)}"}`)),
  'a shape of a million axes': archive(() =>
    headed(`{"a":{"dtype":"F32","shape":[${listed(1e6, '1')}],"data_offsets":[0,4]}}`, 4)
  ),
  'a shape of a hundred thousand texts': archive(() =>
    headed(`{"a":{"dtype":"F32","shape":[${listed(1e5, '"x"')}],"data_offsets":[0,4]}}`, 4)
  ),
  'axes in the metadata, four hundred thousand of them': {
    make: () => headed(JSON.stringify({ __metadata__: { axes: `{"a":[${listed(4e5, '""')}]}` } })),
    read: readNamedTensors('f')
  },
  'a record nested a hundred thousand deep': {
    make: () => utf8(`{"format":1,"options":${'{"a":'.repeat(1e5)}1${'}'.repeat(1e5)}}`),
    read: readRunRecord('f')
  },
  'metrics of a million numbers where objects are wanted': {
    make: () => utf8(`{"epoch":1,"train":[${listed(1e6, '1')}]}\n`),
    read: (bytes) => fromLines(new TextDecoder().decode(bytes))
  },
  'a gzip file of a gigabyte of zeros': gzip(() => gzipSync(new Uint8Array(2 ** 30), { level: 1 })),
  'a gzip file of as many zeros as the budget lets through': column('f.npy.gz', () =>
    gzipSync(new Uint8Array(standardBudget.unpackedBytes), { level: 1 })
  ),
  'a gzip file of as many images as the budget lets through': column('f-idx1-ubyte.gz', () => {
    const bytes = new Uint8Array(standardBudget.unpackedBytes)
    bytes.set(images(bytes.length - 8))
    return gzipSync(bytes, { level: 1 })
  }),
  'a gzip file that says a gigabyte, and has it': gzip(() => {
    const bytes = new Uint8Array(2 ** 30)
    bytes.set(images(2 ** 30 - 8))
    return gzipSync(bytes, { level: 1 })
  }),
  'a gzip file that says ten bytes, and has a gigabyte': gzip(() => {
    const bytes = new Uint8Array(2 ** 30)
    bytes.set(images(2))
    return gzipSync(bytes, { level: 1 })
  })
}
