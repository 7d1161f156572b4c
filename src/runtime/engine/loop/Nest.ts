/**
 * The loops of a kernel: dimensions that are walked alike are one, those that stay are outside of
 * those that are reduced, and four elements of the last dimension are taken at a time.
 *
 * @since 0.1.0
 */
import type { Shape, ValueId } from '../../../ir/Plan.ts'
import { elements } from '../../../lower/AxisLayout.ts'
import { sourcesOf } from './Operands.ts'
import type { LoopKernel } from '../Kernel.ts'
import type { Views } from '../memory/Views.ts'

/**
 * An array as a nest walks it: elements between neighbours of each dimension, 0 where it is
 * stretched.
 */
export interface Access {
  readonly value: ValueId
  readonly strides: ReadonlyArray<number>
}

/**
 * - `extents`, `reduced` of each dimension; - `order` of the dimensions from outside in: those that
 *   stay, then those that are reduced;
 * - `loads` distinct; - `load` the index in `loads` of operand k of an instruction of the kernel; -
 *   `whole` the strides of an array of
 * the whole space, `result` of a reduction, along the dimensions that stay.
 */
export interface Nest {
  readonly extents: ReadonlyArray<number>
  readonly reduced: ReadonlyArray<boolean>
  readonly order: ReadonlyArray<number>
  readonly loads: ReadonlyArray<Access>
  readonly load: (user: ValueId, operand: number) => number
  readonly whole: ReadonlyArray<number>
  readonly result: ReadonlyArray<number>
}

/**
 * Strides of an operand along the extents above 1 of an instruction of shape `of`: aligned at the
 * last positions.
 */
const stridesIn = (strides: ReadonlyArray<number>, of: Shape): ReadonlyArray<number> =>
  of
    .map((extent, i) => (extent === 1 ? undefined : (strides[i - of.length + strides.length] ?? 0)))
    .filter((s) => s !== undefined)

/** Row by row over the dimensions that stay. */
const stridesOver = (space: Shape, stays: (i: number) => boolean): ReadonlyArray<number> =>
  space.map((_, i) => (stays(i) ? elements(space.filter((_d, j) => j > i && stays(j))) : 0))

/** `isNumber`: constants that are not in memory. */
export const nestOf = (
  views: Views,
  kernel: LoopKernel,
  isNumber: (id: ValueId) => boolean
): Nest => {
  const { space, reduced, body, reductions } = kernel
  const own = new Set(body.map((i) => i.id))
  const found = new Map<string, { readonly index: number; readonly access: Access }>()
  const keys = new Map<string, number>()
  for (const i of [...body, ...reductions]) {
    sourcesOf(views, i).forEach(({ base, strides: along }, k) => {
      if (own.has(base) || isNumber(base)) return
      const strides = stridesIn(
        along,
        i.operation._tag === 'Reduce' ? views.at(i.operation.x).shape : i.shape
      )
      const key = `${base}: ${strides.join()}`
      const access = found.get(key) ?? { index: found.size, access: { value: base, strides } }
      found.set(key, access)
      keys.set(`${i.id} ${k}`, access.index)
    })
  }
  const loads = [...found.values()].map((f) => f.access)
  const isReduced = space.map((_, i) => reduced.includes(i))
  const whole = stridesOver(space, () => true)
  const result = stridesOver(space, (i) => isReduced[i] === false)
  // neighbours that everything walks as one
  const walks = [...loads.map((l) => l.strides), whole, ...(reductions.length > 0 ? [result] : [])]
  const joins = (i: number): boolean =>
    isReduced[i] === isReduced[i + 1] &&
    walks.every((s) => s[i] === (s[i + 1] ?? 0) * (space[i + 1] ?? 0))
  const groups = space.reduce<ReadonlyArray<ReadonlyArray<number>>>(
    (gs, _, i) =>
      i > 0 && joins(i - 1) ? [...gs.slice(0, -1), [...(gs.at(-1) ?? []), i]] : [...gs, [i]],
    []
  )
  const last = (strides: ReadonlyArray<number>): ReadonlyArray<number> =>
    groups.map((g) => strides[g.at(-1) ?? 0] ?? 0)
  const scalar = groups.length === 0
  const reducedGroups = scalar ? [false] : groups.map((g) => isReduced[g[0] ?? 0] === true)
  const which = (asked: boolean): ReadonlyArray<number> =>
    reducedGroups.flatMap((r, d) => (r === asked ? [d] : []))
  return {
    extents: scalar ? [1] : groups.map((g) => g.reduce((n, i) => n * (space[i] ?? 1), 1)),
    reduced: reducedGroups,
    order: [...which(false), ...which(true)],
    loads: loads.map((l) => ({ ...l, strides: scalar ? [0] : last(l.strides) })),
    load: (user, k) => keys.get(`${user} ${k}`) ?? -1,
    whole: scalar ? [1] : last(whole),
    result: scalar ? [1] : last(result)
  }
}
