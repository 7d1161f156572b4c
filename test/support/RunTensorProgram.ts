/** Tensor programs in float64, index by index: what their operations mean. */
import { scalarMap, scalarZip } from '../../src/expr/numbers/Scalar.ts'
import type { ReduceOp } from '../../src/expr/index.ts'
import type { Pair, Shape, Step, TensorProgram } from '../../src/export/network/TensorProgram.ts'

export interface Dense {
  readonly shape: Shape
  readonly values: ReadonlyArray<number>
}

const count = (shape: Shape): number => shape.reduce((a, b) => a * b, 1)
/** The coordinates of an element, row-major. */
const coordinates = (shape: Shape, at: number): ReadonlyArray<number> => {
  const found: Array<number> = []
  let rest = at
  for (const size of shape.toReversed()) {
    found.unshift(rest % size)
    rest = Math.floor(rest / size)
  }
  return found
}
const position = (shape: Shape, at: ReadonlyArray<number>): number =>
  shape.reduce((sofar, size, i) => sofar * size + (at[i] ?? 0), 0)
const dense = (shape: Shape, value: (at: ReadonlyArray<number>) => number): Dense => ({
  shape,
  values: Array.from({ length: count(shape) }, (_, i) => value(coordinates(shape, i)))
})
const element = ({ shape, values }: Dense, at: ReadonlyArray<number>): number =>
  values[position(shape, at)] ?? NaN
/** Dimensions from the last; a size of 1 is every index. */
const broadcast = (x: Dense, at: ReadonlyArray<number>): number => {
  const own = at.slice(at.length - x.shape.length)
  return element(
    x,
    own.map((i, d) => (x.shape[d] === 1 ? 0 : i))
  )
}
const spread = (shapes: ReadonlyArray<Shape>): Shape => {
  const rank = Math.max(...shapes.map((s) => s.length))
  return Array.from({ length: rank }, (_, d) =>
    Math.max(...shapes.map((s) => s[d - rank + s.length] ?? 1))
  )
}
const reductions: { readonly [O in ReduceOp]: (xs: ReadonlyArray<number>) => number } = {
  sum: (xs) => xs.reduce((a, b) => a + b, 0),
  max: (xs) => Math.max(...xs),
  min: (xs) => Math.min(...xs),
  logSumExp: (xs) => {
    const top = Math.max(...xs)
    return top + Math.log(xs.reduce((a, x) => a + Math.exp(x - top), 0))
  }
}

/** As many windows as fit. */
const windowed = (
  { strides, zeros }: { readonly strides: Pair; readonly zeros: Pair },
  { shape }: Dense,
  sizes: Shape,
  maps: number
): Shape => [
  shape[0] ?? 1,
  maps,
  ...[0, 1].map((d) => {
    const spare = (shape[d + 2] ?? 1) + 2 * (zeros[d] ?? 0) - (sizes[d] ?? 1)
    return Math.floor(spare / (strides[d] ?? 1)) + 1
  })
]

const run = (step: Step, get: (at: number) => Dense, inputs: ReadonlyMap<string, Dense>): Dense => {
  switch (step.op) {
    case 'input': {
      const found = inputs.get(step.name)
      if (found === undefined) throw new Error(`no input ${step.name}`)
      return found
    }
    case 'weight':
      return { shape: step.shape, values: [...step.values] }
    case 'map': {
      const x = get(step.x)
      return { shape: x.shape, values: x.values.map(scalarMap[step.map]) }
    }
    case 'zip': {
      const [x, y] = [get(step.x), get(step.y)]
      return dense(spread([x.shape, y.shape]), (at) =>
        scalarZip[step.zip](broadcast(x, at), broadcast(y, at))
      )
    }
    case 'where': {
      const [c, x, y] = [get(step.condition), get(step.x), get(step.y)]
      return dense(spread([c.shape, x.shape, y.shape]), (at) =>
        broadcast(broadcast(c, at) === 0 ? y : x, at)
      )
    }
    case 'reduce': {
      const x = get(step.x)
      const rest = x.shape.filter((_, d) => !step.places.includes(d))
      const over = step.places.map((d) => x.shape[d] ?? 1)
      return dense(rest, (at) => {
        const all = Array.from({ length: count(over) }, (_, k) => {
          const own = [...at],
            gone = [...coordinates(over, k)]
          return element(
            x,
            x.shape.map((_s, d) => (step.places.includes(d) ? gone.shift() : own.shift()) ?? 0)
          )
        })
        return reductions[step.reduce](all)
      })
    }
    case 'transpose': {
      const x = get(step.x)
      return dense(
        step.order.map((d) => x.shape[d] ?? 1),
        (at) =>
          element(
            x,
            x.shape.map((_, d) => at[step.order.indexOf(d)] ?? 0)
          )
      )
    }
    case 'reshape': {
      const x = get(step.x)
      const known = step.shape.filter((n) => n >= 0).reduce((a, b) => a * b, 1)
      return {
        shape: step.shape.map((n) => (n < 0 ? x.values.length / known : n)),
        values: x.values
      }
    }
    case 'take': {
      const x = get(step.x),
        { place, indices } = step
      const shape = x.shape.flatMap((n, d) => (d === place ? [...indices.shape] : [n]))
      const width = indices.shape.length
      return dense(shape, (at) => {
        const which = indices.values[position(indices.shape, at.slice(place, place + width))] ?? NaN
        return element(x, [...at.slice(0, place), which, ...at.slice(place + width)])
      })
    }
    case 'pad': {
      const x = get(step.x),
        { place, zeros } = step
      const shape = x.shape.map((n, d) => (d === place ? n + 2 * zeros : n))
      return dense(shape, (at) => {
        const own = at.map((i, d) => (d === place ? i - zeros : i))
        const i = own[place] ?? 0
        return i < 0 || i >= (x.shape[place] ?? 0) ? 0 : element(x, own)
      })
    }
    case 'conv': {
      const [x, f] = [get(step.x), get(step.filters)]
      const [height, width] = step.zeros
      const [, channels = 1, rows = 1, columns = 1] = f.shape
      const inner = [channels, rows, columns]
      return dense(
        windowed(step, x, f.shape.slice(2), f.shape[0] ?? 1),
        ([n = 0, o = 0, i = 0, j = 0]) =>
          Array.from({ length: count(inner) }, (_, k) => {
            const [c = 0, p = 0, q = 0] = coordinates(inner, k)
            const at = [i * step.strides[0] + p - height, j * step.strides[1] + q - width] as const
            const isOn = at.every((v, d) => v >= 0 && v < (x.shape[d + 2] ?? 0))
            return isOn ? element(x, [n, c, ...at]) * element(f, [o, c, p, q]) : 0
          }).reduce((a, b) => a + b, 0)
      )
    }
    case 'maxPool': {
      const x = get(step.x)
      const plain = { ...step, zeros: [0, 0] as const }
      return dense(
        windowed(plain, x, step.sizes, x.shape[1] ?? 1),
        ([n = 0, c = 0, i = 0, j = 0]) =>
          Math.max(
            ...Array.from({ length: count(step.sizes) }, (_, k) => {
              const [p = 0, q = 0] = coordinates(step.sizes, k)
              return element(x, [n, c, i * step.strides[0] + p, j * step.strides[1] + q])
            })
          )
      )
    }
    case 'matmul': {
      const [x, y] = [get(step.x), get(step.y)]
      const k = x.shape.at(-1) ?? 0
      const shape = [...x.shape.slice(0, -1), y.shape.at(-1) ?? 0]
      return dense(shape, (at) => {
        const batch = at.slice(0, -2),
          [i = 0, j = 0] = at.slice(-2)
        return Array.from(
          { length: k },
          (_, l) => element(x, [...batch, i, l]) * element(y, [...batch, l, j])
        ).reduce((a, b) => a + b, 0)
      })
    }
  }
}

/** By output; what every step says of its shape is compared with what it has. */
export const runTensorProgram = (
  { steps, outputs }: TensorProgram,
  inputs: ReadonlyMap<string, Dense>
): ReadonlyMap<string, Dense> => {
  const results: Array<Dense> = []
  const get = (at: number): Dense => {
    const found = results[at]
    if (found === undefined) throw new Error('an operand that does not come before')
    return found
  }
  for (const step of steps) {
    const found = run(step, get, inputs)
    const isAsSaid =
      found.shape.length === step.shape.length &&
      step.shape.every((n, d) => n < 0 || n === found.shape[d])
    if (!isAsSaid) throw new Error(`${step.op}: ${found.shape.join()} is not ${step.shape.join()}`)
    results.push(found)
  }
  return new Map(outputs.map(({ name, at }) => [name, get(at)] as const))
}
