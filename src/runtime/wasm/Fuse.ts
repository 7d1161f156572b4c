/**
 * A plan to kernels: elementwise instructions of one space are computed together with the reductions of their results.
 *
 * Instructions are placed from the last to the first, each with its earliest user if it can be computed there, otherwise in a kernel
 * of its own right before it. So everything is made as late as possible, and there are no cycles by construction. Then kernels
 * that share operands are merged where that makes nothing wait.
 *
 * @since 0.1.0
 */
import type { Instruction, Plan, Shape, ValueId } from '../../ir/Plan.ts'
import { elements } from '../../lower/Layout.ts'
import { operands } from '../../lower/Liveness.ts'
import { sameShape } from '../../lower/Values.ts'
import { type ElementwiseInstruction, type Kernel, type LoopKernel, type MatrixOperand, type ReduceInstruction, type Schedule, squeezed } from './Kernel.ts'
import { isView, rowMajor, type View, type Views, viewsOf } from './Views.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** A kernel while it grows, a link in the chain of execution; ranks order the chain. */
interface Draft {
  rank: number
  before: Draft | undefined
  after: Draft | undefined
  readonly kernel: Kernel | undefined
  readonly space: Shape
  reduced: ReadonlyArray<number> | undefined
  body: Array<ElementwiseInstruction>
  reductions: Array<ReduceInstruction>
}

/** - `aligned` every use there reads the element it computes. */
interface Use { readonly by: Draft; readonly aligned: boolean }

/** Spaces up to this size share a kernel with whatever is near: what counts is the number of kernels. */
const smallSpace = 1024
/** How many kernels before the user are looked at for company. */
const window = 16

// ---------------------------------------------------------------------------
// chain
// ---------------------------------------------------------------------------

interface Chain { first: Draft | undefined; last: Draft | undefined }

const renumber = (chain: Chain): void => {
  let rank = 0
  for (let d = chain.first; d !== undefined; d = d.after) d.rank = rank += 1
}

/** Puts a draft right before another, or at the end. */
const insert = (chain: Chain, draft: Draft, next: Draft | undefined): Draft => {
  const previous = next === undefined ? chain.last : next.before
  draft.before = previous
  draft.after = next
  if (previous === undefined) chain.first = draft
  else previous.after = draft
  if (next === undefined) chain.last = draft
  else next.before = draft
  const low = previous?.rank ?? (next?.rank ?? 1) - 2
  const high = next?.rank ?? low + 2
  draft.rank = (low + high) / 2
  if (!(draft.rank > low && draft.rank < high)) renumber(chain)
  return draft
}

const remove = (chain: Chain, draft: Draft): void => {
  if (draft.before === undefined) chain.first = draft.after
  else draft.before.after = draft.after
  if (draft.after === undefined) chain.last = draft.before
  else draft.after.before = draft.before
}

const draftOf = (kernel: Kernel): Draft => ({ rank: 0, before: undefined, after: undefined, kernel, space: [], reduced: undefined, body: [], reductions: [] })
const loopDraft = (space: Shape): Draft => ({ rank: 0, before: undefined, after: undefined, kernel: undefined, space, reduced: undefined, body: [], reductions: [] })

const earliest = (uses: ReadonlyArray<Use>): Draft | undefined =>
  uses.reduce<Draft | undefined>((d, u) => (d === undefined || u.by.rank < d.rank ? u.by : d), undefined)

// ---------------------------------------------------------------------------
// views
// ---------------------------------------------------------------------------

const isElementwise = (i: Instruction): i is ElementwiseInstruction => i.operation._tag === 'Map' || i.operation._tag === 'Zip' || i.operation._tag === 'Where' || isView(i)
const isReduce = (i: Instruction): i is ReduceInstruction => i.operation._tag === 'Reduce'

/** A matrix with its last two positions swapped. */
const swapsLastTwo = (permutation: ReadonlyArray<number>): boolean => {
  const rank = permutation.length
  return rank >= 2 && permutation.every((p, i) => p === (i === rank - 1 ? rank - 2 : i === rank - 2 ? rank - 1 : i))
}

/** An operand of a product as it can be read: where rows or columns are contiguous, a view is; f of a view, if f of its base is there. */
const matrixOperand = (views: Views, id: ValueId): MatrixOperand => {
  const { at, constant, mapOf, root, view } = views
  const operandOf = (v: ValueId, strides: ReadonlyArray<number>): MatrixOperand => {
    const [rowStride = 0, columnStride = 0] = strides.slice(-2)
    return { value: v, rowStride, columnStride, batchStride: strides.length > 2 ? strides[0] ?? 0 : 0 }
  }
  const { operation: o, shape } = at(id)
  const regular = (strides: ReadonlyArray<number>): boolean => shape.every((d, i) => i < shape.length - 2 || d === 1 || strides[i] === 1 || strides[i === shape.length - 1 ? i - 1 : i + 1] === 1)
  const { base, strides } = view(id)
  if (base !== root(id) && regular(strides)) return operandOf(base, strides)
  if (o._tag === 'Map' && !constant(id)) {
    const inner = view(o.x)
    const same = inner.base !== root(o.x) && at(inner.base).shape.length === shape.length && regular(inner.strides) ? mapOf(o.op, inner.base) : undefined
    if (same !== undefined && same < id) return operandOf(same, inner.strides)
  }
  return operandOf(root(id), rowMajor(shape))
}

const flipped = (m: MatrixOperand): MatrixOperand => ({ ...m, rowStride: m.columnStride, columnStride: m.rowStride })

// ---------------------------------------------------------------------------
// placement
// ---------------------------------------------------------------------------

/** What an instruction of a loop reads, operand by operand; a view that is written out reads what it is a view of. */
export const sourcesOf = ({ source, view }: Views, i: Instruction): ReadonlyArray<View> =>
  isView(i) ? [view(i.id)] : operands(i.operation).map(source)

/** The array has the space's element at the place that is computed, as it is made and as it is read. */
export const aligned = ({ at }: Views, space: Shape, { base, strides }: View): boolean =>
  sameShape(squeezed(at(base).shape), space) && sameShape(strides.filter((s) => s !== 0), rowMajor(space))

/** Positions of a reduction in the space of its operand. */
const reducedPositions = (shape: Shape, positions: ReadonlyArray<number>): ReadonlyArray<number> =>
  positions.map((p) => shape.slice(0, p).filter((d) => d !== 1).length)

const samePositions = (a: ReadonlyArray<number> | undefined, b: ReadonlyArray<number>): boolean => a === undefined || sameShape(a, b)

const isLoop = (d: Draft, space: Shape): boolean => d.kernel === undefined && sameShape(d.space, space)

const place = (plan: Plan, views: Views): Chain => {
  const { at, root, constant } = views
  const chain: Chain = { first: undefined, last: undefined }
  const uses = plan.instructions.map((): Array<Use> => [])
  const outputs = new Set(plan.outputs.map((o) => root(o.id)))
  const use = (by: Draft, id: ValueId, aligned: boolean): void => { uses[root(id)]?.push({ by, aligned }) }
  /** A loop near before `limit`, of the same space, that may take one more. */
  const near = (space: Shape, limit: Draft | undefined, fits: (d: Draft) => boolean): Draft | undefined => {
    let d = limit === undefined ? chain.last : limit.before
    for (let k = 0; d !== undefined && k < window; k++, d = d.before) if (isLoop(d, space) && fits(d)) return d
    return undefined
  }
  const elementwise = (i: ElementwiseInstruction): void => {
    const space = squeezed(i.shape)
    const mine = uses[i.id] ?? []
    const first = earliest(mine)
    const together = first !== undefined && isLoop(first, space) && mine.every((u) => u.by !== first || u.aligned) ? first : undefined
    const company = first === undefined || elements(space) <= smallSpace ? near(space, first, () => true) : undefined
    const draft = together ?? company ?? insert(chain, loopDraft(space), first)
    draft.body.push(i)
    for (const s of sourcesOf(views, i)) use(draft, s.base, aligned(views, space, s))
  }
  const reduce = (i: ReduceInstruction): void => {
    const { x, positions } = i.operation
    const space = squeezed(at(x).shape)
    const reduced = reducedPositions(at(x).shape, positions)
    const first = earliest(uses[i.id] ?? [])
    const shares = (d: Draft): boolean => (uses[root(x)] ?? []).some((u) => u.by === d)
    const company = near(space, first, (d) => samePositions(d.reduced, reduced) && (elements(space) <= smallSpace || shares(d)))
    const draft = company ?? insert(chain, loopDraft(space), first)
    draft.reduced = reduced
    draft.reductions.push(i)
    for (const s of sourcesOf(views, i)) use(draft, s.base, aligned(views, space, s))
  }
  /** A kernel that reads whole arrays. */
  const whole = (kernel: Kernel, id: ValueId, reads: ReadonlyArray<ValueId>): void => {
    const draft = insert(chain, draftOf(kernel), earliest(uses[id] ?? []))
    for (const v of reads) use(draft, v, false)
  }
  const product = (id: ValueId, shape: Shape, k: number, x: MatrixOperand, y: MatrixOperand): void => {
    const [m = 1, n = 1] = shape.slice(-2)
    whole({ _tag: 'Product', id, batch: shape.length > 2 ? shape[0] ?? 1 : 1, m, k, n, x, y }, id, [x.value, y.value])
  }
  const absorbed = new Set<ValueId>()
  const readers = plan.instructions.map(() => 0)
  for (const i of plan.instructions) for (const v of operands(i.operation)) readers[v] = (readers[v] ?? 0) + 1
  for (const i of [...plan.instructions].reverse()) {
    const { operation: o, id, shape } = i
    const needed = (uses[id]?.length ?? 0) > 0 || outputs.has(id)
    if (constant(id) || !needed || absorbed.has(id) || o._tag === 'Input' || o._tag === 'Reshape') continue
    const product_ = o._tag === 'Transpose' && swapsLastTwo(o.permutation) ? at(o.x).operation : undefined
    // (x·y)ᵀ = yᵀ·xᵀ, if nobody else wants x·y
    if (o._tag === 'Transpose' && product_?._tag === 'MatMul' && (uses[o.x]?.length ?? 0) === 0 && !outputs.has(o.x) && readers[o.x] === 1) {
      absorbed.add(o.x)
      product(id, shape, at(product_.x).shape.at(-1) ?? 1, flipped(matrixOperand(views, product_.y)), flipped(matrixOperand(views, product_.x)))
    } else if (isElementwise(i)) elementwise(i)
    else if (isReduce(i)) reduce(i)
    else if (o._tag === 'Noise') whole({ _tag: 'Noise', id, name: o.name, count: elements(shape) }, id, [])
    else if (o._tag === 'MatMul') product(id, shape, at(o.x).shape.at(-1) ?? 1, matrixOperand(views, o.x), matrixOperand(views, o.y))
    else if (o._tag === 'Unfold' || o._tag === 'Fold') whole({ _tag: 'Window', id, operation: o, x: o.x }, id, [o.x])
  }
  return chain
}

// ---------------------------------------------------------------------------
// merging
// ---------------------------------------------------------------------------

/** Arrays that a draft reads, its own values among them. */
const readsOf = (views: Views, d: Draft): ReadonlyArray<ValueId> =>
  d.kernel === undefined ? [...d.body, ...d.reductions].flatMap((i) => sourcesOf(views, i).map((s) => s.base))
    : d.kernel._tag === 'Product' ? [d.kernel.x.value, d.kernel.y.value].map(views.root)
    : d.kernel._tag === 'Window' ? [views.root(d.kernel.x)] : []

const merge = (chain: Chain, views: Views): void => {
  const { at, constant } = views
  const madeBy = new Map<ValueId, Draft>()
  const reductions = new Set<ValueId>()
  const readers = new Map<ValueId, Array<Draft>>()
  for (let d = chain.first; d !== undefined; d = d.after) {
    for (const i of d.body) madeBy.set(i.id, d)
    for (const i of d.reductions) { madeBy.set(i.id, d); reductions.add(i.id) }
    if (d.kernel !== undefined) madeBy.set(d.kernel._tag === 'Loop' ? -1 : d.kernel.id, d)
  }
  /** Everything that `later` reads is there when `d` runs. */
  const ready = (d: Draft, later: Draft): boolean => [...later.body, ...later.reductions].every((i) => sourcesOf(views, i).every((s) => {
    const maker = constant(s.base) ? undefined : madeBy.get(s.base)
    return maker === undefined || maker === later || maker.rank < d.rank || (maker === d && !reductions.has(s.base) && aligned(views, d.space, s))
  }))
  let next = chain.first
  for (let d = next; d !== undefined; d = next) {
    next = d.after
    const reads = readsOf(views, d)
    if (d.kernel === undefined) {
      const candidates = [...new Set(reads.flatMap((v) => { const maker = madeBy.get(v); return [...(readers.get(v) ?? []), ...(maker === undefined ? [] : [maker])] }))]
      const host = candidates.filter((c) => c !== d && isLoop(c, d.space) && (d.reduced === undefined || samePositions(c.reduced, d.reduced)) && ready(c, d)).sort((a, b) => b.rank - a.rank)[0]
      if (host !== undefined) {
        host.body.push(...d.body)
        host.reductions.push(...d.reductions)
        host.reduced = host.reduced ?? d.reduced
        for (const i of [...d.body, ...d.reductions]) madeBy.set(i.id, host)
        remove(chain, d)
        for (const v of reads) readers.set(v, [...(readers.get(v) ?? []), host])
        continue
      }
    }
    for (const v of new Set(reads)) if (elements(at(v).shape) > 1) readers.set(v, [...(readers.get(v) ?? []), d])
  }
}

// ---------------------------------------------------------------------------
// updates
// ---------------------------------------------------------------------------

/** Loops that make outputs alone run after whatever reads the inputs they replace, so that they can write in their place. */
const defer = (plan: Plan, chain: Chain, views: Views): void => {
  const { root } = views
  const inputs = new Map(plan.inputs.flatMap((i) => (i.consumed ? [[i.name, i.id] as const] : [])))
  const replaces = new Map(plan.outputs.flatMap((o) => { const id = inputs.get(o.name); return id === undefined ? [] : [[root(o.id), id] as const] }))
  const lastReader = new Map<ValueId, Draft>()
  const read = new Set<ValueId>()
  const drafts: Array<Draft> = []
  for (let d = chain.first; d !== undefined; d = d.after) {
    drafts.push(d)
    const own = new Set([...d.body, ...d.reductions].map((i) => i.id))
    for (const v of readsOf(views, d)) {
      lastReader.set(v, d)
      if (!own.has(v)) read.add(v)
    }
  }
  for (const d of drafts) {
    if (d.kernel !== undefined || [...d.body, ...d.reductions].some((i) => read.has(i.id))) continue
    const limit = d.body.reduce<Draft | undefined>((last, i) => {
      const reader = lastReader.get(replaces.get(i.id) ?? -1)
      return reader !== undefined && reader.rank > (last?.rank ?? d.rank) ? reader : last
    }, undefined)
    if (limit === undefined) continue
    remove(chain, d)
    insert(chain, d, limit.after)
  }
}

// ---------------------------------------------------------------------------
// schedule
// ---------------------------------------------------------------------------

const byId = (a: { readonly id: ValueId }, b: { readonly id: ValueId }): number => a.id - b.id

const finished = (d: Draft): Kernel => {
  if (d.kernel !== undefined) return d.kernel
  const loop: LoopKernel = { _tag: 'Loop', space: d.space, reduced: d.reduced ?? [], body: [...d.body].sort(byId), reductions: [...d.reductions].sort(byId) }
  return loop
}

export const schedule = (plan: Plan): Schedule => {
  const views = viewsOf(plan)
  const chain = place(plan, views)
  merge(chain, views)
  defer(plan, chain, views)
  const kernels: Array<Kernel> = []
  for (let d = chain.first; d !== undefined; d = d.after) kernels.push(finished(d))
  return { plan, kernels, views }
}
