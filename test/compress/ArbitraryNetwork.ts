/**
 * Small dense networks with masks: chains of layers, and every way their indices can be shared.
 *
 * Gates may lie on inputs, outputs, both or single weights, and may switch off everything;
 * activations need not vanish at zero, so that dead units leave constants behind.
 */
import * as fc from 'fast-check'
import {
  type Axes,
  constant,
  constants,
  contract,
  type Expr,
  gather,
  logSumExp,
  map,
  type MapOp,
  merge,
  reduce,
  ref,
  rename,
  size,
  split,
  unfoldWindows,
  zip
} from '../../src/expr/index.ts'
import { maskTensors } from '../../src/compress/masks/Mask.ts'
import type { Network } from '../../src/compress/Network.ts'
import { dataRefs, fixedSizes, selectData } from '../../src/compress/Network.ts'
import { evaluate, type Evaluated } from '../../src/expr/numbers/Reference.ts'
import type { Mask } from '../../src/ir/Gate.ts'
import type { Bindings, NamedTensor } from '../../src/ir/Posterior.ts'

export const plate = 'images'
export const classes = 3

const add = zip('add'),
  multiply = zip('mul')
const weight = (name: string, ...axes: ReadonlyArray<string>): Expr => ref(name, axes)
const layer =
  (name: string, i: string, o: string, act: MapOp) =>
  (x: Expr): Expr =>
    add(map(act)(contract([i])(x, weight(`${name}/w`, i, o))), weight(`${name}/b`, o))
const dense =
  (name: string, i: string, o: string) =>
  (x: Expr): Expr =>
    add(contract([i])(x, weight(`${name}/w`, i, o)), weight(`${name}/b`, o))
/**
 * Filters over two neighbours along an axis with a zero at either end, and over the axes
 * `channels`.
 */
const convolution =
  (name: string, along: string, at: string, offset: string, channels: Axes, o: string) =>
  (x: Expr): Expr =>
    add(
      contract([offset, ...channels])(
        unfoldWindows({ along, at, offset, size: 2, stride: 1, padding: 1 })(x),
        weight(`${name}/w`, offset, ...channels, o)
      ),
      weight(`${name}/b`, o)
    )
const mean =
  (axis: string) =>
  (x: Expr): Expr =>
    zip('div')(reduce('sum', [axis])(x), size(axis))
const x = ref('x', [plate, 'pixels'])

/** Logits over images and classes. */
const structures: { readonly [name: string]: (act: MapOp) => Expr } = {
  chain: (act) =>
    dense(
      'fc3',
      'h2',
      'classes'
    )(map(act)(dense('fc2', 'h1', 'h2')(map(act)(dense('fc1', 'pixels', 'h1')(x))))),
  shallow: () => dense('fc1', 'pixels', 'classes')(x),
  noBias: (act) =>
    contract(['h1'])(
      map(act)(contract(['pixels'])(x, weight('fc1/w', 'pixels', 'h1'))),
      weight('fc2/w', 'h1', 'classes')
    ),
  afterActivation: (act) =>
    dense(
      'fc3',
      'h2',
      'classes'
    )(layer('fc2', 'h1', 'h2', act)(layer('fc1', 'pixels', 'h1', act)(x))),
  twoConsumers: (act) => {
    const h = map(act)(dense('fc1', 'pixels', 'h1')(x))
    return add(
      dense('fc2', 'h1', 'classes')(h),
      contract(['h2'])(map(act)(dense('fc3', 'h1', 'h2')(h)), weight('fc4/w', 'h2', 'classes'))
    )
  },
  sharedBias: (act) => {
    const first = contract(['pixels'])(x, weight('fc1/w', 'pixels', 'h1'))
    const b = weight('b', 'h1')
    return contract(['h1'])(
      map(act)(add(map(act)(add(first, b)), b)),
      weight('fc2/w', 'h1', 'classes')
    )
  },
  skip: (act) =>
    add(
      dense('fc2', 'h1', 'classes')(map(act)(dense('fc1', 'pixels', 'h1')(x))),
      contract(['pixels'])(x, weight('fc3/w', 'pixels', 'classes'))
    ),
  residual: (act) => {
    const h = map(act)(dense('fc1', 'pixels', 'h1')(x))
    return dense(
      'fc3',
      'h1',
      'classes'
    )(add(h, rename('h2', 'h1')(map(act)(contract(['h1'])(h, weight('fc2/w', 'h1', 'h2'))))))
  },
  flattened: (act) =>
    dense(
      'fc2',
      'flat',
      'classes'
    )(
      merge(
        ['h1', 'c'],
        'flat'
      )(
        map(act)(
          add(contract(['pixels'])(x, weight('fc1/w', 'pixels', 'h1', 'c')), weight('fc1/b', 'h1'))
        )
      )
    ),
  cut: (act) =>
    contract(['h1', 'c'])(
      split('flat', ['h1', 'c'])(map(act)(dense('fc1', 'pixels', 'flat')(x))),
      weight('fc2/w', 'h1', 'c', 'classes')
    ),
  averaged: (act) =>
    add(
      mean('h1')(
        multiply(map(act)(dense('fc1', 'pixels', 'h1')(x)), weight('fc2/w', 'h1', 'classes'))
      ),
      weight('fc2/b', 'classes')
    ),
  scaled: (act) =>
    dense(
      'fc2',
      'h1',
      'classes'
    )(multiply(map(act)(dense('fc1', 'pixels', 'h1')(x)), weight('z', 'h1'))),
  offset: (act) =>
    dense(
      'fc2',
      'c',
      'classes'
    )(
      map(act)(
        add(
          contract(['pixels'])(x, weight('fc1/w', 'pixels', 'c')),
          constants(['c'], [2], [0.5, -0.25])
        )
      )
    ),
  windowed: (act) =>
    contract(['p', 'h1'])(
      map(act)(convolution('fc1', 'pixels', 'p', 'o', [], 'h1')(x)),
      weight('fc2/w', 'p', 'h1', 'classes')
    ),
  pooled: (act) =>
    dense(
      'fc3',
      'h2',
      'classes'
    )(
      reduce('max', ['q'])(
        convolution(
          'fc2',
          'p',
          'q',
          'r',
          ['h1'],
          'h2'
        )(map(act)(convolution('fc1', 'pixels', 'p', 'o', [], 'h1')(x)))
      )
    ),
  looked: (act) =>
    dense(
      'fc2',
      'h2',
      'classes'
    )(map(act)(gather('h1', constants(['h2'], [2], [0, 0]))(dense('fc1', 'pixels', 'h1')(x))))
}

const asNetwork = (
  logits: Expr,
  sizes: ReadonlyMap<string, number>,
  tensors: Bindings
): Network => {
  const y = ref('y', [plate])
  const loss = zip('sub')(logSumExp(['classes'])(logits), gather('classes', y)(logits))
  return {
    predictions: [
      {
        site: 'y',
        family: 'Categorical',
        support: 'Categories',
        axes: [plate],
        consumes: ['classes'],
        arguments: [{ name: 'logits', value: logits }],
        negativeLogLikelihood: loss
      }
    ],
    sizes,
    tensors,
    kept: new Map()
  }
}

const tensorOf = (axes: Axes, sizes: ReadonlyMap<string, number>): fc.Arbitrary<NamedTensor> => {
  const shape = axes.map((a) => sizes.get(a) ?? 1)
  const n = shape.reduce((a, b) => a * b, 1)
  return fc
    .array(
      fc.integer({ min: -16, max: 16 }).map((v) => v / 8),
      { minLength: n, maxLength: n }
    )
    .map((values) => ({ axes, sizes: shape, values: Float32Array.from(values) }))
}

const flags = (n: number): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.constantFrom(0, 1).map((v) => new Uint8Array(n).fill(v)) },
    {
      weight: 4,
      arbitrary: fc
        .array(fc.constantFrom(0, 1), { minLength: n, maxLength: n })
        .map((v) => Uint8Array.from(v))
    }
  )

const maskOf = (target: string, t: NamedTensor): fc.Arbitrary<Mask> =>
  fc.subarray([...t.axes], { minLength: 1 }).chain((axes) =>
    flags(axes.reduce((n, a) => n * (t.sizes[t.axes.indexOf(a)] ?? 1), 1)).map((alive) => ({
      gate: { factors: [`${target}/z`], target, axes, why: 'in this test' },
      alive
    }))
  )

export interface NetworkCase {
  readonly structure: string
  readonly full: Network
  readonly masks: ReadonlyArray<Mask>
  readonly masked: Network
  readonly data: Bindings
}

const refsOf = (e: Expr, found: Map<string, Axes> = new Map()): ReadonlyMap<string, Axes> => {
  if (e._tag === 'Ref') found.set(e.name, e.axes)
  for (const value of Object.values(e))
    if (typeof value === 'object' && value !== null && '_tag' in value) refsOf(value, found)
  return found
}

export const imageCount = 4

const shapeOf = (
  structure: string,
  act: MapOp,
  pixels: number,
  h1: number
): {
  readonly logits: Expr
  readonly sizes: ReadonlyMap<string, number>
  readonly names: ReadonlyArray<readonly [string, Axes]>
} => {
  const logits = structures[structure]?.(act) ?? constant(0)
  const h2 = structure === 'residual' ? h1 : structure === 'looked' ? 2 : 3
  const sizes = new Map([
    ['pixels', pixels],
    ['p', pixels + 1],
    ['q', pixels + 2],
    ['o', 2],
    ['r', 2],
    ['h1', h1],
    ['h2', h2],
    ['c', 2],
    ['flat', 2 * h1],
    ['classes', classes]
  ])
  return { logits, sizes, names: [...refsOf(logits)].filter(([name]) => name !== 'x') }
}

/** One network of a structure, its tensors without a zero. */
export const caseOf = (
  structure: string,
  act: MapOp,
  { pixels, h1 }: { readonly pixels: number; readonly h1: number }
): Network => {
  const { logits, sizes, names } = shapeOf(structure, act, pixels, h1)
  const tensors = new Map(
    names.map(([name, axes], k): readonly [string, NamedTensor] => {
      const shape = axes.map((a) => sizes.get(a) ?? 1)
      return [
        name,
        {
          axes,
          sizes: shape,
          values: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) =>
            Math.sin(1 + 7 * k + i)
          )
        }
      ]
    })
  )
  return asNetwork(logits, sizes, tensors)
}

export const arbitraryNetwork: fc.Arbitrary<NetworkCase> = fc
  .record({
    structure: fc.constantFrom(...Object.keys(structures)),
    act: fc.constantFrom<MapOp>('relu', 'tanh', 'sigmoid', 'softplus'),
    pixels: fc.integer({ min: 1, max: 4 }),
    h1: fc.integer({ min: 1, max: 4 })
  })
  .chain(({ structure, act, pixels, h1 }) => {
    const { logits, sizes, names } = shapeOf(structure, act, pixels, h1)
    return fc
      .tuple(...names.map(([name, axes]) => tensorOf(axes, sizes).map((t) => [name, t] as const)))
      .chain((pairs) => {
        const tensors = new Map(pairs)
        const full = asNetwork(logits, sizes, tensors)
        const gated = pairs.filter(([name]) => name.endsWith('w') || name === 'z')
        return fc
          .record({
            masks: fc.tuple(
              ...gated.map(([name, t]) =>
                fc.oneof(
                  { weight: 1, arbitrary: fc.constant(undefined) },
                  { weight: 4, arbitrary: maskOf(name, t) }
                )
              )
            ),
            x: tensorOf([plate, 'pixels'], new Map([...sizes, [plate, imageCount]])),
            y: fc.array(fc.nat({ max: classes - 1 }), {
              minLength: imageCount,
              maxLength: imageCount
            })
          })
          .map(({ masks, x: inputs, y }) => {
            const made = masks.flatMap((m) => (m === undefined ? [] : [m]))
            return {
              structure,
              full,
              masks: made,
              masked: { ...full, tensors: maskTensors(made)(tensors) },
              data: new Map([
                ['x', inputs],
                ['y', { axes: [plate], sizes: [imageCount], values: Float32Array.from(y) }]
              ])
            }
          })
      })
  })

/** The values of expressions of a network on data, by the float64 interpreter. */
export const evaluateNetwork = (n: Network, data: Bindings): ((e: Expr) => Evaluated) =>
  evaluate({
    sizes: new Map([...fixedSizes(n), [plate, imageCount]]),
    values: new Map([...n.tensors, ...data])
  })

/** The data a network reads. */
export const selected = (n: Network, data: Bindings): Bindings =>
  new Map(
    dataRefs(n).flatMap(({ name }) => {
      const t = data.get(name)
      return t === undefined ? [] : [[name, selectData(n)(t)] as const]
    })
  )
