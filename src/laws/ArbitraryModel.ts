/**
 * Arbitraries of priors and of whole dense models, for laws that must hold of every model and not
 * of examples.
 *
 * @since 0.1.0
 */
import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  axis,
  type Axis,
  bernoulli,
  build,
  categorical,
  contract,
  data,
  gaussianRandomWalk,
  include,
  mul,
  multivariateNormal,
  normal,
  observe,
  over,
  plate,
  type Prior,
  type Program,
  program,
  relu,
  returns,
  sample,
  sigmoid,
  stack,
  tanh,
  type Tensor,
  yields
} from '../dsl/index.ts'
import { tensor, type Untyped } from '../dsl/Tensor.ts'
import type { Graph } from '../ir/Graph.ts'
import {
  elementwise,
  groupHorseshoe,
  groupJeffreys,
  normalPrior,
  regularise
} from '../priors/index.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** Priors that described models have. */
export type PriorName =
  | 'normal'
  | 'groupJeffreys'
  | 'groupHorseshoe'
  | 'regularisedHorseshoe'
  | 'horseshoe'
  | 'randomWalk'
  | 'correlated'
/** What a layer does with its sums. */
export type Activation = 'identity' | 'relu' | 'tanh' | 'sigmoid'
/** What is observed of the last layer. */
export type Observation = 'normal' | 'categorical' | 'bernoulli'

/** A layer of a described model. */
export interface LayerShape {
  readonly units: number
  readonly prior: PriorName
  /** The side of the weights whose indices share a scale. */
  readonly group: 'input' | 'output'
  readonly hasBias: boolean
  readonly activation: Activation
}

/** A description is what fast-check shrinks and prints; `graphOf` makes the model. */
export interface ModelShape {
  readonly inputs: number
  readonly outputs: number
  readonly tau0: number
  readonly layers: ReadonlyArray<LayerShape>
  readonly last: {
    readonly prior: PriorName
    readonly group: 'input' | 'output'
    readonly hasBias: boolean
  }
  readonly observation: Observation
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

const priorNames: ReadonlyArray<PriorName> = [
  'normal',
  'groupJeffreys',
  'groupHorseshoe',
  'regularisedHorseshoe',
  'horseshoe',
  'randomWalk',
  'correlated'
]

/** Models of any layers, priors and observation, as descriptions that shrink. */
export const arbitraryModelShape = (
  options: {
    readonly priors?: ReadonlyArray<PriorName>
    readonly groups?: ReadonlyArray<'input' | 'output'>
    readonly maxUnits?: number
  } = {}
): fc.Arbitrary<ModelShape> => {
  const prior = fc.constantFrom(...(options.priors ?? priorNames))
  const group = fc.constantFrom(...(options.groups ?? (['input', 'output'] as const)))
  const units = fc.integer({ min: 1, max: options.maxUnits ?? 4 })
  const layer = fc.record({
    units,
    prior,
    group,
    hasBias: fc.boolean(),
    activation: fc.constantFrom<Activation>('identity', 'relu', 'tanh', 'sigmoid')
  })
  return fc.record({
    inputs: units,
    outputs: fc.integer({ min: 2, max: 4 }),
    tau0: fc.constantFrom(1e-3, 0.1, 1),
    layers: fc.array(layer, { maxLength: 2 }),
    last: fc.record({ prior, group, hasBias: fc.boolean() }),
    observation: fc.constantFrom<Observation>('normal', 'categorical', 'bernoulli')
  })
}

/** Weights that walk along the axis of the group. */
const walkPrior: Prior = ({ group, axes }) =>
  pipe(program, yields(over(...axes)(gaussianRandomWalk({ scale: 0.5, along: group }))))

/** Weights along the axis of the group, the less correlated the further they are apart. */
const correlatedPrior: Prior = ({ group, axes }) => {
  const n = Number(group.size)
  if (n === 1) return normalPrior(Math.SQRT1_2)({ group, axes })
  const across = axis(`${group.name}_across`, n)
  const indices = Array.from({ length: n }, (_, i) => i)
  const covariance = stack(group)(
    indices.map((i) => stack(across)(indices.map((j) => 0.5 * Math.exp(-Math.abs(i - j)))))
  )
  return pipe(
    program,
    yields(over(...axes)(multivariateNormal({ mean: 0, covariance, along: group, across })))
  )
}

const priorOf = (tau0: number): { readonly [P in PriorName]: Prior } => ({
  normal: normalPrior(1),
  groupJeffreys,
  groupHorseshoe: groupHorseshoe(tau0),
  regularisedHorseshoe: pipe(groupHorseshoe(tau0), regularise(2)),
  horseshoe: elementwise(groupHorseshoe(tau0)),
  randomWalk: walkPrior,
  correlated: correlatedPrior
})

const activations: { readonly [A in Activation]: (x: Tensor<string>) => Tensor<string> } = {
  identity: (x) => x,
  relu: (x) => relu(x),
  tanh: (x) => tanh(x),
  sigmoid: (x) => pipe(sigmoid(x), mul(1))
}

type Names = Axis<string>

/**
 * Generated axes are known by name at run time only, so the type cannot say which are left after a
 * contraction.
 */
const anyAxes = (t: Untyped): Tensor<string> => tensor(t.expr, t.support, t.mentioned)

/** h = Σ_i x w (+ b), with the group on either side. */
const layer =
  (i: Names, o: Names, prior: Prior, group: 'input' | 'output', hasBias: boolean) =>
  (x: Tensor<string>) => {
    const weights = pipe(
      program,
      include('w', prior({ group: group === 'input' ? i : o, axes: [i, o] }))
    )
    return hasBias
      ? pipe(
          weights,
          sample('b', over(o)(normal(0, 1))),
          returns(({ w, b }): Tensor<string> => pipe(x, contract(i)(w), add(b)))
        )
      : pipe(
          weights,
          returns(({ w }): Tensor<string> => anyAxes(pipe(x, contract(i)(w))))
        )
  }

/**
 * Layers in a chain, each under the scope `next` of the one before: `layer`, `next/layer`,
 * `next/next/layer`.
 */
const chain =
  (m: ModelShape, k: number, from: Names, output: Names) =>
  (x: Tensor<string>): Program<unknown, unknown, Tensor<string>> => {
    const l = m.layers[k],
      priors = priorOf(m.tau0)
    if (l === undefined)
      return pipe(
        program,
        include(
          'layer',
          layer(from, output, priors[m.last.prior], m.last.group, m.last.hasBias)(x)
        ),
        returns(({ layer: h }): Tensor<string> => h)
      )
    const to: Names = axis(`h${k + 1}`, l.units)
    return pipe(
      program,
      include('layer', layer(from, to, priors[l.prior], l.group, l.hasBias)(x)),
      include('next', ({ layer: h }) => chain(m, k + 1, to, output)(activations[l.activation](h))),
      returns(({ next }): Tensor<string> => next)
    )
  }

/** The graph of a described model: data `x` over images × in, observed `y` over images (× out). */
export const graphOf = (m: ModelShape): Graph => {
  const images: Names = plate('images'),
    input: Names = axis('in', m.inputs),
    output: Names = axis('out', m.outputs)
  const network = pipe(
    program,
    data('x', [images, input]),
    include('net', ({ x }) => chain(m, 0, input, output)(x))
  )
  const observed = {
    categorical: () =>
      build(
        pipe(
          network,
          observe('y', ({ net }) => over(images)(categorical({ logits: net, along: output })))
        )
      ),
    bernoulli: () =>
      build(
        pipe(
          network,
          observe('y', ({ net }) => over(images, output)(bernoulli({ logits: net })))
        )
      ),
    normal: () =>
      build(
        pipe(
          network,
          observe('y', ({ net }) => over(images, output)(normal(net, 0.5)))
        )
      )
  }
  const built = observed[m.observation]()
  if (isLeft(built))
    throw new Error(
      `internal: a generated model is refused: ${built.left.map((p) => p.what).join('; ')}`
    )
  return built.right
}
