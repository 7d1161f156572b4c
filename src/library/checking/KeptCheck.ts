/**
 * What is kept of a check: the verdict, and the number that decided.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { indexOf, type Trust, type Verdict, type Worst } from '../../inference/index.ts'
import type { CompiledModel } from '../CompileModel.ts'
import { type Checked, checkLearnt, standardCheckDraws, type WeighedFit } from './CheckLearnt.ts'

/** k̂ is null where it is infinite; `at` is the element that decided, where one did. */
export interface KeptCheck {
  readonly trust: Trust
  readonly by: Verdict['by']
  readonly draws: number
  readonly k: number | null
  readonly mostK: number
  readonly at: {
    readonly site: string
    readonly axes: ReadonlyArray<string>
    readonly index: ReadonlyArray<number>
    /** Deviations that its mean is off by, or the share that its interval holds. */
    readonly value: number
  } | null
}

/** Numbers that a check may compute which nobody asked for: about a second. */
const unasked = 2 ** 26

const placed = (w: Worst | undefined, value: (w: Worst) => number): KeptCheck['at'] =>
  w === undefined
    ? null
    : {
        site: w.site.site,
        axes: w.site.axes,
        index: indexOf(w.site.sizes, w.element.at),
        value: value(w)
      }

const holds = ({ element }: Worst): number => element.corrected.holds

const decided = ({ by, furthest, narrowest, widest, isNarrow }: Verdict): KeptCheck['at'] =>
  by === 'means'
    ? placed(furthest, ({ element }) => element.corrected.offSds)
    : by === 'intervals'
      ? placed(isNarrow ? narrowest : widest, holds)
      : null

export const keptCheck = ({ check: { draws, k, mostK }, verdict }: Checked): KeptCheck => ({
  trust: verdict.trust,
  by: verdict.by,
  draws,
  k: Number.isFinite(k) ? k : null,
  mostK,
  at: decided(verdict)
})

/**
 * Of a fit that has ended, without being asked: undefined where that would take longer than a second
 * or so, or a guide has no density.
 */
export const checkUnasked = (
  model: Pick<CompiledModel, 'graph' | 'options'>,
  learnt: WeighedFit,
  seed: number
): KeptCheck | undefined =>
  pipe(
    checkLearnt(model, learnt, standardCheckDraws, seed, unasked),
    E.map(keptCheck),
    E.getOrElseW(() => undefined)
  )
