/**
 * Where a normal tensor meets the data in one contraction, the noise moves from the weights to the
 * result: Σ_k x_k (μ_k + σ_k ε_k) and Σ_k x_k μ_k + √(Σ_k x_k² σ_k²) · ε have one law (Kingma,
 * Salimans & Welling 2015, eq. 6).
 *
 * Exact only where rows do not share the draw. The observed log density is a sum over rows and E
 * Σ_r f_r(θ) = Σ_r E f_r(θ_r), so a draw may be repeated along a row axis if nothing before that
 * sum mixes rows; and a result may have noise of its own per element only if no other element uses
 * the same weights: its free axes are the weights' own and row axes. Anything else keeps weight
 * noise. Scales in front of the weights multiply x where they lie on contracted axes, the result
 * where they lie on others.
 *
 * @since 0.1.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import {
  add,
  type Axes,
  children,
  contract,
  type Expr,
  foldList,
  isSubset,
  meet,
  mixedAlong,
  postorder,
  product,
  refs,
  sqrt,
  square,
  union,
  withChildren,
  without
} from '../../expr/index.ts'
import type { Noise } from '../../ir/Variational.ts'
import { isNone } from 'fp-ts/lib/Option.js'
import { drawOf } from '../parts/Draw.ts'
import {
  absorbing,
  elementwise,
  drawnHere,
  type Gaussian,
  gaussian,
  isStill,
  none,
  type Point,
  point,
  randomOf,
  type Scaled,
  type Setting,
  settle,
  sitesOf,
  type Value
} from '../parts/PerRow.ts'

/**
 * An expression in parameters, noise and data; which tensors are drawn at the result, and which
 * once for all rows.
 */
export interface Drawn {
  readonly expr: Expr
  readonly noise: ReadonlyArray<Noise>
  readonly local: ReadonlyArray<string>
  readonly shared: ReadonlyArray<string>
}

/** Does no operation of `root` mix the indices of `axis`? */
export const isSeparable =
  (root: Expr) =>
  (axis: string): boolean =>
    mixedAlong(axis)([root]) === undefined

/**
 * Keeps √ differentiable where a whole row of x is zero; far below any variance that matters in
 * float32.
 */
const varianceFloor = 1e-24

type Contract = Extract<Expr, { readonly _tag: 'Contract' }>

/**
 * x contracted with a normal tensor; undefined where noise of the result's own would not be exact.
 */
const contractNormal = (
  s: Setting,
  node: Contract,
  x: Value,
  given: Gaussian,
  draw: (v: Value) => Point
): Gaussian | undefined => {
  const p = draw(x)
  const free = without([...node.over, ...s.rows, ...s.draws])(p.native)
  const isExact =
    meet(p.native, s.rows).length > 0 &&
    meet(given.native, s.rows).length === 0 &&
    isSubset(free, given.native) &&
    isSubset(node.over, given.native) &&
    isSubset(node.over, p.native)
  const outputs = without(node.over)(given.native)
  const onBoth = given.scales.filter(
    (k) => meet(k.native, node.over).length > 0 && meet(k.native, outputs).length > 0
  )
  if (!isExact || !onBoth.every(isStill(s))) return undefined
  const g = absorbing(given, onBoth)
  const inner = g.scales.filter((k) => meet(k.native, node.over).length > 0)
  const scaled = product([p.expr, ...inner.map((k) => k.expr)])
  const variance = pipe(contract(node.over)(square(scaled), g.variance), add(varianceFloor))
  const scales = g.scales.filter((k) => !inner.includes(k))
  return {
    _tag: 'Gaussian',
    scales,
    mean: contract(node.over)(scaled, g.mean),
    variance,
    deviation: sqrt(variance),
    native: node.axes,
    owner: g.owner,
    random: none
  }
}

/**
 * x contracted with what has draws per row in front: those over the axes of the sum multiply x, the others
 * its result. Undefined where one lies on both, and has to be drawn with the weights.
 */
const contractScaled = (
  s: Setting,
  node: Contract,
  x: Value,
  y: Scaled,
  draw: (v: Value) => Point
): Value | undefined => {
  const p = draw(x)
  const outputs = without(node.over)(y.native)
  const isInner = (k: Point): boolean => meet(k.native, node.over).length > 0
  const inner = y.scales.filter(isInner)
  if (meet(p.native, s.rows).length === 0 || inner.some((k) => meet(k.native, outputs).length > 0))
    return undefined
  const expr = contract(node.over)(product([p.expr, ...inner.map((k) => k.expr)]), y.expr)
  const random = randomOf([p, y])
  return inner.length === y.scales.length
    ? point(expr, node.axes, random)
    : {
        _tag: 'Scaled',
        scales: y.scales.filter((k) => !isInner(k)),
        expr,
        native: node.axes,
        random
      }
}

/**
 * One attempt with the sites of `shared` drawn once for all rows; `spoilt` sites would give a
 * product per row and must be shared.
 */
const attempt = (
  root: Expr,
  s: Setting,
  shared: ReadonlySet<string>
): Drawn & { readonly spoilt: ReadonlyArray<string> } => {
  const parents = new Map<Expr, number>()
  for (const e of postorder([root]))
    for (const c of children(e)) parents.set(c, (parents.get(c) ?? 0) + 1)
  const noise = new Map<string, Noise>()
  const spoilt = new Set<string>(),
    local = new Set<string>()
  const unspoilt = sitesOf(new Set())
  const remember = (n: Noise): Noise => {
    noise.set(n.name, n)
    return n
  }
  const draw = settle(s, remember)
  const generic = (node: Expr, operands: ReadonlyArray<Value>): Value =>
    point(
      withChildren(
        node,
        operands.map((v) => draw(v).expr)
      ),
      node.axes,
      randomOf(operands)
    )

  const site = (node: Extract<Expr, { readonly _tag: 'Ref' }>): Value => {
    const form = s.forms.get(node.name)
    if (form === undefined) return point(node, node.axes)
    const isShared = shared.has(node.name),
      normal = form.asNormal
    if (!isShared && !isNone(normal) && !normal.value.isLog)
      return gaussian(normal.value, node.name)
    const d = isShared
      ? drawOf(node.name, form, s.draws)
      : drawOf(node.name, form, union(s.draws, s.rows), s.at)
    d.noise.forEach(remember)
    return point(d.value, node.axes, isShared || d.noise.length === 0 ? none : drawnHere(node.name))
  }
  const contraction = (node: Contract, x: Value, y: Value): Value => {
    const scaled =
      (y._tag === 'Scaled' ? contractScaled(s, node, x, y, draw) : undefined) ??
      (x._tag === 'Scaled' ? contractScaled(s, node, y, x, draw) : undefined)
    if (scaled !== undefined) return scaled
    const found =
      (y._tag === 'Gaussian' ? contractNormal(s, node, x, y, draw) : undefined) ??
      (x._tag === 'Gaussian' ? contractNormal(s, node, y, x, draw) : undefined)
    if (found === undefined) return spoil(node, [x, y])
    local.add(found.owner)
    return found
  }
  /**
   * An operand without rows of its own would get them from its draws: its sites are drawn once
   * instead.
   */
  const spoil = (node: Expr, operands: ReadonlyArray<Value>): Value => {
    for (const v of operands)
      if (meet(v.native, s.rows).length === 0)
        for (const n of unspoilt(randomOf([v]))) spoilt.add(n)
    return generic(node, operands)
  }
  const visit = (node: Expr, operands: ReadonlyArray<Value>): Value => {
    const [x, y] = operands
    switch (node._tag) {
      case 'Ref':
        return site(node)
      case 'Contract':
        return x === undefined || y === undefined
          ? generic(node, operands)
          : contraction(node, x, y)
      case 'Reduce':
      case 'Merge':
      case 'Split':
      case 'Gather':
      case 'Unfold':
      case 'Fold':
        return spoil(node, operands)
      default:
        return elementwise(s, remember)(node, operands) ?? generic(node, operands)
    }
  }
  // a value used twice is one draw: it settles before its users see it
  const once = (node: Expr, v: Value): Value => ((parents.get(node) ?? 0) > 1 ? draw(v) : v)
  const end = draw(foldList<Value>((node, operands) => once(node, visit(node, operands)))(root))
  return {
    expr: end.expr,
    noise: [...noise.values()],
    local: [...local],
    shared: [...shared],
    spoilt: [...spoilt].filter((n) => !shared.has(n))
  }
}

/**
 * `root` with every site drawn, per row where that is exact and cheap. `isLocal` off: every site
 * once for all rows.
 */
export const drawPerRow = (root: Expr, s: Setting, isLocal: boolean): Drawn => {
  const used = refs([root])
  // rows that drew what sites share apart would draw it for each site apart; draws that jump are scored
  // by all that read them
  const names = new Set(
    [...s.forms].flatMap(([name, d]) =>
      d.draw.noise === 'none' ||
      (isLocal && d.jumps !== true && !(d.joint !== undefined && used.has(name)))
        ? []
        : [name]
    )
  )
  for (;;) {
    const result = attempt(root, s, names)
    if (result.spoilt.length === 0) return result
    for (const n of result.spoilt) names.add(n)
  }
}

/** Rows of an observed site: its plates, where the log density is separable. */
export const rowsOf = (plates: Axes, siteAxes: Axes, logDensity: Expr): Axes =>
  meet(plates, siteAxes).filter(isSeparable(logDensity))
