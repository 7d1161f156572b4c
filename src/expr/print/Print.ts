/**
 * Expressions as readable text.
 *
 * @since 0.1.0
 */
import type { Axes, Expr } from '../Expr.ts'
import {
  at as enclosed,
  type Level,
  level,
  type Notation,
  type Piece,
  piece,
  printWith
} from './Notation.ts'
import type { Windows } from '../Windows.ts'

const at = (least: Level): ((x: Piece) => string) => enclosed(least, '(', ')')
const bare = at(level.compare)
const call =
  (name: string) =>
  (...xs: ReadonlyArray<Piece>): Piece =>
    piece(`${name}(${xs.map(bare).join(', ')})`)
const list = (axes: Axes): string => (axes.length === 1 ? axes.join('') : `{${axes.join(', ')}}`)
const tuple = (axes: Axes): string => `(${axes.join(', ')})`
const postfix =
  (suffix: string) =>
  (x: Piece): Piece =>
    piece(`${at(level.atom)(x)}${suffix}`)
const compare =
  (sign: string) =>
  (x: Piece, y: Piece): Piece =>
    piece(`${at(level.sum)(x)} ${sign} ${at(level.sum)(y)}`, level.compare)

/** At most six digits. */
export const showNumber = (v: number): string => {
  const size = Math.abs(v)
  const text =
    size === Infinity ? '∞' : Number.isNaN(v) ? 'NaN' : String(Number(size.toPrecision(6)))
  return v < 0 ? `−${text}` : text
}

const sum = (x: Piece, y: Piece): Piece => {
  const right = at(level.big)(y)
  return piece(
    right.startsWith('−')
      ? `${at(level.sum)(x)} − ${right.slice(1)}`
      : `${at(level.sum)(x)} + ${right}`,
    level.sum
  )
}
/** A leading minus needs brackets behind another sign. */
const afterSign =
  (least: Level) =>
  (x: Piece): string =>
    x.text.startsWith('−') ? `(${x.text})` : at(least)(x)

/** The index that a window has at a place. */
const place = ({ along, at: window, offset, stride, padding }: Windows): string =>
  `${along} = ${stride === 1 ? '' : `${stride}·`}${window} + ${offset}${padding === 0 ? '' : ` − ${padding}`}`

const unicode: Notation = {
  number: (v) => piece(showNumber(v), v < 0 ? level.product : level.atom),
  constants: (axes, values) => {
    const more = values.length > 3 ? `, … ${values.length} values` : ''
    return piece(`[${values.slice(0, 3).map(showNumber).join(', ')}${more}]_${list(axes)}`)
  },
  ref: (name) => piece(name),
  size: (axis) => call('size')(piece(axis)),
  iota: (axis) => call('index')(piece(axis)),
  map: {
    neg: (x) => piece(`−${afterSign(level.product)(x)}`, level.product),
    abs: (x) => piece(`|${bare(x)}|`),
    square: postfix('²'),
    sqrt: (x) => piece(`√${at(level.atom)(x)}`, level.power),
    reciprocal: (x) => piece(`1/${at(level.power)(x)}`, level.product),
    sign: call('sign'),
    exp: call('exp'),
    expm1: call('expm1'),
    log: call('log'),
    log1p: call('log1p'),
    floor: call('floor'),
    round: call('round'),
    sin: call('sin'),
    cos: call('cos'),
    tanh: call('tanh'),
    sigmoid: call('sigmoid'),
    softplus: call('softplus'),
    relu: call('relu'),
    erf: call('erf'),
    logNdtr: call('log Φ'),
    ndtri: call('Φ⁻¹'),
    lgamma: call('log Γ'),
    digamma: call('ψ'),
    trigamma: call('ψ′'),
    stirling: call('stirling'),
    excess: call('excess'),
    dawson: call('Dawson'),
    expint1: call('E₁'),
    scaledExpint1: call('scaledE₁'),
    jeffreysKl: call('KL_Jeffreys'),
    stopGradient: call('stop')
  },
  zip: {
    add: sum,
    sub: (x, y) => piece(`${at(level.sum)(x)} − ${afterSign(level.big)(y)}`, level.sum),
    mul: (x, y) => piece(`${at(level.product)(x)}·${afterSign(level.product)(y)}`, level.product),
    div: (x, y) => piece(`${at(level.product)(x)}/${at(level.power)(y)}`, level.product),
    pow: (x, y) => piece(`${at(level.atom)(x)}^${at(level.atom)(y)}`, level.power),
    max: call('max'),
    min: call('min'),
    equal: compare('='),
    less: compare('<'),
    lessEqual: compare('≤'),
    polygamma: (n, x) => piece(`ψ⁽${bare(n)}⁾(${bare(x)})`),
    logProduct: (x, y) => piece(`log(${at(level.product)(x)}·${afterSign(level.product)(y)})`),
    logRatio: (x, y) => piece(`log(${at(level.product)(x)}/${at(level.power)(y)})`),
    deviance: call('deviance'),
    logCauchy: (x, y) => {
      const scale = at(level.power)(y)
      return piece(`log(${scale}/(${at(level.atom)(x)}² + ${at(level.atom)(y)}²))`)
    }
  },
  where: (c, x, y) => piece(`(${bare(x)} if ${bare(c)} else ${bare(y)})`),
  reduce: {
    sum: (over, x) => piece(`Σ_${list(over)} ${at(level.big)(x)}`, level.big),
    max: (over, x) => call(`max_${list(over)}`)(x),
    min: (over, x) => call(`min_${list(over)}`)(x),
    logSumExp: (over, x) => call(`logsumexp_${list(over)}`)(x)
  },
  rename: (from, to, x) => postfix(`[${from} → ${to}]`)(x),
  merge: (from, to, x) => postfix(`[${tuple(from)} → ${to}]`)(x),
  split: (from, to, x) => postfix(`[${from} → ${tuple(to)}]`)(x),
  gather: (axis, x, index) => postfix(`[${axis} = ${bare(index)}]`)(x),
  unfold: (w, x) => postfix(`[${place(w)}]`)(x),
  fold: (w, x) => piece(`Σ_{${place(w)}} ${at(level.big)(x)}`, level.big),
  name: (i) => piece(`t${i}`),
  definition: (name, value) => `let ${name} = ${value}`,
  lines: (definitions, result) => [...definitions, result].join('\n')
}

/**
 * Unicode text with as few brackets as it takes; larger parts used more than once are named by
 * `let` lines before the result.
 *
 * @example
 * import { expr } from 'farrier'
 *
 * const x = expr.ref('x', ['images', 'pixels']), w = expr.ref('w', ['pixels', 'h'])
 * assert.equal(expr.print(expr.contract(['pixels'])(x, w)), 'Σ_pixels x·w')
 */
export const print: (e: Expr) => string = printWith(unicode)

/**
 * The same within a sentence: the parts stand behind the result.
 *
 * @example
 * import { expr } from 'farrier'
 *
 * const t = expr.mul(expr.ref('b', []))(expr.ref('a', []))
 * assert.equal(expr.printInLine(expr.div(expr.add(1)(t))(t)), 't1/(t1 + 1) where t1 = a·b')
 */
export const printInLine: (e: Expr) => string = printWith({
  ...unicode,
  definition: (name, value) => `${name} = ${value}`,
  lines: (definitions, result) =>
    definitions.length === 0 ? result : `${result} where ${definitions.join(', ')}`
})
