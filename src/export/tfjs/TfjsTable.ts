/**
 * Operations of networks as TensorFlow.js has them in graph models, by their names in TensorFlow. None
 * where it has no such function.
 *
 * @since 0.2.0
 */
import type {
  Attribute,
  Binary,
  FormatTable,
  GraphWriter,
  Named,
  Reduction,
  Unary
} from '../network/FormatTable.ts'

const FLOAT = { type: 'DT_FLOAT' },
  BOOL = { type: 'DT_BOOL' }

const op =
  (type: string): Unary =>
  (w, x) =>
    w.node(type, [x])
const op2 =
  (type: string): Binary =>
  (w, x, y) =>
    w.node(type, [x, y])
const cast = (w: GraphWriter, x: Named, from: Attribute, to: Attribute): Named =>
  w.node('Cast', [x], { SrcT: from, DstT: to })
/** Conditions are the numbers 0 and 1. */
const truth =
  (type: string): Binary =>
  (w, x, y) =>
    cast(w, w.node(type, [x, y]), BOOL, FLOAT)
const reduced =
  (type: string, isKept = false): Reduction =>
  (w, x, places) =>
    w.node(type, [x, w.integers(places)], { keep_dims: isKept })

/** max + ln Σ exp(x − max). */
const logSumExp: Reduction = (w, x, places) => {
  const top = reduced('Max', true)(w, x, places)
  const sums = reduced('Sum')(w, w.node('Exp', [w.node('Sub', [x, top])]), places)
  return w.node('AddV2', [w.node('Log', [sums]), reduced('Max')(w, x, places)])
}

const lastChannels = (w: GraphWriter, x: Named): Named =>
  w.node('Transpose', [x, w.integers([0, 2, 3, 1])])
const firstChannels = (w: GraphWriter, x: Named): Named =>
  w.node('Transpose', [x, w.integers([0, 3, 1, 2])])
const onTheImage = { padding: { text: 'VALID' }, data_format: { text: 'NHWC' } }

export const tfjsTable: FormatTable = {
  format: 'TensorFlow.js',
  map: {
    neg: op('Neg'),
    abs: op('Abs'),
    sign: op('Sign'),
    exp: op('Exp'),
    expm1: op('Expm1'),
    log: op('Log'),
    log1p: op('Log1p'),
    sqrt: op('Sqrt'),
    square: op('Square'),
    reciprocal: op('Reciprocal'),
    floor: op('Floor'),
    round: op('Round'),
    sin: op('Sin'),
    cos: op('Cos'),
    tanh: op('Tanh'),
    sigmoid: op('Sigmoid'),
    softplus: op('Softplus'),
    relu: op('Relu'),
    erf: op('Erf'),
    logNdtr: undefined,
    ndtri: undefined,
    lgamma: undefined,
    digamma: undefined,
    trigamma: undefined,
    stirling: undefined,
    excess: (w, x) => w.node('Sub', [w.node('Expm1', [x]), x]),
    dawson: undefined,
    expint1: undefined,
    scaledExpint1: undefined,
    jeffreysKl: undefined,
    stopGradient: op('Identity')
  },
  zip: {
    add: op2('AddV2'),
    sub: op2('Sub'),
    mul: op2('Mul'),
    div: op2('RealDiv'),
    pow: op2('Pow'),
    max: op2('Maximum'),
    min: op2('Minimum'),
    equal: truth('Equal'),
    less: truth('Less'),
    lessEqual: truth('LessEqual'),
    polygamma: undefined,
    logProduct: (w, x, y) => w.node('Log', [w.node('Mul', [x, y])]),
    logRatio: (w, x, y) => w.node('Log', [w.node('RealDiv', [x, y])]),
    deviance: (w, x, y) => {
      const logs = w.node('Log', [w.node('RealDiv', [x, y])])
      return w.node('Sub', [w.node('Sub', [x, y]), w.node('Mul', [y, logs])])
    },
    logCauchy: (w, x, y) => {
      const squares = w.node('AddV2', [w.node('Square', [x]), w.node('Square', [y])])
      return w.node('Log', [w.node('RealDiv', [y, squares])])
    }
  },
  reduce: { sum: reduced('Sum'), max: reduced('Max'), min: reduced('Min'), logSumExp },
  rest: {
    where: (w, { condition, x, y }, at) =>
      w.node('SelectV2', [w.node('NotEqual', [at(condition), w.number(0)]), at(x), at(y)]),
    transpose: (w, { order, x }, at) => w.node('Transpose', [at(x), w.integers(order)]),
    reshape: (w, { shape, x }, at) => w.node('Reshape', [at(x), w.integers(shape)]),
    take: (w, { place, indices, x }, at) =>
      w.node('GatherV2', [
        at(x),
        w.integers(indices.values, indices.shape),
        w.integers([place], [])
      ]),
    pad: (w, { place, zeros, x, shape }, at) =>
      w.node('Pad', [
        at(x),
        w.integers(
          shape.flatMap((_, i) => (i === place ? [zeros, zeros] : [0, 0])),
          [shape.length, 2]
        )
      ]),
    conv: (w, { strides, zeros: [above, beside], x, filters }, at) => {
      const ends = [0, 0, above, above, beside, beside, 0, 0]
      const image = lastChannels(w, at(x))
      const padded = above + beside === 0 ? image : w.node('Pad', [image, w.integers(ends, [4, 2])])
      // height, width, from, to
      const own = w.node('Transpose', [at(filters), w.integers([2, 3, 1, 0])])
      const steps = { strides: [1, ...strides, 1], dilations: [1, 1, 1, 1] }
      return firstChannels(w, w.node('Conv2D', [padded, own], { ...steps, ...onTheImage }))
    },
    maxPool: (w, { sizes, strides, x }, at) => {
      const steps = { ksize: [1, ...sizes, 1], strides: [1, ...strides, 1] }
      return firstChannels(
        w,
        w.node('MaxPool', [lastChannels(w, at(x))], { ...steps, ...onTheImage })
      )
    },
    matmul: (w, { x, y, shape }, at) =>
      shape.length === 2
        ? w.node('MatMul', [at(x), at(y)], { transpose_a: false, transpose_b: false })
        : w.node('BatchMatMulV2', [at(x), at(y)], { adj_x: false, adj_y: false })
  }
}
