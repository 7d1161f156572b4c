/**
 * Expressions as LaTeX, for the body of an `aligned` environment or, on one line, for any
 * mathematics.
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

const at = (least: Level): ((x: Piece) => string) => enclosed(least, '\\left(', '\\right)')
const bare = at(level.compare)
/** A name upright, with what TeX reserves escaped. */
export const latexName = (name: string): string =>
  `\\mathrm{${name.replace(/[_#$%&{}]/g, '\\$&').replace(/~/g, '\\sim ')}}`
const call =
  (name: string) =>
  (...xs: ReadonlyArray<Piece>): Piece =>
    piece(`${name}\\left(${xs.map(bare).join(', ')}\\right)`)
const operator = (name: string): ((...xs: ReadonlyArray<Piece>) => Piece) =>
  call(`\\operatorname{${name}}`)
const list = (axes: Axes): string => axes.map(latexName).join(', ')
const under =
  (name: string, over: Axes) =>
  (x: Piece): Piece =>
    call(`${name}_{${list(over)}}`)(x)
const indexed =
  (inside: string) =>
  (x: Piece): Piece =>
    piece(`${at(level.atom)(x)}\\left[${inside}\\right]`)
const compare =
  (sign: string) =>
  (x: Piece, y: Piece): Piece =>
    piece(`${at(level.sum)(x)} ${sign} ${at(level.sum)(y)}`, level.compare)
const fraction = (x: Piece, y: Piece): Piece => piece(`\\frac{${bare(x)}}{${bare(y)}}`, level.power)
const afterSign =
  (least: Level) =>
  (x: Piece): string =>
    x.text.startsWith('-') ? `\\left(${x.text}\\right)` : at(least)(x)

const number = (v: number): string => {
  if (Number.isNaN(v)) return '\\mathrm{NaN}'
  if (!Number.isFinite(v)) return v < 0 ? '-\\infty' : '\\infty'
  const [digits = '', exponent] = String(Number(v.toPrecision(6))).split('e')
  return exponent === undefined ? digits : `${digits} \\cdot 10^{${exponent.replace('+', '')}}`
}

const place = ({ along, at: window, offset, stride, padding }: Windows): string =>
  `${latexName(along)} = ${stride === 1 ? '' : `${stride} \\, `}${latexName(window)} + ` +
  `${latexName(offset)}${padding === 0 ? '' : ` - ${padding}`}`

const notation: Notation = {
  number: (v) => piece(number(v), v < 0 || number(v).includes('cdot') ? level.product : level.atom),
  constants: (axes, values) => {
    const more = values.length > 3 ? ', \\ldots' : ''
    const first = values.slice(0, 3).map(number).join(', ')
    return piece(`\\left[${first}${more}\\right]_{${list(axes)}}`)
  },
  ref: (name) => piece(latexName(name)),
  size: (axis) => piece(`N_{${latexName(axis)}}`),
  iota: (axis) => piece(`i_{${latexName(axis)}}`),
  map: {
    neg: (x) => piece(`-${afterSign(level.product)(x)}`, level.product),
    abs: (x) => piece(`\\left|${bare(x)}\\right|`),
    square: (x) => piece(`${at(level.atom)(x)}^{2}`, level.power),
    sqrt: (x) => piece(`\\sqrt{${bare(x)}}`),
    reciprocal: (x) => fraction(piece('1'), x),
    floor: (x) => piece(`\\left\\lfloor ${bare(x)} \\right\\rfloor`),
    exp: call('\\exp'),
    log: call('\\log'),
    sin: call('\\sin'),
    cos: call('\\cos'),
    tanh: call('\\tanh'),
    sign: operator('sign'),
    expm1: operator('expm1'),
    log1p: operator('log1p'),
    round: operator('round'),
    sigmoid: operator('sigmoid'),
    softplus: operator('softplus'),
    relu: operator('relu'),
    erf: operator('erf'),
    logNdtr: call('\\log\\Phi'),
    ndtri: call('\\Phi^{-1}'),
    lgamma: call('\\log\\Gamma'),
    digamma: call('\\psi'),
    trigamma: call("\\psi'"),
    stirling: call('\\delta'),
    excess: operator('excess'),
    dawson: call('F'),
    expint1: call('E_{1}'),
    scaledExpint1: call('\\tilde{E}_{1}'),
    jeffreysKl: call('\\mathrm{KL}_{\\mathrm{Jeffreys}}'),
    stopGradient: operator('stop')
  },
  zip: {
    add: (x, y) => {
      const right = at(level.big)(y)
      return piece(
        right.startsWith('-')
          ? `${at(level.sum)(x)} - ${right.slice(1)}`
          : `${at(level.sum)(x)} + ${right}`,
        level.sum
      )
    },
    sub: (x, y) => piece(`${at(level.sum)(x)} - ${afterSign(level.big)(y)}`, level.sum),
    mul: (x, y) =>
      piece(`${at(level.product)(x)} \\, ${afterSign(level.product)(y)}`, level.product),
    div: fraction,
    pow: (x, y) => piece(`${at(level.atom)(x)}^{${bare(y)}}`, level.power),
    max: call('\\max'),
    min: call('\\min'),
    equal: compare('='),
    less: compare('<'),
    lessEqual: compare('\\le'),
    polygamma: (n, x) => piece(`\\psi^{(${bare(n)})}\\left(${bare(x)}\\right)`),
    logProduct: (x, y) =>
      piece(`\\log\\left(${at(level.product)(x)} \\, ${afterSign(level.product)(y)}\\right)`),
    logRatio: (x, y) => call('\\log')(fraction(x, y)),
    deviance: operator('deviance'),
    logCauchy: (x, y) =>
      call('\\log')(
        fraction(y, piece(`${at(level.atom)(x)}^{2} + ${at(level.atom)(y)}^{2}`, level.sum))
      )
  },
  where: (c, x, y) =>
    piece(
      `\\begin{cases} ${bare(x)} & \\text{if } ${bare(c)} \\\\ ${bare(y)} & \\text{else} \\end{cases}`,
      level.big
    ),
  reduce: {
    sum: (over, x) => piece(`\\sum_{${list(over)}} ${at(level.big)(x)}`, level.big),
    max: (over, x) => under('\\max', over)(x),
    min: (over, x) => under('\\min', over)(x),
    logSumExp: (over, x) => under('\\operatorname{logsumexp}', over)(x)
  },
  rename: (from, to, x) => indexed(`${latexName(from)} \\to ${latexName(to)}`)(x),
  merge: (from, to, x) => indexed(`(${list(from)}) \\to ${latexName(to)}`)(x),
  split: (from, to, x) => indexed(`${latexName(from)} \\to (${list(to)})`)(x),
  gather: (axis, x, index) => indexed(`${latexName(axis)} = ${bare(index)}`)(x),
  unfold: (w, x) => indexed(place(w))(x),
  fold: (w, x) => piece(`\\sum_{${place(w)}} ${at(level.big)(x)}`, level.big),
  name: (i) => piece(`t_{${i}}`),
  definition: (name, value) => `${name} &= ${value}`,
  lines: (definitions, result) =>
    definitions.length === 0
      ? result
      : `\\begin{aligned} ${[...definitions, `&\\phantom{=} ${result}`].join(' \\\\ ')} \\end{aligned}`
}

/**
 * LaTeX mathematics; larger parts used more than once are named in lines of their own before the
 * result.
 */
export const printLatex: (e: Expr) => string = printWith(notation)
