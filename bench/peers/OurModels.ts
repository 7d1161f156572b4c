/** The workloads that train: their models, data and starts. */
import { fileURLToPath } from 'node:url'
import { pipe } from 'fp-ts/lib/function.js'
import * as E from 'fp-ts/lib/Either.js'
import { loadModelModule } from '../../src/cli/ModelHooks.ts'
import { compile, type CompileOptions } from '../../src/compile/index.ts'
import { resolveModel } from '../../src/dsl/index.ts'
import {
  klWeightName,
  type Parameter,
  type Variational,
  totalOf
} from '../../src/ir/Variational.ts'
import { caffe, lenet5 } from '../Lenet5.ts'
import { ofNetwork, ofProgram, type OurModel } from './OurModel.ts'
import { convolutionalStart } from './ConvolutionalStart.ts'
import { type Around, classes, guideStart, layerStart, pixels, regression } from './Start.ts'

const programOf = async (
  file: string,
  settings: Readonly<Record<string, string>>,
  options: Partial<CompileOptions>
): Promise<Variational> => {
  const module = await loadModelModule(
    fileURLToPath(new URL(`../../dsl-examples/${file}.ts`, import.meta.url))
  )()
  if (E.isLeft(module)) throw new Error(module.left.what)
  const exported =
    typeof module.right === 'object' && module.right !== null && 'default' in module.right
      ? module.right.default
      : undefined
  const compiled = pipe(
    resolveModel(exported, settings),
    E.mapLeft((problems) => problems.map((p) => p.what)),
    E.chainW((graph) =>
      pipe(
        compile(options)(graph),
        E.mapLeft((problems) => problems.map((p) => p.what))
      )
    )
  )
  if (E.isLeft(compiled)) throw new Error(compiled.left.join('; '))
  return compiled.right.program
}

const sizesOf = (
  program: Variational,
  plates: Readonly<Record<string, number>>
): ReadonlyMap<string, number> =>
  new Map(program.axes.map((a) => [a.name, a.size === 'data' ? (plates[a.name] ?? 1) : a.size]))

const scalar = (value: number): Float32Array => Float32Array.of(value)

const batch = 128,
  images = 60_000

/**
 * `fc1/w/z.location` is of layer 0, its scales. Those of the horseshoe, which no peer has, start
 * near 1.
 */
const lenetStart =
  (program: Variational) =>
  (p: Parameter): Around => {
    const [, layer = '1', part = ''] = /^fc(\d)\/(w\/z|w\.base|b)\./.exec(p.name) ?? []
    const inputs = program.axes.find((a) => a.name === p.axes[0])?.size
    return layerStart(
      Number(layer) - 1,
      part === 'b' ? 'b' : part === 'w/z' ? 'z' : 'w',
      p.name.endsWith('.logVariance') ? 'logVariance' : 'location',
      typeof inputs === 'number' ? inputs : 1
    )
  }

/** The bound on the variance is kept, but far away. */
const lenet = async (prior: string): Promise<OurModel> => {
  const program = await programOf(
    'lenet-300-100',
    { prior, maxVariance: '1' },
    { jeffreys: 'fitted' }
  )
  const data = new Map([
    ['x', pixels(batch)],
    ['y', classes(batch)],
    [totalOf('images'), scalar(images)],
    [klWeightName, scalar(1)]
  ])
  return ofProgram(program, sizesOf(program, { images: batch }), data, lenetStart(program), images)
}

const convolutional = async (): Promise<OurModel> => {
  const labels = classes(batch),
    oneHot = Float32Array.from({ length: batch * 10 }, (_, i) =>
      i % 10 === labels[Math.floor(i / 10)] ? 1 : 0
    )
  return ofNetwork(
    lenet5(caffe),
    new Map([
      ['x', pixels(batch)],
      ['y', oneHot]
    ]),
    convolutionalStart(caffe)
  )
}

const eightSchools = async (options: Partial<CompileOptions>): Promise<OurModel> => {
  const program = await programOf('eight-schools', {}, options)
  const data = new Map([
    ['y', Float32Array.of(28, 8, -3, 7, -1, 1, 18, 12)],
    ['sigma', Float32Array.of(15, 10, 16, 11, 9, 11, 10, 18)],
    [klWeightName, scalar(1)]
  ])
  return ofProgram(
    program,
    sizesOf(program, {}),
    data,
    (p) =>
      guideStart([
        ['mu', 4],
        ['tau.a', 0.5],
        ['tau.b', 0.5],
        ['theta.base', 0]
      ])(p.name),
    1
  )
}

const horseshoe = async (options: Partial<CompileOptions>): Promise<OurModel> => {
  const program = await programOf('horseshoe-regression', {}, options),
    { x, y } = regression(),
    people = y.length
  const data = new Map([
    ['x', x],
    ['y', y],
    [totalOf('people'), scalar(people)],
    [klWeightName, scalar(1)]
  ])
  return ofProgram(
    program,
    sizesOf(program, { people }),
    data,
    (p) =>
      guideStart([
        ['s.a', -3],
        ['s.b', 0],
        ['z.a', 0],
        ['z.b', 0],
        ['w.base', 0],
        ['sigma', 0]
      ])(p.name),
    1
  )
}

/**
 * One draw a site and step, as the peers take; with local reparameterisation one a row, which is
 * what is compiled by default.
 */
const oneDraw: Partial<CompileOptions> = { skip: ['localReparameterise'] }

/** By workload and way; with the steps that one call makes. */
export const ourModels: Readonly<
  Record<string, { readonly model: () => Promise<OurModel>; readonly stepsPerCall: number }>
> = {
  'lenet-300-100/one': { model: () => lenet('group-jeffreys'), stepsPerCall: 1 },
  'lenet-300-100/many': { model: () => lenet('group-jeffreys'), stepsPerCall: 20 },
  'lenet-300-100/horseshoe': { model: () => lenet('group-horseshoe'), stepsPerCall: 1 },
  'lenet-5/one': { model: convolutional, stepsPerCall: 1 },
  'eight-schools/many': { model: () => eightSchools(oneDraw), stepsPerCall: 2000 },
  'eight-schools/one': { model: () => eightSchools(oneDraw), stepsPerCall: 1 },
  'horseshoe/many': { model: () => horseshoe(oneDraw), stepsPerCall: 2000 },
  'horseshoe/one': { model: () => horseshoe(oneDraw), stepsPerCall: 1 },
  'horseshoe/many-local': { model: () => horseshoe({}), stepsPerCall: 2000 }
}
