/** The nodes of expressions in JAX: each a line's right side, its operands being names or literals. */
import { type Axes, union, without } from '../../src/expr/Expr.ts'
import type { Algebra } from '../../src/expr/Fold.ts'
import { windowCount } from '../../src/expr/Windows.ts'
import { type Laid, laid, letters, tuple } from './Layout.ts'
import { mapText, reduceText, zipText } from './Operations.ts'

/** What the nodes of a model need to know of it. */
export interface Setting {
  /** Axes in the model's order. */
  readonly inOrder: (axes: Axes) => Axes
  readonly sizeOf: (axis: string) => number
  /** The Python name of a site or of data. */
  readonly identifier: (name: string) => string
}

/** A float literal, also of a whole number; in parentheses where a sign would stick. */
export const literal = (x: number): string => {
  const text = Number.isFinite(x)
    ? /[.e]/.test(String(x))
      ? String(x)
      : `${x}.0`
    : Number.isNaN(x)
      ? 'jnp.nan'
      : `${x < 0 ? '-' : ''}jnp.inf`
  return x < 0 ? `(${text})` : text
}

export const nodeText = ({ inOrder, sizeOf, identifier }: Setting): Algebra<Laid> => {
  const sizesOf = (axes: Axes): string => tuple(axes.map(sizeOf))
  /** What has these axes, in the model's order. */
  const ordered = (text: string, axes: Axes): Laid => {
    const wanted = inOrder(axes)
    return { text: laid({ text, axes }, wanted), axes: wanted }
  }
  /** What the axes `gone` of x become: the others stay in front. */
  const lastInto = (
    x: Laid,
    gone: Axes,
    come: Axes,
    write: (laidOut: string, rest: Axes) => string
  ): Laid => {
    const rest = without(gone)(x.axes)
    return ordered(write(laid(x, [...rest, ...gone]), rest), [...rest, ...come])
  }
  const reshaped = (x: Laid, gone: Axes, come: Axes): Laid =>
    lastInto(x, gone, come, (text, rest) => `jnp.reshape(${text}, ${sizesOf([...rest, ...come])})`)

  return {
    Constant: ({ value }) => ({ text: literal(value), axes: [] }),
    Constants: ({ axes, sizes, values }) =>
      ordered(`jnp.reshape(jnp.array([${values.map(literal).join(', ')}]), ${tuple(sizes)})`, axes),
    Ref: ({ name, axes }) => ({ text: identifier(name), axes: inOrder(axes) }),
    Size: ({ axis }) => ({ text: literal(sizeOf(axis)), axes: [] }),
    Iota: ({ axis }) => ({ text: `jnp.arange(${literal(sizeOf(axis))})`, axes: [axis] }),
    Map: ({ op, x }) => ({ text: mapText[op]?.(x.text) ?? '', axes: x.axes }),
    Zip: ({ op, x, y }) => {
      const axes = inOrder(union(x.axes, y.axes))
      return { text: zipText[op]?.(laid(x, axes), laid(y, axes)) ?? '', axes }
    },
    Where: ({ condition, x, y }) => {
      const axes = inOrder(union(union(condition.axes, x.axes), y.axes))
      const [c, a, b] = [condition, x, y].map((e) => laid(e, axes))
      return { text: `jnp.where(${c} != 0, ${a}, ${b})`, axes }
    },
    Reduce: ({ op, over, x }) => {
      const places = over.map((a) => x.axes.indexOf(a)).toSorted((a, b) => a - b)
      return {
        text: places.length === 0 ? x.text : `${reduceText[op]}(${x.text}, axis=${tuple(places)})`,
        axes: without(over)(x.axes)
      }
    },
    Contract: ({ over, x, y }) => {
      const axes = inOrder(without(over)(union(x.axes, y.axes)))
      const [a, b, sum] = letters(x.axes, y.axes, axes)
      return { text: `jnp.einsum("${a},${b}->${sum}", ${x.text}, ${y.text})`, axes }
    },
    Rename: ({ from, to, x }) =>
      ordered(
        x.text,
        x.axes.map((a) => (a === from ? to : a))
      ),
    Merge: ({ from, to, x }) => reshaped(x, from, [to]),
    Split: ({ from, to, x }) => reshaped(x, [from], to),
    Gather: ({ axis, x, index }) => {
      const axes = inOrder(union(without([axis])(x.axes), index.axes))
      return { text: `gather(${laid(x, [...axes, axis])}, ${laid(index, axes)})`, axes }
    },
    Unfold: ({ windows: w, x }) =>
      lastInto(x, [w.along], [w.at, w.offset], (text) => {
        const count = windowCount(w, sizeOf(w.along))
        return `unfold(${[text, count, w.size, w.stride, w.padding].join(', ')})`
      }),
    Fold: ({ windows: w, x }) =>
      lastInto(
        x,
        [w.at, w.offset],
        [w.along],
        (text) => `fold(${[text, sizeOf(w.along), w.stride, w.padding].join(', ')})`
      )
  }
}
