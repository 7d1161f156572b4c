/**
 * Kernels while they grow: a chain in the order of execution, to which drafts are added anywhere.
 *
 * @since 0.1.0
 */
import type { Shape } from '../../../ir/Plan.ts'
import { sameShape } from '../../../lower/Values.ts'
import type { ElementwiseInstruction, Kernel, LoopKernel, ReduceInstruction } from '../Kernel.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** A kernel that reads whole arrays, complete from the start. */
export type WholeKernel = Exclude<Kernel, LoopKernel>

/**
 * A link of the chain: a whole kernel, or a loop over `space` while `kernel` is undefined. Ranks
 * are in the order of the chain.
 */
export interface Draft {
  rank: number
  before: Draft | undefined
  after: Draft | undefined
  readonly kernel: WholeKernel | undefined
  readonly space: Shape
  /** Positions that its reductions run over, once it has some. */
  reduced: ReadonlyArray<number> | undefined
  readonly body: Array<ElementwiseInstruction>
  readonly reductions: Array<ReduceInstruction>
}

export interface Chain {
  first: Draft | undefined
  last: Draft | undefined
}

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

export const emptyChain = (): Chain => ({ first: undefined, last: undefined })

export const wholeDraft = (kernel: WholeKernel): Draft => ({
  rank: 0,
  before: undefined,
  after: undefined,
  kernel,
  space: [],
  reduced: undefined,
  body: [],
  reductions: []
})
export const loopDraft = (space: Shape): Draft => ({
  rank: 0,
  before: undefined,
  after: undefined,
  kernel: undefined,
  space,
  reduced: undefined,
  body: [],
  reductions: []
})

// ---------------------------------------------------------------------------
// combinators
// ---------------------------------------------------------------------------

const renumber = (chain: Chain): void =>
  drafts(chain).forEach((d, k) => {
    d.rank = k + 1
  })

/** Puts a draft right before another, or at the end, and gives it back. */
export const insert = (chain: Chain, draft: Draft, next: Draft | undefined): Draft => {
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
  // halved too often
  if (!(draft.rank > low && draft.rank < high)) renumber(chain)
  return draft
}

export const remove = (chain: Chain, draft: Draft): void => {
  if (draft.before === undefined) chain.first = draft.after
  else draft.before.after = draft.after
  if (draft.after === undefined) chain.last = draft.before
  else draft.after.before = draft.before
}

// ---------------------------------------------------------------------------
// destructors
// ---------------------------------------------------------------------------

/** All drafts, as they are now. */
export const drafts = (chain: Chain): ReadonlyArray<Draft> => {
  const found: Array<Draft> = []
  for (let d = chain.first; d !== undefined; d = d.after) found.push(d)
  return found
}

/**
 * The most instructions of one loop. Each becomes locals of one function, of which engines take
 * 50,000, and their compilers slow down long before.
 */
const most = 2000

/** A loop over the space that has room for so many more instructions. */
export const isLoop = (d: Draft, space: Shape, more = 1): boolean =>
  d.kernel === undefined &&
  sameShape(d.space, space) &&
  d.body.length + d.reductions.length + more <= most

/** A loop can reduce over these positions: it has no others. */
export const canReduce = (d: Draft, positions: ReadonlyArray<number> | undefined): boolean =>
  d.reduced === undefined || positions === undefined || sameShape(d.reduced, positions)

const byId = (a: { readonly id: number }, b: { readonly id: number }): number => a.id - b.id

/** The draft as it stands, instructions in the plan's order. */
export const kernelOf = (d: Draft): Kernel =>
  d.kernel ?? {
    _tag: 'Loop',
    space: d.space,
    reduced: d.reduced ?? [],
    body: [...d.body].sort(byId),
    reductions: [...d.reductions].sort(byId)
  }
