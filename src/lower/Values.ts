/**
 * Instructions that leave out what changes nothing: each constructor gives a value equal to its
 * operation's, up to the sign of zero and rounding, with at most one new instruction where it can.
 *
 * @since 0.1.0
 */
import type { KernelMap, KernelZip, Shape, ValueId } from '../ir/Plan.ts'
import type { Builder } from './Builder.ts'
import { scalarMap, scalarZip } from '../expr/numbers/Scalar.ts'
import { elements } from './AxisLayout.ts'

// ---------------------------------------------------------------------------
// shapes
// ---------------------------------------------------------------------------

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((d, i) => d === b[i])

/**
 * The shape of an elementwise result: operands are aligned at their last positions, extents of 1
 * stretch.
 */
export const broadcastShape = (a: Shape, b: Shape): Shape => {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - rank + a.length] ?? 1
    const y = b[i - rank + b.length] ?? 1
    if (x !== y && x !== 1 && y !== 1)
      throw new Error(`internal: shapes [${a.join(', ')}] and [${b.join(', ')}] do not align`)
    return x === 1 ? y : x
  })
}

/** The value of a constant array that is the same everywhere. */
const fillValue = (b: Builder, id: ValueId): number | undefined => {
  const o = b.operation(id)
  return o._tag === 'Fill' ? o.value : undefined
}

// ---------------------------------------------------------------------------
// arrays
// ---------------------------------------------------------------------------

export const fill =
  (b: Builder) =>
  (value: number, shape: Shape): ValueId =>
    b.emit({ _tag: 'Fill', value }, shape)

export const reshape =
  (b: Builder) =>
  (x: ValueId, shape: Shape): ValueId => {
    const o = b.operation(x)
    if (sameShape(b.shape(x), shape)) return x
    if (o._tag === 'Fill') return b.emit(o, shape)
    return o._tag === 'Reshape' ? reshape(b)(o.x, shape) : b.emit({ _tag: 'Reshape', x }, shape)
  }

/** Elementwise functions that cost less than moving their result. */
const cheapMaps: ReadonlySet<KernelMap> = new Set<KernelMap>(['neg', 'abs', 'square', 'relu'])

/** Position i of the result is position `permutation[i]` of x. */
export const transpose =
  (b: Builder) =>
  (x: ValueId, permutation: ReadonlyArray<number>): ValueId => {
    const o = b.operation(x)
    const from = b.shape(x)
    const shape = permutation.map((p) => from[p] ?? 1)
    const moving = permutation.filter((p) => from[p] !== 1)
    if (o._tag === 'Fill' || moving.every((p, i) => i === 0 || p > (moving[i - 1] ?? 0)))
      return reshape(b)(x, shape)
    if (o._tag === 'Transpose')
      return transpose(b)(
        o.x,
        permutation.map((p) => o.permutation[p] ?? p)
      )
    // a cheap function of what is transposed already
    const moved =
      o._tag === 'Map' && cheapMaps.has(o.op)
        ? b.find({ _tag: 'Transpose', permutation, x: o.x }, shape)
        : undefined
    return o._tag === 'Map' && moved !== undefined
      ? mapped(b)(o.op, moved)
      : b.emit({ _tag: 'Transpose', permutation, x }, shape)
  }

/** x stretched to a shape that its own broadcasts to. */
export const broadcastTo =
  (b: Builder) =>
  (x: ValueId, shape: Shape): ValueId => {
    const o = b.operation(x)
    if (sameShape(b.shape(x), shape)) return x
    if (o._tag === 'Fill') return b.emit(o, shape)
    return elements(b.shape(x)) === elements(shape)
      ? reshape(b)(x, shape)
      : b.emit({ _tag: 'Zip', op: 'mul', x, y: fill(b)(1, shape) }, shape)
  }

// ---------------------------------------------------------------------------
// elementwise
// ---------------------------------------------------------------------------

export const mapped =
  (b: Builder) =>
  (op: KernelMap, x: ValueId): ValueId => {
    const o = b.operation(x)
    const shape = b.shape(x)
    if (o._tag === 'Fill') return fill(b)(scalarMap[op](o.value), shape)
    if (o._tag === 'Map' && o.op === 'neg') {
      if (op === 'neg') return o.x
      if (op === 'square' || op === 'abs') return mapped(b)(op, o.x)
    }
    return b.emit({ _tag: 'Map', op, x }, shape)
  }

type ZipRule = (b: Builder, x: ValueId, y: ValueId) => ValueId | undefined

/** If the value is the constant c, the other operand, provided the result has its shape. */
const neutral = (b: Builder, c: number, constant: ValueId, other: ValueId): ValueId | undefined =>
  fillValue(b, constant) === c &&
  sameShape(broadcastShape(b.shape(constant), b.shape(other)), b.shape(other))
    ? other
    : undefined

const negated = (b: Builder, x: ValueId): ValueId | undefined => {
  const o = b.operation(x)
  return o._tag === 'Map' && o.op === 'neg' ? o.x : undefined
}

/** The operand y of a reciprocal 1/y. */
const inverted = (b: Builder, x: ValueId): ValueId | undefined => {
  const o = b.operation(x)
  return o._tag === 'Map' && o.op === 'reciprocal' ? o.x : undefined
}

const whenDefined = <A, B>(a: A | undefined, f: (a: A) => B): B | undefined =>
  a === undefined ? undefined : f(a)

const finiteArrays: ReadonlySet<string> = new Set(['Range'])
const zeroTimes = (b: Builder, x: ValueId, y: ValueId): ValueId | undefined =>
  fillValue(b, x) === 0 && finiteArrays.has(b.operation(y)._tag)
    ? fill(b)(0, broadcastShape(b.shape(x), b.shape(y)))
    : undefined

const powers: ReadonlyMap<number, KernelMap> = new Map([
  [2, 'square'],
  [0.5, 'sqrt'],
  [-1, 'reciprocal']
])

/** First rule that applies, in order. */
const zipRules: { readonly [T in KernelZip]?: ReadonlyArray<ZipRule> } = {
  add: [
    (b, x, y) => neutral(b, 0, x, y),
    (b, x, y) => neutral(b, 0, y, x),
    (b, x, y) => whenDefined(negated(b, y), (z) => zipped(b)('sub', x, z)),
    (b, x, y) => whenDefined(negated(b, x), (z) => zipped(b)('sub', y, z))
  ],
  sub: [
    (b, x, y) => neutral(b, 0, y, x),
    (b, x, y) => whenDefined(neutral(b, 0, x, y), (z) => mapped(b)('neg', z)),
    (b, x, y) => whenDefined(negated(b, y), (z) => zipped(b)('add', x, z))
  ],
  mul: [
    (b, x, y) => neutral(b, 1, x, y),
    (b, x, y) => neutral(b, 1, y, x),
    (b, x, y) => whenDefined(neutral(b, -1, x, y), (z) => mapped(b)('neg', z)),
    (b, x, y) => whenDefined(neutral(b, -1, y, x), (z) => mapped(b)('neg', z)),
    (b, x, y) => zeroTimes(b, x, y) ?? zeroTimes(b, y, x),
    (b, x, y) => (x === y ? mapped(b)('square', x) : undefined),
    (b, x, y) => whenDefined(inverted(b, y), (z) => zipped(b)('div', x, z)),
    (b, x, y) => whenDefined(inverted(b, x), (z) => zipped(b)('div', y, z))
  ],
  div: [
    (b, x, y) => neutral(b, 1, y, x),
    (b, x, y) => whenDefined(neutral(b, 1, x, y), (z) => mapped(b)('reciprocal', z)),
    (b, x, y) => whenDefined(inverted(b, y), (z) => zipped(b)('mul', x, z))
  ],
  pow: [
    (b, x, y) => neutral(b, 1, y, x),
    (b, x, y) =>
      whenDefined(fillValue(b, y), (k) =>
        whenDefined(powers.get(k), (op) =>
          whenDefined(neutral(b, k, y, x), (z) => mapped(b)(op, z))
        )
      )
  ],
  max: [(_, x, y) => (x === y ? x : undefined)],
  min: [(_, x, y) => (x === y ? x : undefined)]
}

export const zipped =
  (b: Builder) =>
  (op: KernelZip, x: ValueId, y: ValueId): ValueId => {
    const shape = broadcastShape(b.shape(x), b.shape(y))
    const p = fillValue(b, x),
      q = fillValue(b, y)
    if (p !== undefined && q !== undefined) return fill(b)(scalarZip[op](p, q), shape)
    for (const rule of zipRules[op] ?? []) {
      const simpler = rule(b, x, y)
      if (simpler !== undefined) return simpler
    }
    return b.emit({ _tag: 'Zip', op, x, y }, shape)
  }

export const chosen =
  (b: Builder) =>
  (condition: ValueId, x: ValueId, y: ValueId): ValueId => {
    const shape = broadcastShape(b.shape(condition), broadcastShape(b.shape(x), b.shape(y)))
    const known = fillValue(b, condition)
    if (known !== undefined) return broadcastTo(b)(known === 0 ? y : x, shape)
    return x === y ? broadcastTo(b)(x, shape) : b.emit({ _tag: 'Where', condition, x, y }, shape)
  }

// ---------------------------------------------------------------------------
// reductions
// ---------------------------------------------------------------------------

const ofNothing = { sum: 0, max: -Infinity, min: Infinity } as const

/**
 * Elements above which a sum over several positions is made in stages: a plain float32 sum loses
 * digits with its length.
 */
const stagedLength = 4096

/** The positions disappear from the shape. */
export const reduced =
  (b: Builder) =>
  (op: 'sum' | 'max' | 'min', positions: ReadonlyArray<number>, x: ValueId): ValueId => {
    const from = b.shape(x)
    const shape = from.filter((_, i) => !positions.includes(i))
    const count = elements(from.filter((_, i) => positions.includes(i)))
    const value = fillValue(b, x)
    if (count === 1) return reshape(b)(x, shape)
    if (count === 0) return fill(b)(ofNothing[op], shape)
    if (value !== undefined) return fill(b)(op === 'sum' ? value * count : value, shape)
    const trivial = positions.filter((p) => from[p] === 1)
    if (trivial.length > 0) {
      const dropped = reshape(b)(
        x,
        from.filter((_, i) => !trivial.includes(i))
      )
      const left = positions
        .filter((p) => from[p] !== 1)
        .map((p) => p - trivial.filter((t) => t < p).length)
      return reduced(b)(op, left, dropped)
    }
    const [first, ...rest] = [...positions].sort((p, q) => p - q)
    if (op === 'sum' && first !== undefined && rest.length > 0 && elements(from) > stagedLength) {
      return reduced(b)(
        op,
        rest.map((p) => p - 1),
        reduced(b)(op, [first], x)
      )
    }
    return b.emit({ _tag: 'Reduce', op, positions: [...positions].sort((p, q) => p - q), x }, shape)
  }
