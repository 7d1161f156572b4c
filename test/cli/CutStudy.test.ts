/** Deep compression and dynamic network surgery as cells of a study, and what their files hold. */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { beforeAll, expect, test } from 'vitest'
import {
  axis,
  categorical,
  configurable,
  data,
  decodeNet,
  dense,
  include,
  normalPrior,
  observe,
  over,
  plate,
  pointEstimates,
  positiveNumber,
  program,
  relu
} from '../../src/index.ts'
import type { Study } from '../../src/study/index.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { memoryFileSystem, type MemoryFileSystem } from '../support/MemoryFileSystem.ts'
import { toyImages } from '../support/ToyImages.ts'

const model = configurable({ sd: positiveNumber(1, 'of the prior') }, ({ sd }) => {
  const images = plate('images'),
    pixels = axis('pixels', 16),
    hidden = axis('hidden', 6),
    classes = axis('classes', 3),
    prior = pointEstimates(normalPrior(sd))
  return pipe(
    program,
    data('x', [images, pixels]),
    include('fc1', ({ x }) => dense(pixels, hidden, prior)(x)),
    include('fc2', ({ fc1 }) => dense(hidden, classes, prior)(relu(fc1))),
    observe('y', ({ fc2 }) => over(images)(categorical({ logits: fc2, along: classes })))
  )
})

const press = { bits: 'kmeans:3' }
const study: Study = {
  name: 'methods that cut weights',
  networks: {
    toy: {
      path: 'toy.ts',
      data: ['/data'],
      train: { backend: 'cpu', batch: 12, rateLocation: 0.03 },
      weights: 114
    }
  },
  methods: {
    'Deep compression': {
      rounds: [{ epochs: 8 }, { epochs: 6, warmUp: 0, cut: ['share=0.75', 'fc2/w:share=0.3'] }],
      press
    },
    'Dynamic network surgery': {
      rounds: [{ epochs: 6 }, { epochs: 12, surgery: 0.8, surgeryDecay: 0.01 }],
      press
    }
  },
  seeds: [1]
}

const textOf = (files: MemoryFileSystem, path: string): string =>
  new TextDecoder().decode(files.contents.get(path))

let files: MemoryFileSystem
let answer: Awaited<ReturnType<ReturnType<typeof farrier>>>
const loadModule = (path: string) => TE.right({ default: path.endsWith('s.ts') ? study : model })
beforeAll(async () => {
  files = memoryFileSystem({ files: toyImages('/data') })
  answer = await farrier({ files, loadModule })(
    'study',
    's.ts',
    '--out',
    '/s',
    '--threads',
    '1',
    '--no-picture'
  )
})

const netOf = (method: string) => {
  const path = [...files.contents.keys()].find(
    (name) => name.includes(`toy.${method}.`) && name.endsWith('net.farrier')
  )
  const found = decodeNet('net')(files.contents.get(path ?? '') ?? new Uint8Array())
  if (E.isLeft(found)) throw new Error(found.left.what)
  return found.right
}

test('both run, and their files predict what the networks before them did', () => {
  expect({ code: answer.code, err: answer.err.split('\n').slice(-6) }).toMatchObject({ code: 0 })
  const json: unknown = JSON.parse(textOf(files, '/s/results.json'))
  expect(json).toMatchObject({
    cells: [
      { outcome: { file: { tested: { errorPercent: 0 } } } },
      { outcome: { file: { tested: { errorPercent: 0 } } } }
    ]
  })
})

test('a file of deep compression has the weights that were left, as 2³ levels at most, and no other', () => {
  const { quantised, layers } = netOf('deep-compression')
  const fc1 = [...(quantised.get('fc1/w')?.integers ?? [])]
  const fc2 = [...(quantised.get('fc2/w')?.integers ?? [])]
  // of 96 and 18; a level may be rounded to 0, or a unit be left without weights
  expect(fc1.filter((n) => n !== 0).length).toBeLessThanOrEqual(24)
  expect(fc2.filter((n) => n !== 0).length).toBeLessThanOrEqual(13)
  expect(fc1.filter((n) => n !== 0).length).toBeGreaterThan(10)
  expect(new Set(fc1).size).toBeLessThanOrEqual(8)
  for (const { name, left = Infinity } of layers)
    expect(left).toBe((quantised.get(name)?.integers ?? []).filter((n) => n !== 0).length)
})

test('a surgery leaves about the weights beyond its threshold', () => {
  const { layers } = netOf('dynamic-network-surgery')
  const left = layers.map((l) => (l.left ?? Infinity) / l.dense)
  for (const share of left) expect(share).toBeGreaterThan(0)
  for (const share of left) expect(share).toBeLessThan(0.6)
})
