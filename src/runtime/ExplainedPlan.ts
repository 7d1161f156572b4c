/**
 * What an executor makes of a plan, as facts: for people to read, and for those who measure where
 * time goes.
 *
 * @since 0.1.0
 */
import type { Plan } from '../ir/Plan.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** One kernel: what runs as one nest of loops. */
export interface ExplainedKernel {
  readonly kind: 'loop' | 'product' | 'noise' | 'window' | 'copy'
  /** `loop over 784×300: 27 operations, 2 sums`. */
  readonly what: string
  /** Why it is computed in this way, where there was a choice; empty otherwise. */
  readonly why: string
  /**
   * Inputs and outputs of the plan that it reads and makes, scalars and moments left out; where it
   * has none, those of the kernels next to it.
   */
  readonly names: ReadonlyArray<string>
  /** Outputs that are written where the input lies that they replace. */
  readonly inPlace: ReadonlyArray<string>
  /**
   * 2 for each multiply-add of a product, 1 for each element that another operation computes or
   * reduces.
   */
  readonly flops: number
  /** Float32 bytes of the arrays that it reads and writes, each counted once. */
  readonly bytes: number
  /** Whether all threads share its work; otherwise one does it. */
  readonly shared: boolean
}

/** The engine under it: what was found, and what was asked for. */
export interface ExplainedEngine {
  readonly threads: number
  readonly threadsWanted: number
  /** Threads share one memory. */
  readonly sharedMemory: boolean
  /** a·b + c in one instruction. */
  readonly relaxedMadd: boolean
  /** Pairs of 128-bit vectors are joined. */
  readonly wide: boolean
  /** What runs instead of what was asked for, a sentence each. */
  readonly fallbacks: ReadonlyArray<string>
}

export interface ExplainedPlan {
  readonly engine: ExplainedEngine
  /** In the order in which they run. */
  readonly kernels: ReadonlyArray<ExplainedKernel>
  /** Parts between which threads wait for one another, by the index of their kernel, in order. */
  readonly phases: ReadonlyArray<number>
  readonly codeBytes: number
  /** Between kernels, shared by the lifetimes of values. */
  readonly workspaceBytes: number
  readonly constantBytes: number
  /**
   * Everything that lies in memory during one run: inputs, outputs that are not in place,
   * constants, workspace.
   */
  readonly memoryBytes: number
  /** State that is not written in place: it changes sides with what it is made from. */
  readonly elsewhere: ReadonlyArray<string>
}

/**
 * Told, for each plan that is made ready, what was made of it. What comes back is told at the end
 * of every phase of every run, and −1 where a step begins: on the thread that asked for the run.
 */
export interface Probe {
  readonly watch: (plan: Plan, explained: ExplainedPlan) => (phase: number) => void
}
