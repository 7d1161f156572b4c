/** Numbers in [0, 1) from a seed, by Lehmer's generator. */
export const numbers = (seed: number): (() => number) => {
  let state = ((seed * 48271 + 11) % 2147483646) + 1
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}
