/**
 * Long calculations that pause on their way: whoever asks for one goes on with it, at once or after the
 * world outside had its turn, or leaves it.
 *
 * @since 0.2.0
 */

/** What is calculated in the end, pause by pause. */
export type Pausing<A> = Generator<undefined, A>

/** Without a pause. */
export const atOnce = <A>(work: Pausing<A>): A => {
  let next = work.next()
  while (next.done !== true) next = work.next()
  return next.value
}

/** With a pause wherever there may be one; undefined where it is to be left. */
export const unlessLeft = async <A>(
  work: Pausing<A>,
  pause: () => Promise<void>,
  isLeft: () => boolean
): Promise<{ readonly value: A } | undefined> => {
  let next = work.next()
  while (next.done !== true) {
    await pause()
    if (isLeft()) return undefined
    next = work.next()
  }
  return { value: next.value }
}
