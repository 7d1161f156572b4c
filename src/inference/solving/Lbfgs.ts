/**
 * Limited-memory quasi-Newton descent (Nocedal & Wright, Numerical Optimization, algorithm 7.5) with
 * a line search that looks for the strong Wolfe conditions (algorithms 3.5 and 3.6), and takes what
 * is not finite for a wall: it turns back before it.
 *
 * Coordinates are taken to be scaled already: the first step is the gradient's, within `reach`.
 *
 * @since 0.2.0
 */
import { atOnce, type Pausing } from './Pausing.ts'
import { dot, largest } from './Vectors.ts'

/** A function and its gradient, which is written where the caller wants it. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number

export interface DescentOptions {
  readonly iterations: number
  /** No coordinate moves further in one iteration. */
  readonly reach: Float64Array
  /** Ends where no coordinate of the gradient is larger. */
  readonly tolerance: number
  /** Told of every place on the way, the first and the last included; they are not written again. */
  readonly onPlace?: (x: Float64Array, gradient: Float64Array) => void
}

/** Where a descent ended: `gradient` at `x`; `isFlat` says whether its tolerance was reached. */
export interface Descended {
  readonly x: Float64Array
  readonly value: number
  readonly gradient: Float64Array
  readonly iterations: number
  readonly isFlat: boolean
}

interface Place {
  readonly step: number
  readonly x: Float64Array
  readonly value: number
  readonly gradient: Float64Array
  /** Of the value, along the direction. */
  readonly slope: number
}

const memory = 12
const sufficient = 1e-4
const flattened = 0.9
const mostTrials = 25
/** Relative differences of the value below this are its rounding. */
const rounding = 1e-13

/** The bottom of the cubic through two places with their slopes; the middle where it has none. */
const between = (a: Place, b: Place): number => {
  const middle = (a.step + b.step) / 2
  if (!Number.isFinite(b.value) || !Number.isFinite(b.slope))
    return a.step + (b.step - a.step) * 0.2
  const d = a.slope + b.slope - (3 * (a.value - b.value)) / (a.step - b.step)
  const root = Math.sqrt(d * d - a.slope * b.slope)
  const e = b.step > a.step ? root : -root
  const at = b.step - ((b.step - a.step) * (b.slope + e - d)) / (b.slope - a.slope + 2 * e)
  const [low, high] = [Math.min(a.step, b.step), Math.max(a.step, b.step)]
  const margin = 0.1 * (high - low)
  return Number.isFinite(at) && at > low + margin && at < high - margin ? at : middle
}

/** Undefined where no step of the direction makes the value smaller. */
const search = (
  f: Objective,
  start: Place,
  direction: Float64Array,
  first: number,
  most: number
): Place | undefined => {
  const slack = rounding * Math.abs(start.value)
  const at = (step: number): Place => {
    const x = start.x.map((v, i) => v + step * (direction[i] ?? 0))
    const gradient = new Float64Array(x.length)
    const value = f(x, gradient)
    return { step, x, value, gradient, slope: dot(gradient, direction) }
  }
  const falls = (p: Place): boolean =>
    Number.isFinite(p.slope) && p.value <= start.value + sufficient * p.step * start.slope + slack
  const isDone = (p: Place): boolean => Math.abs(p.slope) <= -flattened * start.slope
  let best: Place | undefined
  const remember = (p: Place): Place => {
    if (falls(p) && (best === undefined || p.value <= best.value)) best = p
    return p
  }
  let low = start
  let high: Place | undefined
  let step = first
  for (let trial = 0; trial < mostTrials; trial++) {
    const p = remember(at(step))
    if (!falls(p) || (low.step > 0 && p.value > low.value + slack)) high = p
    else if (isDone(p)) return p
    else if (p.slope * (high === undefined ? 1 : high.step - low.step) >= 0) {
      high = low
      low = p
    } else low = p
    if (high === undefined) {
      if (step >= most) return p
      step = Math.min(most, 4 * step)
    } else {
      if (Math.abs(high.step - low.step) < 1e-14 * Math.max(1, low.step)) break
      step = between(low, high)
    }
  }
  return best
}

/** −H g by the two loops over the last changes of place and gradient. */
const quasiNewton = (
  gradient: Float64Array,
  changes: ReadonlyArray<{
    readonly s: Float64Array
    readonly y: Float64Array
    readonly sy: number
  }>
): Float64Array => {
  const q = gradient.map((g) => -g)
  const alphas: Array<number> = []
  for (const { s, y, sy } of [...changes].reverse()) {
    const alpha = dot(s, q) / sy
    alphas.unshift(alpha)
    for (let i = 0; i < q.length; i++) q[i] = (q[i] ?? 0) - alpha * (y[i] ?? 0)
  }
  const last = changes.at(-1)
  if (last !== undefined) {
    const scale = last.sy / dot(last.y, last.y)
    for (let i = 0; i < q.length; i++) q[i] = (q[i] ?? 0) * scale
  }
  changes.forEach(({ s, y, sy }, k) => {
    const beta = dot(y, q) / sy
    for (let i = 0; i < q.length; i++) q[i] = (q[i] ?? 0) + ((alphas[k] ?? 0) - beta) * (s[i] ?? 0)
  })
  return q
}

/** The longest step along a direction that moves no coordinate further than it may. */
const farthest = (reach: Float64Array, direction: Float64Array): number =>
  direction.reduce((most, d, i) => Math.min(most, (reach[i] ?? 0) / Math.abs(d)), Infinity)

/** Goes down from a place where the value is finite; else it stays there. Pauses between iterations. */
export const descending = function* (
  f: Objective,
  from: Float64Array,
  { iterations, reach, tolerance, onPlace }: DescentOptions
): Pausing<Descended> {
  const gradient = new Float64Array(from.length)
  let here: Place = { step: 0, x: from, value: f(from, gradient), gradient, slope: 0 }
  let changes: ReadonlyArray<{
    readonly s: Float64Array
    readonly y: Float64Array
    readonly sy: number
  }> = []
  let done = 0
  onPlace?.(here.x, here.gradient)
  for (; done < iterations && largest(here.gradient) > tolerance; done++) {
    yield
    let direction = quasiNewton(here.gradient, changes)
    let slope = dot(direction, here.gradient)
    if (!(slope < 0)) {
      changes = []
      direction = here.gradient.map((g) => -g)
      slope = dot(direction, here.gradient)
    }
    if (!(slope < 0)) break
    const most = farthest(reach, direction)
    const next = search(f, { ...here, step: 0, slope }, direction, Math.min(1, most), most)
    if (next === undefined) {
      if (changes.length === 0) break
      changes = []
      continue
    }
    const s = next.x.map((v, i) => v - (here.x[i] ?? 0))
    const y = next.gradient.map((v, i) => v - (here.gradient[i] ?? 0))
    const sy = dot(s, y)
    if (sy > 1e-14 * Math.sqrt(dot(s, s) * dot(y, y)))
      changes = [...changes, { s, y, sy }].slice(-memory)
    here = next
    onPlace?.(here.x, here.gradient)
  }
  return {
    x: here.x,
    value: here.value,
    gradient: here.gradient,
    iterations: done,
    isFlat: largest(here.gradient) <= tolerance
  }
}

/** The same without a pause. */
export const descend = (f: Objective, from: Float64Array, options: DescentOptions): Descended =>
  atOnce(descending(f, from, options))
