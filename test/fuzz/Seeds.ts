/** The first inputs of every reader: what the project itself writes, small. */
import { writeWorlds } from '../../src/library/checking/KeptWorlds.ts'
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { adam } from '../../src/lower/steps/Adam.ts'
import { initialParameters, stateOf, toCheckpoint } from '../../src/inference/index.ts'
import { byBits, quantiseNetwork, slim } from '../../src/compress/index.ts'
import { encodeNet } from '../../src/storage/net/NetFile.ts'
import { writeDraws } from '../../src/storage/run/DrawsFile.ts'
import { writePosterior } from '../../src/storage/run/PosteriorFile.ts'
import { writeCell } from '../../src/study/index.ts'
import { writeRunRecord } from '../../src/storage/run/RunRecord.ts'
import { writeSearch } from '../../src/storage/run/SearchFile.ts'
import { writeNamedTensors } from '../../src/storage/tensors/NamedTensorFile.ts'
import { writeWideTensors } from '../../src/storage/tensors/WideTensorFile.ts'
import { f32, f64, i32, writeSafetensors } from '../../src/storage/tensors/Safetensors.ts'
import { caseOf } from '../compress/ArbitraryNetwork.ts'
import { encodeModel } from '../../src/export/json/ModelJson.ts'
import { arbitraryModelShape, graphOf } from '../../src/laws/ArbitraryModel.ts'
import { idxBytes } from '../support/IdxBytes.ts'
import { checkpointModel } from './CheckpointModel.ts'
import { chainTensors, keptChains } from './KeptChains.ts'

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

const t = (values: ReadonlyArray<number>) => ({
  axes: ['pixels'],
  sizes: [values.length],
  values: Float32Array.from(values)
})

const wide = (
  axes: ReadonlyArray<string>,
  shape: ReadonlyArray<number>,
  values: ReadonlyArray<number>
) => ({ axes, sizes: shape, values: Float64Array.from(values) })

const { program, sizes } = checkpointModel
const start = stateOf(program, adam, initialParameters(program, sizes, 1))
const gate = 'pixels←w'
const shrunk = {
  ...start,
  step: 8,
  shrunk: {
    kept: new Map([['pixels', { size: 3, indices: [0, 2] }]]),
    gone: new Map([[gate, t([0, 1, 0])]]),
    noisyEpochs: new Map([[gate, t([0, 3, 1])]])
  }
}

const net = (structure: string): Uint8Array => {
  const network = slim(caseOf(structure, 'relu', { pixels: 3, h1: 2 })).network
  return encodeNet({
    ...quantiseNetwork(byBits(4), new Map())(network),
    provenance: { model: 'm.ts', seed: 1, epochs: 2, settings: { range: '0..1' } },
    layers: [{ name: 'fc1/w', dense: 6, publishedBits: 4 }],
    architecture: ['pixels']
  }).bytes
}

const checkpoint = (state: typeof start): Uint8Array => {
  const { tensors, scalars } = toCheckpoint(state)
  return writeNamedTensors({ tensors, numbers: scalars, texts: {} })
}

const record = {
  format: 3 as const,
  id: 'ab12',
  farrier: '0.1.0',
  model: { path: '/m.ts', settings: {}, hash: 'h', file: null },
  data: { kind: 'images' as const, name: 'mnist', range: [0, 1] as const, holdOut: 5 },
  digests: { train: { x: '1' }, test: {}, initFrom: null },
  options: { epochs: '3', set: ['a=1'] },
  compile: { samples: '1' },
  training: { seed: 1, schedule: { warmUp: 0.2 } },
  backend: 'wasm',
  outcome: 'finished' as const,
  steps: { done: 9, of: 9 },
  epoch: 3
}

const epoch =
  '{"epoch":1,"step":3,"errorCostNats":9.5,"complexityNats":{"w":1},"lossNats":10.5,"lossNatsPerDatum":1,' +
  '"train":[{"site":"y","count":9,"nllNats":1,"errorRate":0.5,"calibrationError":null}],"test":[],' +
  '"surviving":{"h←w":{"alive":1,"of":2,"threshold":null}},"learningRates":{"location":0.1},"klWeight":1}\n'

const images = idxBytes([2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 255])

/** In NumPy's own words. */
const npy = (header: string, data: ReadonlyArray<number>): Uint8Array =>
  Uint8Array.of(0x93, ...utf8('NUMPY'), 1, 0, header.length, 0, ...utf8(header), ...data)

export const seeds: Readonly<Record<string, ReadonlyArray<Uint8Array>>> = {
  net: ['chain', 'shallow', 'noBias'].map(net),
  model: fc
    .sample(arbitraryModelShape(), { seed: 1, numRuns: 4 })
    .map((shape) => utf8(encodeModel(graphOf(shape)))),
  safetensors: [
    writeSafetensors({
      metadata: { a: 'b' },
      tensors: new Map([
        ['f', f32([2], Float32Array.of(1, -0))],
        ['d', f64([], Float64Array.of(Math.PI))],
        ['i', i32([1, 1], Int32Array.of(-7))]
      ])
    })
  ],
  tensors: [
    writeNamedTensors({
      tensors: new Map([['w', t([1, 2])]]),
      numbers: { step: 3 },
      texts: { a: 'b' }
    })
  ],
  posterior: [
    writePosterior({
      parameters: new Map([['w/location', t([1])]]),
      sites: new Map([['w', { mean: t([1]), variance: t([2]) }]])
    })
  ],
  draws: [
    writeDraws({
      run: 'ab12',
      draws: {
        chains: 1,
        draws: 2,
        sites: new Map([['w', wide(['(chain)', '(draw)', 'k'], [1, 2, 1], [1, 2])]]),
        statistics: new Map([['energy', wide(['(chain)', '(draw)'], [1, 2], [3, 4])]])
      }
    })
  ],
  chains: [writeWideTensors({ tensors: chainTensors, texts: {} })],
  sampled: [keptChains],
  netcdf: [new Uint8Array(readFileSync(new URL('../data/draws/arviz.nc', import.meta.url)))],
  checkpoint: [checkpoint(start), checkpoint(shrunk)],
  run: [
    writeRunRecord(record),
    writeRunRecord({
      ...record,
      data: {
        kind: 'tables',
        files: [{ path: '/a.csv', md5: '0' }],
        bind: ['x=a'],
        holdOut: 0,
        labels: { axes: { f: ['a'] }, outcomes: { y: ['no', 'yes'] } }
      }
    })
  ],
  worlds: [
    writeWorlds({
      of: 'd41d8cd98f00b204',
      method: 'nuts',
      seed: 1,
      draws: 9,
      worlds: 3,
      unconverged: 0,
      unanswered: [{ world: 1, problem: { where: 'a', what: 'b', why: 'c', try: 'd' } }],
      ranks: [
        { site: 'mu', axes: [], sizes: [], ranks: [4, 9] },
        { site: 'theta', axes: ['schools'], sizes: [2], ranks: [0, 1, 2, 3] }
      ]
    })
  ],
  search: [
    writeSearch({
      format: 1,
      target: { what: 'bytes', most: 9500 },
      model: '/m.ts',
      runs: 6,
      options: { epochs: '3', holdOut: '5' },
      trials: [{ thrift: 1, sizeBytes: 9800, errorRate: 0.02 }]
    })
  ],
  cell: [
    writeCell({
      format: 1,
      cell: 'ab12',
      name: 'BC-GHS, lenet, seed 1',
      outcome: {
        epochs: 2,
        heldOut: 0,
        unpruned: { errorPercent: 2, nats: 0.1 },
        file: {
          nonZeroPercent: 12,
          pruningRate: null,
          fastPredictionRate: 3,
          maximumCompressionRate: 60,
          sizeBytes: 100,
          architecture: '3-2',
          publishedBits: '8',
          tested: { errorPercent: 2.5, nats: null }
        }
      }
    })
  ],
  metrics: [
    utf8(epoch + epoch.replace('"epoch":1,"step":3', '"epoch":2,"step":6')),
    utf8(epoch.replace('{', '{"run":"ab12",'))
  ],
  idx: [images, idxBytes([3], [0, 1, 2])],
  gzip: [
    gzipSync(images),
    Uint8Array.of(...gzipSync(images.subarray(0, 9)), ...gzipSync(images.subarray(9)), 0, 0)
  ],
  cifar: [new Uint8Array(2 * 3073)],
  'stan-csv': [utf8('# thin = 1\nlp__,mu,w.1,w.2\n-1,0.5,1,2\n-2.5,nan,inf,3e-4\n')],
  csv: [utf8('age,name\n31,"Ada, L."\n4.5,Bo\n')],
  json: [
    utf8('[{"age":31,"name":"Ada"},{"age":4,"name":"Bo"}]'),
    utf8('{"x":[[1,2],[3,4]],"y":[1,0]}')
  ],
  npy: [
    npy(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n",
      [0, 0, 128, 63, 0, 0, 0, 64]
    ),
    npy("{'descr': '>i2', 'fortran_order': True, 'shape': (1, 2), }\n", [0, 1, 0, 2])
  ]
}
