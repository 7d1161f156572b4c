/**
 * Reverse-mode differentiation, expression → expression.
 *
 * The adjoint of a node is ∂loss/∂node, an expression that may lack axes along which it is
 * constant. Each node is visited once, after all its users, so the result is linear in the size of
 * the loss and shares what the loss has computed. The adjoint of a broadcast operand sums over the
 * axes it lacks; that of a contraction is a contraction (never a broadcast product and a sum).
 *
 * The branch that a `where` does not take gets adjoint 0, and that 0 stays 0 below it even where
 * the branch has an infinite slope or no value: behind a `where`, a product with a slope that may
 * not be finite is itself a `where`.
 *
 * @since 0.1.0
 */
import {
  type Axes,
  type Expr,
  foldWindows,
  merge,
  rename,
  split,
  unfoldWindows,
  where,
  without,
  zip,
  iota,
  meet,
  map,
  constant
} from '../Expr.ts'
import { type Algebra, children, fold, postorder, zero } from '../Fold.ts'
import { extremum, mapDerivatives, softmax, zipDerivatives } from './Derivatives.ts'
import { contracted, plus, spread, summed, times } from '../rules/Smart.ts'
import { sumOver } from '../Words.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/**
 * `guarded`: some way from the loss leads through a `where`, so that a zero here may stand for a
 * branch not taken.
 */
interface Adjoint {
  readonly value: Expr
  readonly guarded: boolean
}
interface Contribution extends Adjoint {
  readonly to: Expr
}

// ---------------------------------------------------------------------------
// finiteness
// ---------------------------------------------------------------------------

const finiteMaps: ReadonlySet<string> = new Set([
  'neg',
  'abs',
  'sign',
  'square',
  'floor',
  'round',
  'sin',
  'cos',
  'tanh',
  'sigmoid',
  'softplus',
  'relu',
  'erf',
  'dawson',
  'stopGradient'
])
const finiteZips: ReadonlySet<string> = new Set(['add', 'sub', 'mul', 'max', 'min'])
const comparisons: ReadonlySet<string> = new Set(['equal', 'less', 'lessEqual'])

/** Finite for every finite value of its references, by its operations alone. */
const finite: Algebra<boolean> = {
  Constant: ({ value }) => Number.isFinite(value),
  Constants: ({ values }) => values.every(Number.isFinite),
  Ref: () => true,
  Size: () => true,
  Iota: () => true,
  Map: ({ op, x }) => x && finiteMaps.has(op),
  Zip: ({ op, x, y }) => comparisons.has(op) || (x && y && finiteZips.has(op)),
  Where: ({ x, y }) => x && y,
  Reduce: ({ op, x }) => x && op === 'sum',
  Contract: ({ x, y }) => x && y,
  Rename: ({ x }) => x,
  Merge: ({ x }) => x,
  Split: ({ x }) => x,
  Gather: ({ x }) => x,
  Unfold: ({ x }) => x,
  Fold: ({ x }) => x
}

// ---------------------------------------------------------------------------
// rules
// ---------------------------------------------------------------------------

type IsFinite = (e: Expr) => boolean

/** Σ over `axes` of g · slope, a zero of a guarded g staying zero. */
const through =
  (isFinite: IsFinite) =>
  (axes: Axes, g: Adjoint, slope: Expr): Expr =>
    g.guarded && !isFinite(slope)
      ? summed(axes)(where(zip('equal')(g.value, zero), zero, times(g.value, slope)))
      : contracted(axes)(g.value, slope)

/** As `through`, for a contraction: it stays one, over the finite values of the other operand. */
const throughContract =
  (isFinite: IsFinite) =>
  (axes: Axes, g: Adjoint, other: Expr): Expr =>
    contracted(axes)(
      g.value,
      g.guarded && !isFinite(other)
        ? where(zip('less')(map('abs')(other), constant(Infinity)), other, zero)
        : other
    )

/** What a node with adjoint g passes on to its operands; `needed` says which of them matter. */
const contributions =
  (isFinite: IsFinite, needed: (e: Expr) => boolean) =>
  (e: Expr, g: Adjoint): ReadonlyArray<Contribution> => {
    const { guarded } = g
    const via = through(isFinite),
      viaContract = throughContract(isFinite)
    const give = (
      to: Expr,
      value: () => Expr | 'zero',
      behindWhere: boolean = guarded
    ): ReadonlyArray<Contribution> => {
      if (!needed(to)) return []
      const v = value()
      return v === 'zero' || v === zero ? [] : [{ to, value: v, guarded: behindWhere }]
    }
    const slope = (to: Expr, d: () => Expr | 'zero'): ReadonlyArray<Contribution> =>
      give(to, () => {
        const local = d()
        return local === 'zero' ? 'zero' : via(without(to.axes)(e.axes), g, local)
      })
    switch (e._tag) {
      case 'Constant':
      case 'Constants':
      case 'Ref':
      case 'Size':
      case 'Iota':
        return []
      case 'Map':
        return slope(e.x, () => mapDerivatives[e.op](e.x, e))
      case 'Zip':
        return [
          ...slope(e.x, () => zipDerivatives[e.op].x(e.x, e.y, e)),
          ...slope(e.y, () => zipDerivatives[e.op].y(e.x, e.y, e))
        ]
      case 'Where':
        return [
          ...give(
            e.x,
            () => summed(without(e.x.axes)(e.axes))(where(e.condition, g.value, zero)),
            true
          ),
          ...give(
            e.y,
            () => summed(without(e.y.axes)(e.axes))(where(e.condition, zero, g.value)),
            true
          )
        ]
      case 'Reduce':
        switch (e.op) {
          case 'sum':
            return give(e.x, () => g.value)
          case 'logSumExp':
            return slope(e.x, () => softmax(e.x, e))
          case 'max':
          case 'min':
            return slope(e.x, () => extremum(e.x, e, sumOver(e.over)))
        }
      case 'Contract':
        return [
          ...give(e.x, () => viaContract(without(e.x.axes)(e.y.axes), g, e.y)),
          ...give(e.y, () => viaContract(without(e.y.axes)(e.x.axes), g, e.x))
        ]
      case 'Rename':
        return give(e.x, () =>
          g.value.axes.includes(e.to) ? rename(e.to, e.from)(g.value) : g.value
        )
      case 'Merge':
        return give(e.x, () =>
          g.value.axes.includes(e.to) ? split(e.to, e.from)(g.value) : g.value
        )
      case 'Split':
        return give(e.x, () =>
          meet(e.to, g.value.axes).length === 0
            ? g.value
            : merge(e.to, e.from)(spread(e.to)(g.value))
        )
      case 'Unfold':
        return give(e.x, () =>
          foldWindows(e.windows)(spread([e.windows.at, e.windows.offset])(g.value))
        )
      case 'Fold':
        return give(e.x, () => unfoldWindows(e.windows)(spread([e.windows.along])(g.value)))
      case 'Gather':
        return give(e.x, () =>
          contracted(without(e.x.axes)(e.axes))(g.value, zip('equal')(iota(e.axis), e.index))
        )
    }
  }

// ---------------------------------------------------------------------------
// gradients
// ---------------------------------------------------------------------------

const dependsOn = (names: ReadonlySet<string>): ((e: Expr) => boolean) => {
  const found = new Set<Expr>(),
    visited = new Set<Expr>()
  return (root) => {
    for (const e of postorder([root], visited))
      if (e._tag === 'Ref' ? names.has(e.name) : children(e).some((c) => found.has(c))) found.add(e)
    return found.has(root)
  }
}

const accumulate = (before: Adjoint | undefined, next: Adjoint): Adjoint =>
  before === undefined
    ? next
    : { value: plus(before.value, next.value), guarded: before.guarded || next.guarded }

/**
 * ∂loss/∂r for each reference r of `wrt`, by name. A gradient may lack axes of its reference along
 * which it is constant (the gradient of Σ w is the scalar 1): `spread(r.axes)` gives them back. A
 * reference that the loss does not use gets 0.
 *
 * @param loss a scalar: no axes
 */
export const gradients = (
  loss: Expr,
  wrt: ReadonlyArray<{ readonly name: string }>
): ReadonlyMap<string, Expr> => {
  if (loss.axes.length !== 0)
    throw new Error(
      `internal: gradient of an expression over [${loss.axes.join(', ')}], not of a scalar`
    )
  const needed = dependsOn(new Set(wrt.map((r) => r.name)))
  const pass = contributions(fold(finite), needed)
  const adjoints = new Map<Expr, Adjoint>([[loss, { value: constant(1), guarded: false }]])
  const byName = new Map<string, Expr>()
  for (const e of [...postorder([loss])].reverse()) {
    const g = adjoints.get(e)
    if (g !== undefined && needed(e)) {
      if (e._tag === 'Ref') byName.set(e.name, plus(byName.get(e.name) ?? zero, g.value))
      for (const c of pass(e, g)) adjoints.set(c.to, accumulate(adjoints.get(c.to), c))
    }
  }
  return new Map(wrt.map((r) => [r.name, byName.get(r.name) ?? zero]))
}
