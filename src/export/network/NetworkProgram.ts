/**
 * A network as a tensor program: the arguments of its predictions as functions of the data.
 *
 * What is gathered becomes a sum over the axis, windows are taken by their positions, contractions are
 * products of matrices. Data come whole: what the network does not read of them is left out inside.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { isNonEmpty } from 'fp-ts/lib/ReadonlyArray.js'
import { fixedSizes, type Network, openAxes } from '../../compress/Network.ts'
import { type Axes, constant, type Expr, iota, meet, ref, union, where } from '../../expr/Expr.ts'
import { fold, isClosed, postorder, rebuild } from '../../expr/Fold.ts'
import { evaluate } from '../../expr/numbers/Reference.ts'
import { equal, sumOver } from '../../expr/Words.ts'
import { type Problem, problem, type Problems } from '../../ir/Problem.ts'
import { type Arranged, type ArrayWriter, arrayWriter } from './ArrayWriter.ts'
import { withoutUnused } from './UsedSteps.ts'
import { convolutionOf, poolingOf, type UnderWindows } from './WindowPatterns.ts'
import { OPEN, type TensorOutput, type TensorProgram } from './TensorProgram.ts'

const isZero = (e: Expr): boolean => e._tag === 'Constant' && e.value === 0

type Sizes = ReadonlyMap<string, number>

/** Positions that are the network's own, along axes that x has not. */
const isFixed = (sizes: Sizes, x: Expr, index: Expr): boolean =>
  isClosed(index) &&
  meet(x.axes, index.axes).length === 0 &&
  postorder([index]).every(
    (e) => e.axes.every((a) => sizes.has(a)) && (e._tag !== 'Size' || sizes.has(e.axis))
  )

/**
 * What is gathered by data, as a sum over the axis: 0 where no position is the index. Zeros that pruning has
 * left to carry an axis are the number 0: what they are added to has the axis, or nothing has it.
 */
const tidied = (sizes: Sizes) =>
  fold<Expr>({
    ...rebuild,
    Zip: (folded, e) => {
      const isCarrier = folded.op === 'mul' && isZero(folded.x) && folded.y._tag === 'Iota'
      return isCarrier ? constant(0) : rebuild.Zip(folded, e)
    },
    Rename: (folded, e) =>
      folded.x.axes.includes(folded.from) ? rebuild.Rename(folded, e) : folded.x,
    Gather: (folded, e) => {
      const { axis, x, index } = folded
      return isFixed(sizes, x, index)
        ? rebuild.Gather(folded, e)
        : sumOver([axis])(where(pipe(iota(axis), equal(index)), x, constant(0)))
    }
  })

/** What each output is called: `y.logits`. */
const rootsOf = (n: Network): ReadonlyArray<{ readonly name: string; readonly value: Expr }> => {
  const tidy = tidied(fixedSizes(n))
  return n.predictions.flatMap(({ site, arguments: given }) =>
    given.map(({ name, value }) => ({ name: `${site}.${name}`, value: tidy(value) }))
  )
}

/** The open axes first, the others as they come. */
const orderOf = (open: ReadonlySet<string>, roots: ReadonlyArray<Expr>) => {
  const all = postorder(roots).flatMap((e) => e.axes)
  const names = [...all.filter((a) => open.has(a)), ...all]
  const place = new Map([...new Set(names)].map((a, i) => [a, i] as const))
  return (axes: Axes): Axes => axes.toSorted((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0))
}

/** Predictions that are the same for every row have no rows. */
const constantOnes = (
  n: Network,
  roots: ReadonlyArray<{ readonly name: string; readonly value: Expr }>
): ReadonlyArray<Problem> => {
  const open = openAxes(n)
  const isOpen = (e: Expr): boolean => e.axes.some((a) => open.has(a))
  const before = n.predictions.flatMap((p) => p.arguments.map((a) => a.value))
  return roots.flatMap(({ name, value }, i) => {
    const own = before[i]
    return own !== undefined && isOpen(own) && !isOpen(value)
      ? [
          problem(
            name,
            'is the same for every row: nothing of the data is read any more',
            'an exported network would not know how many rows there are',
            'press to a smaller tolerance, or take the constant from --to csv'
          )
        ]
      : []
  })
}

const refusal = (what: string, why: string): Problem =>
  problem('the network', what, why, 'export its tensors alone: --to safetensors')

/** What no format here has: positions and sizes of an axis that comes with the data. */
const lacking = (
  sizes: Sizes,
  open: ReadonlySet<string>,
  roots: ReadonlyArray<Expr>
): ReadonlyArray<Problem> => {
  const found = postorder(roots).flatMap((e) => {
    if ((e._tag === 'Size' || e._tag === 'Iota') && open.has(e.axis))
      return [
        refusal(
          `uses the ${e._tag === 'Size' ? 'size' : 'positions'} of ${e.axis}`,
          'an exported network takes any number of rows, each on its own'
        )
      ]
    if (e._tag === 'Gather' && isFixed(sizes, e.x, e.index)) {
      const size = sizes.get(e.axis) ?? 0
      const { values } = evaluate({ sizes, values: new Map() })(e.index)
      const lost = values.find((i) => !(Number.isInteger(i) && i >= 0 && i < size))
      if (lost !== undefined)
        return [refusal(`gathers ${e.axis} at ${lost}`, `it has positions from 0 to ${size - 1}`)]
    }
    if (e._tag === 'Fold')
      return [refusal(`adds windows up onto ${e.windows.along}`, 'no format has that operation')]
    const twice = e.axes.filter((a) => open.has(a))
    return twice.length > 1
      ? [
          refusal(
            `has arrays over ${twice.join(' and ')}, whose sizes come with the data`,
            'formats have one size that is left open when arrays are reshaped'
          )
        ]
      : []
  })
  return [...new Map(found.map((p) => [p.what, p] as const)).values()]
}

const write = (
  n: Network,
  w: ArrayWriter,
  inOrder: (axes: Axes) => Axes,
  sizeOf: (axis: string) => number
): ((e: Expr, get: (e: Expr) => Arranged) => Arranged) => {
  const sizes = fixedSizes(n)
  /** Weights lie as they are used, so that nothing is moved when the network runs. */
  const own = (e: Expr, name: string): Arranged => {
    const axes = inOrder(e.axes)
    const bound = e._tag === 'Ref' ? n.tensors.get(e.name) : undefined
    const found = evaluate({
      sizes,
      values: new Map(bound === undefined ? [] : [[name, bound] as const])
    })(e._tag === 'Ref' ? ref(name, axes) : e)
    return w.weight(name, found.axes, Float32Array.from(found.values))
  }
  const input = (name: string, axes: Axes): Arranged => {
    const whole = w.input(
      name,
      axes,
      axes.map((a) => n.kept.get(a)?.size ?? sizeOf(a))
    )
    const read = axes.reduce((x, axis) => {
      const kept = n.kept.get(axis)
      return kept === undefined ? x : w.take(x, axis, kept.indices)
    }, whole)
    return w.arranged(read, inOrder(axes))
  }
  return (e, get) => {
    switch (e._tag) {
      case 'Constant':
      case 'Constants':
      case 'Size':
      case 'Iota':
        return w.arranged(own(e, e._tag.toLowerCase()), inOrder(e.axes))
      case 'Ref':
        return n.tensors.has(e.name) ? own(e, e.name) : input(e.name, e.axes)
      case 'Map': {
        const x = get(e.x)
        return w.push({ op: 'map', map: e.op, x: x.at }, x.axes)
      }
      case 'Zip':
        return w.zip(e.op, get(e.x), get(e.y))
      case 'Where': {
        const parts = [e.condition, e.x, e.y].map(get)
        const axes = inOrder(parts.reduce<Axes>((all, p) => union(all, p.axes), []))
        const [condition = 0, x = 0, y = 0] = parts.map((p) => w.spread(p, axes).at)
        return w.push({ op: 'where', condition, x, y }, axes)
      }
      case 'Reduce': {
        const pooled = poolingOf(e)
        return pooled === undefined
          ? w.reduce(e.op, e.over, get(e.x))
          : w.maxPool(pooled.windows, under(pooled, get))
      }
      case 'Contract': {
        const found = convolutionOf(e)
        return found === undefined
          ? w.contract(e.over, get(e.x), get(e.y))
          : w.conv(found.how, under(found.image, get), get(found.filters))
      }
      case 'Rename':
        return w.arranged(renamed(get(e.x), e.from, e.to), inOrder(e.axes))
      case 'Merge':
        return w.regroup(get(e.x), e.from, [e.to])
      case 'Split':
        return w.regroup(get(e.x), [e.from], e.to)
      case 'Unfold':
        return w.unfold(e.windows, get(e.x))
      case 'Gather': {
        const { values } = evaluate({ sizes, values: new Map() })(e.index)
        return w.takeAlong(get(e.x), e.axis, e.index.axes, Array.from(values))
      }
      case 'Fold':
        throw new Error(`internal: ${e._tag} in a network to export`)
    }
  }
}

/** What lies under windows, its axes called as they are there. */
const under = ({ base, renames }: UnderWindows, get: (e: Expr) => Arranged): Arranged =>
  renames.reduce((x, [from, to]) => renamed(x, from, to), get(base))

const renamed = ({ at, axes }: Arranged, from: string, to: string): Arranged => ({
  at,
  axes: axes.map((a) => (a === from ? to : a))
})

/** Errors: operations that no format has. */
export const networkProgram = (n: Network): E.Either<Problems, TensorProgram> => {
  const roots = rootsOf(n),
    values = roots.map((r) => r.value)
  const open = openAxes(n)
  const problems = [...constantOnes(n, roots), ...lacking(fixedSizes(n), open, values)]
  if (isNonEmpty(problems)) return E.left(problems)
  const sizes = fixedSizes(n),
    inOrder = orderOf(open, values)
  const sizeOf = (axis: string): number => (open.has(axis) ? OPEN : (sizes.get(axis) ?? NaN))
  const writer = arrayWriter(inOrder, sizeOf)
  const visit = write(n, writer, inOrder, sizeOf)
  const known = new Map<Expr, Arranged>()
  const get = (e: Expr): Arranged => {
    const found = known.get(e)
    if (found === undefined) throw new Error('internal: an operand before its value')
    return found
  }
  for (const e of postorder(values)) known.set(e, visit(e, get))
  const outputs = roots.map(({ name, value }): TensorOutput => {
    const { at, axes } = get(value)
    return { name, at, axes }
  })
  const [first] = [...open]
  return E.right(withoutUnused({ steps: writer.steps, outputs, open: first }))
}
