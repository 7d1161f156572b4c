/**
 * Several runs in one call, for executors whose arrays are cheap to cut and to join. An executor
 * that compiles a plan makes the loop itself; what it must do is what is said here.
 *
 * @since 0.1.0
 */
import type { Plan } from '../ir/Plan.ts'
import type { Buffers, Executor, NoiseKey, Runnable } from './Executor.ts'

/** One run after the other: the meaning of `Runnable.repeat`. */
export type Repeat<B> = NonNullable<Runnable<B>['repeat']>

/** Arrays cut and joined along a leading extent; what comes back is a buffer of its own. */
export interface Joints<B> extends Pick<Executor<B>, 'release'> {
  readonly slice: (series: B, index: number) => B
  readonly stack: (parts: ReadonlyArray<B>) => B
}

const must = <A>(value: A | undefined, what: string): A => {
  if (value === undefined) throw new Error(`internal: ${what}`)
  return value
}

/** What a plan gives up and gives back: the state that goes from run to run. */
export const stateOf = (plan: Plan): ReadonlySet<string> => {
  const names = new Set(plan.inputs.flatMap((i) => (i.consumed ? [i.name] : [])))
  const lost = [...names].filter((name) => !plan.outputs.some((o) => o.name === name))
  if (lost.length > 0)
    throw new Error(`internal: ${lost.join(', ')} would be gone after the first of several runs`)
  return names
}

export const repeatRuns =
  <B>({ slice, stack, release }: Joints<B>, plan: Plan, run: Runnable<B>['run']): Repeat<B> =>
  (inputs, key, steps, series) => {
    if (!(steps >= 1)) throw new Error(`internal: ${steps} runs`)
    const states = stateOf(plan)
    const kept = new Map([...inputs].filter(([name]) => !series.has(name)))
    const parts = new Map<string, Array<B>>()
    let state: Buffers<B> = new Map()
    for (let k = 0; k < steps; k++) {
      const sliced = new Map(
        [...series].map(
          (name) => [name, slice(must(inputs.get(name), `no input ${name}`), k)] as const
        )
      )
      const noise: NoiseKey = { seed: key.seed, step: key.step + k }
      const outputs = run(new Map([...kept, ...state, ...sliced]), noise)
      sliced.forEach(release)
      state = new Map([...outputs].filter(([name]) => states.has(name)))
      for (const [name, buffer] of outputs)
        if (!states.has(name)) parts.set(name, [...(parts.get(name) ?? []), buffer])
    }
    const joined = new Map([...parts].map(([name, buffers]) => [name, stack(buffers)] as const))
    parts.forEach((buffers) => buffers.forEach(release))
    return new Map([...state, ...joined])
  }
