/**
 * The loops of float64 plans: one for each elementwise operation and reduction, over arrays of one
 * length. Each is written out: a loop that is given its operation as a function calls it once an
 * element, and takes several times as long.
 *
 * @since 0.2.0
 */
import type { KernelMap, KernelZip } from '../../ir/Plan.ts'
import { roundTiesToEven, scalarMap } from '../../expr/numbers/Scalar.ts'

type Values = Float64Array
type MapLoop = (out: Values, x: Values) => void
type ZipLoop = (out: Values, x: Values, y: Values) => void
type ReduceLoop = (out: Values, x: Values, to: Int32Array) => void

const { sigmoid, softplus } = scalarMap

export const mapLoops: { readonly [O in KernelMap]: MapLoop } = {
  neg: (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = -(x[i] ?? NaN)
  },
  abs: (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.abs(x[i] ?? NaN)
  },
  exp: (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.exp(x[i] ?? NaN)
  },
  expm1: (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.expm1(x[i] ?? NaN)
  },
  log: (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.log(x[i] ?? NaN)
  },
  sqrt: (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(x[i] ?? NaN)
  },
  square: (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = (x[i] ?? NaN) * (x[i] ?? NaN)
  },
  reciprocal: (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = 1 / (x[i] ?? NaN)
  },
  floor: (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.floor(x[i] ?? NaN)
  },
  round: (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = roundTiesToEven(x[i] ?? NaN)
  },
  tanh: (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.tanh(x[i] ?? NaN)
  },
  sigmoid: (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = sigmoid(x[i] ?? NaN)
  },
  softplus: (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = softplus(x[i] ?? NaN)
  },
  relu: (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.max(0, x[i] ?? NaN)
  }
}

export const zipLoops: { readonly [O in KernelZip]: ZipLoop } = {
  add: (out, x, y) => {
    for (let i = 0; i < out.length; i++) out[i] = (x[i] ?? NaN) + (y[i] ?? NaN)
  },
  sub: (out, x, y) => {
    for (let i = 0; i < out.length; i++) out[i] = (x[i] ?? NaN) - (y[i] ?? NaN)
  },
  mul: (out, x, y) => {
    for (let i = 0; i < out.length; i++) out[i] = (x[i] ?? NaN) * (y[i] ?? NaN)
  },
  div: (out, x, y) => {
    for (let i = 0; i < out.length; i++) out[i] = (x[i] ?? NaN) / (y[i] ?? NaN)
  },
  pow: (out, x, y) => {
    for (let i = 0; i < out.length; i++) out[i] = (x[i] ?? NaN) ** (y[i] ?? NaN)
  },
  max: (out, x, y) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.max(x[i] ?? NaN, y[i] ?? NaN)
  },
  min: (out, x, y) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.min(x[i] ?? NaN, y[i] ?? NaN)
  },
  equal: (out, x, y) => {
    for (let i = 0; i < out.length; i++) out[i] = (x[i] ?? NaN) === (y[i] ?? NaN) ? 1 : 0
  },
  less: (out, x, y) => {
    for (let i = 0; i < out.length; i++) out[i] = (x[i] ?? NaN) < (y[i] ?? NaN) ? 1 : 0
  },
  lessEqual: (out, x, y) => {
    for (let i = 0; i < out.length; i++) out[i] = (x[i] ?? NaN) <= (y[i] ?? NaN) ? 1 : 0
  }
}

/** `to` has the place in the result of each element of x. */
export const reduceLoops: { readonly [O in 'sum' | 'max' | 'min']: ReduceLoop } = {
  sum: (out, x, to) => {
    out.fill(0)
    for (let i = 0; i < x.length; i++) {
      const at = to[i] ?? 0
      out[at] = (out[at] ?? NaN) + (x[i] ?? NaN)
    }
  },
  max: (out, x, to) => {
    out.fill(-Infinity)
    for (let i = 0; i < x.length; i++) {
      const at = to[i] ?? 0
      out[at] = Math.max(out[at] ?? NaN, x[i] ?? NaN)
    }
  },
  min: (out, x, to) => {
    out.fill(Infinity)
    for (let i = 0; i < x.length; i++) {
      const at = to[i] ?? 0
      out[at] = Math.min(out[at] ?? NaN, x[i] ?? NaN)
    }
  }
}

/** Elements of x at places; 0 at place −1. */
export const gatherLoop = (out: Values, x: Values, from: Int32Array): void => {
  for (let i = 0; i < out.length; i++) {
    const at = from[i] ?? -1
    out[i] = at < 0 ? 0 : (x[at] ?? NaN)
  }
}

/** [batch, m, k] · [batch, k, n]. */
export const matMulLoop = (
  out: Values,
  x: Values,
  y: Values,
  batch: number,
  m: number,
  k: number,
  n: number
): void => {
  out.fill(0)
  for (let row = 0; row < batch * m; row++) {
    const top = Math.floor(row / m) * k * n
    const end = row * n
    for (let j = 0; j < k; j++) {
      const factor = x[row * k + j] ?? NaN
      const from = top + j * n
      for (let c = 0; c < n; c++)
        out[end + c] = (out[end + c] ?? NaN) + factor * (y[from + c] ?? NaN)
    }
  }
}
