/** The posteriors that samplers are timed on: models of `models/`, with data made here. */
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { loadModelModule } from '../../../src/cli/ModelHooks.ts'
import { resolveModel } from '../../../src/dsl/index.ts'
import type { BoundData } from '../../../src/index.ts'
import type { Graph } from '../../../src/ir/Graph.ts'
import { around, regression, uniforms } from '../Start.ts'

/** - `file` of `models/`; - `bars` of effective draws a second, ours over theirs. */
export interface SamplingCase {
  readonly name: string
  readonly title: string
  readonly data: () => BoundData
  readonly bars: { readonly stan: number; readonly others: number }
}

const over = (axes: ReadonlyArray<string>, sizes: ReadonlyArray<number>, values: Float32Array) => ({
  axes,
  sizes,
  values
})

const schools = (): BoundData =>
  new Map([
    ['y', over(['schools'], [8], Float32Array.of(28, 8, -3, 7, -1, 1, 18, 12))],
    ['sigma', over(['schools'], [8], Float32Array.of(15, 10, 16, 11, 9, 11, 10, 18))]
  ])

const sparse = (): BoundData => {
  const { x, y } = regression()
  return new Map([
    ['x', over(['people', 'features'], [400, 100], x)],
    ['y', over(['people'], [400], y)]
  ])
}

/** Inputs of variance 1, slopes from −1 to 1. */
const logistic = (): BoundData => {
  const [people, features] = [1000, 25]
  const x = around({ stream: 2001, centre: 0, sd: 1 }, people * features)
  const y = uniforms(2002, people).map((u, i) => {
    let logit = -0.5
    for (let j = 0; j < features; j++) logit += (j / 12 - 1) * (x[i * features + j] ?? 0)
    return u < 1 / (1 + Math.exp(-logit)) ? 1 : 0
  })
  return new Map([
    ['x', over(['people', 'features'], [people, features], Float32Array.from(x))],
    ['y', over(['people'], [people], Float32Array.from(y))]
  ])
}

/** Of 1,000 points seven in ten about −2, the others about 2.5. */
const twoKinds = (): BoundData => {
  const points = 1000
  const [near, far] = [
    around({ stream: 2006, centre: -2, sd: 0.8 }, points),
    around({ stream: 2007, centre: 2.5, sd: 1.5 }, points)
  ]
  const y = uniforms(2008, points).map((u, i) => (u < 0.7 ? near[i] : far[i]) ?? 0)
  return new Map([['y', over(['points'], [points], Float32Array.from(y))]])
}

/** Rates of mean 2 and deviation 1.5, errors between 0.5 and 2. */
const rates = (): BoundData => {
  const groups = 5000
  const sigma = uniforms(2003, groups).map((u) => 0.5 + 1.5 * u)
  const rate = around({ stream: 2004, centre: 2, sd: 1.5 }, groups)
  const noise = around({ stream: 2005, centre: 0, sd: 1 }, groups)
  const y = rate.map((r, i) => r + (sigma[i] ?? 1) * (noise[i] ?? 0))
  return new Map([
    ['y', over(['groups'], [groups], Float32Array.from(y))],
    ['sigma', over(['groups'], [groups], Float32Array.from(sigma))]
  ])
}

const bars = { stan: 1.3, others: 3 }

export const samplingCases: ReadonlyArray<SamplingCase> = [
  { name: 'eight-schools-base', title: 'eight schools, non-centred', data: schools, bars },
  {
    name: 'regularised-horseshoe',
    title: 'regularised horseshoe regression, 400 × 100',
    data: sparse,
    bars
  },
  { name: 'logistic-25', title: 'logistic regression, 1,000 × 25', data: logistic, bars },
  {
    name: 'gaussian-mixture',
    title: 'a mixture of two normals, 1,000 points',
    data: twoKinds,
    bars
  },
  {
    name: 'varying-rates',
    title: 'a hierarchy of 5,000 groups',
    data: rates,
    bars: { stan: 1, others: 1 }
  }
]

export const modelFile = (name: string): string =>
  fileURLToPath(new URL(`models/${name}.ts`, import.meta.url))

/** The graph of a model file. */
export const graphOfCase = async (name: string): Promise<Graph> => {
  const module = await loadModelModule(modelFile(name))()
  if (E.isLeft(module)) throw new Error(module.left.what)
  const exported =
    typeof module.right === 'object' && module.right !== null && 'default' in module.right
      ? module.right.default
      : undefined
  const graph = resolveModel(exported, {})
  if (E.isLeft(graph)) throw new Error(graph.left[0].what)
  return graph.right
}
