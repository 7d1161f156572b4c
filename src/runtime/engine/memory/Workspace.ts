/**
 * Memory that is shared by what does not live at the same time.
 *
 * @since 0.1.0
 */

/** So many bytes, from one moment to another, both included. */
export interface Demand {
  readonly bytes: number
  readonly from: number
  readonly until: number
}

export interface Workspace {
  readonly offsets: ReadonlyArray<number>
  readonly bytes: number
}

/** A stretch of the workspace, in use until a moment. */
interface Stretch {
  readonly offset: number
  readonly end: number
  readonly until: number
}

/** The lowest gap that fits among stretches from low to high. */
const fit = (alive: ReadonlyArray<Stretch>, bytes: number): number => {
  let offset = 0
  for (const s of alive) {
    if (s.offset - offset >= bytes) return offset
    offset = Math.max(offset, s.end)
  }
  return offset
}

/** An offset for each demand, in the order in which they begin. */
export const workspaceOf = (demands: ReadonlyArray<Demand>): Workspace => {
  let alive: ReadonlyArray<Stretch> = []
  const offsets: Array<number> = []
  let most = 0
  for (const { bytes, from, until } of demands) {
    const offset = fit((alive = alive.filter((s) => s.until >= from)), bytes)
    const end = offset + bytes
    alive = [...alive, { offset, end, until }].sort((a, b) => a.offset - b.offset)
    offsets.push(offset)
    most = Math.max(most, end)
  }
  return { offsets, bytes: most }
}
