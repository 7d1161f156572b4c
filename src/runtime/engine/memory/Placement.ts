/**
 * Where each instruction of a plan is computed.
 *
 * Instructions are placed from the last to the first, each with its earliest user if it can be
 * computed there, otherwise in a kernel of its own right before it. So everything is made as late
 * as possible, and there are no cycles by construction.
 *
 * @since 0.1.0
 */
import type { Instruction, Plan, Shape, ValueId } from '../../../ir/Plan.ts'
import { elements } from '../../../lower/AxisLayout.ts'
import { operands } from '../../../lower/LastUses.ts'
import {
  canReduce,
  type Chain,
  type Draft,
  emptyChain,
  insert,
  isLoop,
  loopDraft,
  wholeDraft,
  type WholeKernel
} from '../emit/Draft.ts'
import {
  type ElementwiseInstruction,
  type MatrixOperand,
  type ReduceInstruction,
  squeezed
} from '../Kernel.ts'
import {
  aligned,
  flipped,
  matrixOperand,
  reads,
  sourcesOf,
  swapsLastTwo
} from '../loop/Operands.ts'
import { isView, type Views } from './Views.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** - `aligned` the element is read at the place where it is computed. */
interface Use {
  readonly by: Draft
  readonly aligned: boolean
}

/**
 * Spaces up to this size share a kernel with whatever is near: what counts is the number of
 * kernels.
 */
const smallSpace = 1024
/** How many kernels before the user are looked at for company. */
const window = 16

// ---------------------------------------------------------------------------
// pieces
// ---------------------------------------------------------------------------

const isElementwise = (i: Instruction): i is ElementwiseInstruction =>
  i.operation._tag === 'Map' ||
  i.operation._tag === 'Zip' ||
  i.operation._tag === 'Where' ||
  isView(i)
const isReduce = (i: Instruction): i is ReduceInstruction => i.operation._tag === 'Reduce'

const earliest = (uses: ReadonlyArray<Use>): Draft | undefined =>
  uses.reduce<Draft | undefined>(
    (d, u) => (d === undefined || u.by.rank < d.rank ? u.by : d),
    undefined
  )

/** Positions of a reduction in the space of its operand. */
const reducedPositions = (shape: Shape, positions: ReadonlyArray<number>): ReadonlyArray<number> =>
  positions.map((p) => shape.slice(0, p).filter((d) => d !== 1).length)

/** How many instructions read each value. */
const readersIn = (plan: Plan): ReadonlyArray<number> => {
  const counts = plan.instructions.map(() => 0)
  for (const i of plan.instructions)
    for (const v of operands(i.operation)) counts[v] = (counts[v] ?? 0) + 1
  return counts
}

// ---------------------------------------------------------------------------
// placement
// ---------------------------------------------------------------------------

export const place = (plan: Plan, views: Views): Chain => {
  const { at, root, constant } = views
  const chain = emptyChain()
  const uses = plan.instructions.map((): Array<Use> => [])
  const usesOf = (id: ValueId): ReadonlyArray<Use> => uses[root(id)] ?? []
  const outputs = new Set(plan.outputs.map((o) => root(o.id)))
  const readers = readersIn(plan)
  /** Products that are made in another form. */
  const absorbed = new Set<ValueId>()

  const use = (by: Draft, id: ValueId, isAligned: boolean): void => {
    uses[root(id)]?.push({ by, aligned: isAligned })
  }
  const useSources = (draft: Draft, i: Instruction): void => {
    for (const s of sourcesOf(views, i)) use(draft, s.base, aligned(views, draft.space, s))
  }

  /** A loop not far before `limit`, of the same space, that may take one more. */
  const near = (
    space: Shape,
    limit: Draft | undefined,
    fits: (d: Draft) => boolean
  ): Draft | undefined => {
    let d = limit === undefined ? chain.last : limit.before
    for (let k = 0; d !== undefined && k < window; k++, d = d.before)
      if (isLoop(d, space) && fits(d)) return d
    return undefined
  }
  const elementwise = (i: ElementwiseInstruction): void => {
    const space = squeezed(i.shape)
    const mine = usesOf(i.id)
    const first = earliest(mine)
    const together =
      first !== undefined && isLoop(first, space) && mine.every((u) => u.by !== first || u.aligned)
        ? first
        : undefined
    const company =
      first === undefined || elements(space) <= smallSpace
        ? near(space, first, () => true)
        : undefined
    const draft = together ?? company ?? insert(chain, loopDraft(space), first)
    draft.body.push(i)
    useSources(draft, i)
  }
  const reduce = (i: ReduceInstruction): void => {
    const { x, positions } = i.operation
    const space = squeezed(at(x).shape)
    const reduced = reducedPositions(at(x).shape, positions)
    const first = earliest(usesOf(i.id))
    const sharesOperand = (d: Draft): boolean => usesOf(x).some((u) => u.by === d)
    const company = near(
      space,
      first,
      (d) => canReduce(d, reduced) && (elements(space) <= smallSpace || sharesOperand(d))
    )
    const draft = company ?? insert(chain, loopDraft(space), first)
    draft.reduced = reduced
    draft.reductions.push(i)
    useSources(draft, i)
  }
  const whole = (kernel: WholeKernel): void => {
    const draft = insert(chain, wholeDraft(kernel), earliest(usesOf(kernel.id)))
    for (const v of reads(views, kernel)) use(draft, v, false)
  }
  const product = (
    id: ValueId,
    shape: Shape,
    k: number,
    x: MatrixOperand,
    y: MatrixOperand
  ): void => {
    const [m = 1, n = 1] = shape.slice(-2)
    whole({ _tag: 'Product', id, batch: shape.length > 2 ? (shape[0] ?? 1) : 1, m, k, n, x, y })
  }
  const summed = (x: ValueId): number => at(x).shape.at(-1) ?? 1

  const placeOne = (i: Instruction): void => {
    const { operation: o, id, shape } = i
    const inner =
      o._tag === 'Transpose' && swapsLastTwo(o.permutation) ? at(o.x).operation : undefined
    // (x·y)ᵀ = yᵀ·xᵀ, if nobody else wants x·y
    if (
      o._tag === 'Transpose' &&
      inner?._tag === 'MatMul' &&
      usesOf(o.x).length === 0 &&
      !outputs.has(o.x) &&
      readers[o.x] === 1
    ) {
      absorbed.add(o.x)
      product(
        id,
        shape,
        summed(inner.x),
        flipped(matrixOperand(views, inner.y)),
        flipped(matrixOperand(views, inner.x))
      )
    } else if (isElementwise(i)) elementwise(i)
    else if (isReduce(i)) reduce(i)
    else if (o._tag === 'Noise') whole({ _tag: 'Noise', id, name: o.name, count: elements(shape) })
    else if (o._tag === 'MatMul')
      product(id, shape, summed(o.x), matrixOperand(views, o.x), matrixOperand(views, o.y))
    else if (o._tag === 'Unfold' || o._tag === 'Fold')
      whole({ _tag: 'Window', id, operation: o, x: o.x })
  }
  const isMade = ({ id, operation: o }: Instruction): boolean =>
    !constant(id) &&
    !absorbed.has(id) &&
    o._tag !== 'Input' &&
    o._tag !== 'Reshape' &&
    ((uses[id]?.length ?? 0) > 0 || outputs.has(id))
  for (const i of [...plan.instructions].reverse()) if (isMade(i)) placeOne(i)
  return chain
}
