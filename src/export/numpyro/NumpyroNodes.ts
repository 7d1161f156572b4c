/**
 * The nodes of expressions in JAX.
 *
 * @since 0.2.0
 */
import { type Axes, union, without } from '../../expr/Expr.ts'
import type { Algebra } from '../../expr/Fold.ts'
import { level, type Piece, piece } from '../../expr/print/Notation.ts'
import { type Laid, laid, letters, tuple } from './NumpyroLayout.ts'
import { inside, mapText, reduceText, zipText } from './NumpyroOperations.ts'

/** What the nodes of a model need to know of it. */
export interface NumpyroSetting {
  /** Axes in the model's order. */
  readonly inOrder: (axes: Axes) => Axes
  /** The size as Python has it: a number, or the name of a plate's. */
  readonly sizeText: (axis: string) => string
  /** The Python name of a site or of data. */
  readonly identifier: (name: string) => string
  /** Are these data positions along an axis, every one of them? */
  readonly isIndex: (name: string, axis: string) => boolean
}

/** A float literal, also of a whole number. */
export const literal = (x: number): Piece => {
  const text = Number.isFinite(x)
    ? /[.e]/.test(String(x))
      ? String(x)
      : `${x}.0`
    : Number.isNaN(x)
      ? 'jnp.nan'
      : `${x < 0 ? '-' : ''}jnp.inf`
  return piece(text, text.startsWith('-') ? level.sum : level.atom)
}

const bare = inside(level.compare)
const lacking: Piece = piece('')

export const numpyroNode = (setting: NumpyroSetting): Algebra<Laid> => {
  const { inOrder, sizeText, identifier, isIndex } = setting
  const sizesOf = (axes: Axes): string => tuple(axes.map(sizeText))
  /** What has these axes, in the model's order. */
  const ordered = (code: Piece, axes: Axes): Laid => {
    const wanted = inOrder(axes)
    return { code: laid({ code, axes }, wanted), axes: wanted }
  }
  /** What the axes `gone` of x become: the others stay in front. */
  const lastInto = (
    x: Laid,
    gone: Axes,
    come: Axes,
    write: (laidOut: string, rest: Axes) => string
  ): Laid => {
    const rest = without(gone)(x.axes)
    const laidOut = bare(laid(x, [...rest, ...gone]))
    return ordered(piece(write(laidOut, rest)), [...rest, ...come])
  }
  const reshaped = (x: Laid, gone: Axes, come: Axes): Laid =>
    lastInto(x, gone, come, (text, rest) => `jnp.reshape(${text}, ${sizesOf([...rest, ...come])})`)

  return {
    Constant: ({ value }) => ({ code: literal(value), axes: [] }),
    Constants: ({ axes, sizes, values }) => {
      const list = `jnp.array([${values.map((x) => literal(x).text).join(', ')}])`
      return ordered(
        piece(axes.length === 1 ? list : `jnp.reshape(${list}, ${tuple(sizes)})`),
        axes
      )
    },
    Ref: ({ name, axes }) => ({ code: piece(identifier(name)), axes: inOrder(axes) }),
    Size: ({ axis }) => ({ code: piece(`float(${sizeText(axis)})`), axes: [] }),
    Iota: ({ axis }) => ({ code: piece(`jnp.arange(float(${sizeText(axis)}))`), axes: [axis] }),
    Map: ({ op, x }) => ({ code: mapText[op]?.(x.code) ?? lacking, axes: x.axes }),
    Zip: ({ op, x, y }) => {
      const axes = inOrder(union(x.axes, y.axes))
      return { code: zipText[op]?.(laid(x, axes), laid(y, axes)) ?? lacking, axes }
    },
    Where: ({ condition, x, y }) => {
      const axes = inOrder(union(union(condition.axes, x.axes), y.axes))
      const [c, a, b] = [condition, x, y].map((e) => laid(e, axes))
      const asked = inside(level.sum)(c ?? lacking)
      return { code: piece(`jnp.where(${asked} != 0, ${a?.text}, ${b?.text})`), axes }
    },
    Reduce: ({ op, over, x }) => {
      const places = over.map((a) => x.axes.indexOf(a)).toSorted((a, b) => a - b)
      const [only = 0] = places
      const axis =
        places.length === x.axes.length
          ? ''
          : `, axis=${places.length === 1 ? only : tuple(places)}`
      return {
        code: places.length === 0 ? x.code : piece(`${reduceText[op]}(${bare(x.code)}${axis})`),
        axes: without(over)(x.axes)
      }
    },
    Contract: ({ over, x, y }) => {
      const axes = inOrder(without(over)(union(x.axes, y.axes)))
      const [a = '', b = '', sum = ''] = letters(x.axes, y.axes, axes)
      const isProduct =
        over.length === 1 && x.axes.at(-1) === over[0] && y.axes.length < 3 && y.axes[0] === over[0]
      return isProduct && sum === `${a.slice(0, -1)}${b.slice(1)}`
        ? {
            code: piece(
              `${inside(level.product)(x.code)} @ ${inside(level.power)(y.code)}`,
              level.product
            ),
            axes
          }
        : { code: piece(`jnp.einsum("${a},${b}->${sum}", ${x.code.text}, ${y.code.text})`), axes }
    },
    Rename: ({ from, to, x }) =>
      ordered(
        x.code,
        x.axes.map((a) => (a === from ? to : a))
      ),
    Merge: ({ from, to, x }) => reshaped(x, from, [to]),
    Split: ({ from, to, x }) => reshaped(x, [from], to),
    Gather: ({ axis, x, index }, e) => {
      if (x.axes.length === 1 && e.index._tag === 'Ref' && isIndex(e.index.name, axis))
        return {
          code: piece(`${inside(level.atom)(x.code)}[${index.code.text}]`),
          axes: index.axes
        }
      const axes = inOrder(union(without([axis])(x.axes), index.axes))
      const laidOut = laid(x, [...axes, axis])
      return { code: piece(`gather(${laidOut.text}, ${laid(index, axes).text})`), axes }
    },
    Unfold: ({ windows: w, x }) =>
      lastInto(
        x,
        [w.along],
        [w.at, w.offset],
        (text) => `unfold(${[text, sizeText(w.at), w.size, w.stride, w.padding].join(', ')})`
      ),
    Fold: ({ windows: w, x }) =>
      lastInto(
        x,
        [w.at, w.offset],
        [w.along],
        (text) => `fold(${[text, sizeText(w.along), w.stride, w.padding].join(', ')})`
      )
  }
}
