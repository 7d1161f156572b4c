/**
 * Expressions in the words of the language: `pipe(x, contract(features)(w), add(b))`.
 *
 * @since 0.2.0
 */
import { type Axes, type Expr, isPositive, type Interval } from '../../expr/index.ts'
import { mapWords, reduceWords, zipWords } from './LanguageWords.ts'
import { cumulated, picked, shares, stacked } from './LayoutWords.ts'
import type { MatrixWord } from './MatrixWords.ts'
import { call, list, row, type SourceText, text } from './SourceText.ts'
import { meanOf, pooled, type Slid, slidOver } from './WindowWords.ts'

// model

/** What an expression is written with. */
export interface Writing {
  /** The constant that stands for a part, where there is one in sight. */
  readonly named: (e: Expr) => string | undefined
  readonly symbol: (name: string) => string
  readonly axis: (name: string) => string
  readonly sizeOf: (axis: string) => number | 'data' | undefined
  readonly valuesOf: (e: Expr) => Interval
  /** Is the value of this name an index of an axis? */
  readonly isIndex: (name: string) => boolean
  readonly matrixWord: (e: Expr) => MatrixWord | undefined
  /** Notes a word that is to be imported. */
  readonly word: (name: string) => string
  /** Notes what the language has no word for. */
  readonly lacks: (what: string) => void
}

/** x, and what is done with it in turn. */
interface Chain {
  readonly head: SourceText
  readonly steps: ReadonlyArray<SourceText>
}

// constructors

const shortest = (value: number, { lacks }: Writing): string => {
  if (!Number.isFinite(value)) lacks(`the number ${value}`)
  return String(value)
}

const slideText = (w: Writing, s: Slid): SourceText =>
  row(
    `${w.word('slide')}(${w.axis(s.along)}, '${s.at}', { size: ${s.size}` +
      (s.stride === 1 ? '' : `, stride: ${s.stride}`) +
      (s.dilation === 1 ? '' : `, dilation: ${s.dilation}`) +
      (s.padding === 0 ? '' : `, padding: ${s.padding === 'same' ? "'same'" : s.padding}`) +
      ' })'
  )

const axisTexts = (w: Writing, axes: Axes): ReadonlyArray<SourceText> =>
  axes.map((a) => text(w.axis(a)))

/** The expressions of one writing; parts that have a name are not written again. */
export const expressionSource = (w: Writing) => {
  const chainOf = (x: SourceText, ...steps: ReadonlyArray<SourceText>): Chain => ({
    head: x,
    steps
  })
  const joinedText = ({ head, steps }: Chain): SourceText =>
    steps.length === 0 ? head : call(w.word('pipe'), head, ...steps)

  /** A tensor: a number is made one. */
  const tensorChain = (e: Expr): Chain => {
    if (e._tag !== 'Constant') return chain(e)
    const word = e.value > 0 ? 'positive' : 'constant'
    return chainOf(text(`${w.word(word)}(${shortest(e.value, w)})`))
  }
  const tensor = (e: Expr): SourceText => joinedText(tensorChain(e))

  /** A number beside a tensor; positive ones keep it a scale where it is one. */
  const beside = (x: Expr, y: Expr): SourceText =>
    y._tag !== 'Constant'
      ? tensor(y)
      : y.value > 0 && isPositive(w.valuesOf(x))
        ? text(`${w.word('positive')}(${shortest(y.value, w)})`)
        : text(shortest(y.value, w))

  const then = (x: Expr, step: SourceText): Chain => {
    const { head, steps } = tensorChain(x)
    return { head, steps: [...steps, step] }
  }

  /** A number or a tensor. */
  const argument = (e: Expr): SourceText =>
    e._tag === 'Constant' ? text(shortest(e.value, w)) : joinedText(chain(e))

  const slides = (windows: ReadonlyArray<Slid>): ReadonlyArray<SourceText> =>
    windows.map((s) => slideText(w, s))

  const lacking = (what: string): Chain => {
    w.lacks(what)
    return chainOf(text('undefined'))
  }

  const ofWindows = (e: Expr): Chain | undefined => {
    if (e._tag === 'Contract') {
      const over = slidOver(e.x, w.sizeOf)
      const places = e.over.slice(0, over?.places.length)
      if (over === undefined || places.join() !== over.places.join()) return undefined
      const summed = e.over.slice(over.places.length)
      return then(
        over.x,
        call(
          w.word('convolve'),
          list('[', slides(over.windows), ']'),
          list('[', axisTexts(w, summed), ']'),
          tensor(e.y)
        )
      )
    }
    const pool = pooled(e, w.sizeOf)
    return pool === undefined
      ? undefined
      : then(pool.x, call(w.word(pool.word), ...slides(pool.windows)))
  }

  const square = (word: string, rows: string, columns: string): string =>
    `${w.word(word)}(${w.axis(rows)}, ${w.axis(columns)})`

  const ofMatrices = (e: Expr): Chain | undefined => {
    const found = w.matrixWord(e)
    if (found === undefined) return undefined
    const { word, rows, columns, matrix, side } = found
    const written = square(word, rows, columns)
    return side === undefined
      ? then(matrix, text(written))
      : then(side, row(`${written}(`, tensor(matrix), ')'))
  }

  /** Of the index of an axis: one-hot, the identity, a diagonal. */
  const ofIndices = (e: Expr): Chain | undefined => {
    const found = picked(e, w.isIndex)
    switch (found?.word) {
      case undefined:
        return undefined
      case 'oneHot':
        return chainOf(row(`${w.word('oneHot')}(${w.axis(found.axis)})(`, tensor(found.index), ')'))
      case 'identity':
        return chainOf(text(square(found.word, found.rows, found.columns)))
      case 'diagonal':
        return then(found.x, text(square(found.word, found.rows, found.columns)))
    }
  }

  const own = (e: Expr): Chain => {
    const special = ofWindows(e) ?? ofMatrices(e) ?? ofIndices(e)
    if (special !== undefined) return special
    const share = shares(e)
    if (share !== undefined)
      return then(share.x, call(w.word(share.word), ...axisTexts(w, share.over)))
    const mean = meanOf(e)
    if (mean !== undefined)
      return then(mean.x, call(w.word('meanOver'), ...axisTexts(w, mean.over)))
    const sum = cumulated(e)
    if (sum !== undefined)
      return then(sum.x, text(`${w.word('cumulativeSum')}(${w.axis(sum.axis)})`))
    const stack = stacked(e, w.sizeOf)
    if (stack !== undefined)
      return chainOf(
        row(
          `${w.word('stack')}(${w.axis(stack.axis)})(`,
          list('[', stack.values.map(argument), ']'),
          ')'
        )
      )
    switch (e._tag) {
      case 'Constant':
        return tensorChain(e)
      case 'Ref':
        return chainOf(text(w.symbol(e.name)))
      case 'Map': {
        const word = mapWords[e.op]
        return word === undefined ? lacking(e.op) : chainOf(call(w.word(word), tensor(e.x)))
      }
      case 'Zip': {
        const word = zipWords[e.op]
        return word === undefined ? lacking(e.op) : then(e.x, call(w.word(word), beside(e.x, e.y)))
      }
      case 'Where':
        return then(e.condition, call(w.word('where'), beside(e.x, e.x), beside(e.y, e.y)))
      case 'Reduce': {
        const word = reduceWords[e.op]
        return word === undefined
          ? lacking(`${e.op} over axes`)
          : then(e.x, call(w.word(word), ...axisTexts(w, e.over)))
      }
      case 'Contract':
        return e.over.length === 1 &&
          e.over.every((a) => e.x.axes.includes(a) && e.y.axes.includes(a))
          ? then(e.x, row(`${w.word('contract')}(${w.axis(e.over[0] ?? '')})(`, tensor(e.y), ')'))
          : lacking(`a sum of products over ${e.over.join(', ') || 'nothing'}`)
      case 'Rename':
        return then(e.x, text(`${w.word('rename')}(${w.axis(e.from)}, ${w.axis(e.to)})`))
      case 'Merge':
        return then(
          e.x,
          row(w.word('merge'), list('([', axisTexts(w, e.from), ']'), `, ${w.axis(e.to)})`)
        )
      case 'Split':
        return then(
          e.x,
          row(`${w.word('split')}(${w.axis(e.from)}, `, list('[', axisTexts(w, e.to), ']'), ')')
        )
      case 'Gather':
        return then(e.x, row(`${w.word('gather')}(${w.axis(e.axis)})(`, tensor(e.index), ')'))
      case 'Constants':
        return lacking('an array of numbers')
      case 'Size':
      case 'Iota':
        return lacking(`the ${e._tag === 'Size' ? 'size' : 'index'} of ${e.axis}`)
      case 'Unfold':
      case 'Fold':
        return lacking('windows that are neither summed nor pooled')
    }
  }

  const chain = (e: Expr): Chain => {
    const name = w.named(e)
    return name === undefined ? own(e) : chainOf(text(name))
  }

  return {
    argument,
    /** The part itself, though it has a name: its definition. */
    definition: (e: Expr): SourceText => joinedText(own(e))
  }
}
