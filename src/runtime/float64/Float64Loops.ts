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

/** [n, count, width] summed to [n, width]. */
export const sumLoop = (out: Values, x: Values, count: number, width: number): void => {
  out.fill(0)
  if (width === 1) {
    for (let i = 0, at = 0; i < out.length; i++) {
      // four sums at once: one would wait for itself
      let [a, b, c, d] = [0, 0, 0, 0]
      const end = at + count
      for (; at + 4 <= end; at += 4) {
        a += x[at] ?? NaN
        b += x[at + 1] ?? NaN
        c += x[at + 2] ?? NaN
        d += x[at + 3] ?? NaN
      }
      for (; at < end; at++) a += x[at] ?? NaN
      out[i] = a + b + (c + d)
    }
    return
  }
  for (let top = 0, at = 0; top < out.length; top += width)
    for (let k = 0; k < count; k++)
      for (let j = 0; j < width; j++, at++) out[top + j] = (out[top + j] ?? NaN) + (x[at] ?? NaN)
}

/** [batch, m, k] · [batch, k]: of each row, the dot product with a vector. */
const rowsByVector = (out: Values, x: Values, y: Values, m: number, k: number): void => {
  for (let row = 0, at = 0; row < out.length; row++) {
    const top = Math.floor(row / m) * k
    let [a, b, j] = [0, 0, 0]
    for (; j + 2 <= k; j += 2, at += 2) {
      a += (x[at] ?? NaN) * (y[top + j] ?? NaN)
      b += (x[at + 1] ?? NaN) * (y[top + j + 1] ?? NaN)
    }
    if (j < k) a += (x[at++] ?? NaN) * (y[top + j] ?? NaN)
    out[row] = a + b
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
  if (n === 1) return rowsByVector(out, x, y, m, k)
  out.fill(0)
  for (let row = 0; row < batch * m; row++) {
    const top = Math.floor(row / m) * k * n
    const [end, left] = [row * n, row * k]
    let j = 0
    // four at once: the row of the result is read and written a quarter as often
    for (; j + 4 <= k; j += 4) {
      const [f, g] = [x[left + j] ?? NaN, x[left + j + 1] ?? NaN]
      const [h, i] = [x[left + j + 2] ?? NaN, x[left + j + 3] ?? NaN]
      for (let c = 0, at = top + j * n; c < n; c++, at++)
        out[end + c] =
          (out[end + c] ?? NaN) +
          (f * (y[at] ?? NaN) + g * (y[at + n] ?? NaN)) +
          (h * (y[at + 2 * n] ?? NaN) + i * (y[at + 3 * n] ?? NaN))
    }
    for (; j < k; j++) {
      const factor = x[left + j] ?? NaN
      for (let c = 0, at = top + j * n; c < n; c++, at++)
        out[end + c] = (out[end + c] ?? NaN) + factor * (y[at] ?? NaN)
    }
  }
}
