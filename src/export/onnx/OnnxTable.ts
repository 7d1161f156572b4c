/**
 * Operations of networks as ONNX has them, opset 17. None where it has no such function.
 *
 * @since 0.2.0
 */
import type { Binary, FormatTable, Reduction, Unary } from '../network/FormatTable.ts'

const FLOAT = 1,
  BOOL = 9

const op =
  (type: string): Unary =>
  (w, x) =>
    w.node(type, [x])
const op2 =
  (type: string): Binary =>
  (w, x, y) =>
    w.node(type, [x, y])
/** Conditions are the numbers 0 and 1. */
const truth =
  (type: string): Binary =>
  (w, x, y) =>
    w.node('Cast', [w.node(type, [x, y])], { to: FLOAT })
const reduced =
  (type: string): Reduction =>
  (w, x, places) =>
    w.node(type, [x], { axes: places, keepdims: 0 })

export const onnxTable: FormatTable = {
  format: 'ONNX',
  map: {
    neg: op('Neg'),
    abs: op('Abs'),
    sign: op('Sign'),
    exp: op('Exp'),
    expm1: (w, x) => w.node('Sub', [w.node('Exp', [x]), w.number(1)]),
    log: op('Log'),
    log1p: (w, x) => w.node('Log', [w.node('Add', [x, w.number(1)])]),
    sqrt: op('Sqrt'),
    square: (w, x) => w.node('Mul', [x, x]),
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
    excess: (w, x) => w.node('Sub', [w.node('Sub', [w.node('Exp', [x]), w.number(1)]), x]),
    dawson: undefined,
    expint1: undefined,
    scaledExpint1: undefined,
    jeffreysKl: undefined,
    stopGradient: op('Identity')
  },
  zip: {
    add: op2('Add'),
    sub: op2('Sub'),
    mul: op2('Mul'),
    div: op2('Div'),
    pow: op2('Pow'),
    max: op2('Max'),
    min: op2('Min'),
    equal: truth('Equal'),
    less: truth('Less'),
    lessEqual: truth('LessOrEqual'),
    polygamma: undefined,
    logProduct: (w, x, y) => w.node('Log', [w.node('Mul', [x, y])]),
    logRatio: (w, x, y) => w.node('Log', [w.node('Div', [x, y])]),
    deviance: (w, x, y) => {
      const logs = w.node('Log', [w.node('Div', [x, y])])
      return w.node('Sub', [w.node('Sub', [x, y]), w.node('Mul', [y, logs])])
    },
    logCauchy: (w, x, y) => {
      const squares = w.node('Add', [w.node('Mul', [x, x]), w.node('Mul', [y, y])])
      return w.node('Log', [w.node('Div', [y, squares])])
    }
  },
  reduce: {
    sum: (w, x, places) => w.node('ReduceSum', [x, w.integers(places)], { keepdims: 0 }),
    max: reduced('ReduceMax'),
    min: reduced('ReduceMin'),
    logSumExp: reduced('ReduceLogSumExp')
  },
  rest: {
    where: (w, { condition, x, y }, at) =>
      w.node('Where', [w.node('Cast', [at(condition)], { to: BOOL }), at(x), at(y)]),
    transpose: (w, { order, x }, at) => w.node('Transpose', [at(x)], { perm: order }),
    reshape: (w, { shape, x }, at) => w.node('Reshape', [at(x), w.integers(shape)]),
    take: (w, { place, indices, x }, at) =>
      w.node('Gather', [at(x), w.integers(indices.values, indices.shape)], { axis: place }),
    pad: (w, { place, zeros, x, shape }, at) => {
      const ends = shape.map((_, i) => (i === place ? zeros : 0))
      return w.node('Pad', [at(x), w.integers([...ends, ...ends])])
    },
    matmul: (w, { x, y }, at) => w.node('MatMul', [at(x), at(y)]),
    // ends are written out: what 'same' means is not the same everywhere
    conv: (w, { strides, zeros, x, filters }, at) =>
      w.node('Conv', [at(x), at(filters)], { strides, pads: [...zeros, ...zeros] }),
    maxPool: (w, { sizes, strides, x }, at) =>
      w.node('MaxPool', [at(x)], { kernel_shape: sizes, strides })
  }
}
