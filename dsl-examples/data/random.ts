/** Numbers of chance from a seed, the same on every machine. */
export interface Random {
  /** Uniform on (0, 1). */
  readonly uniform: () => number
  /** Standard normal. */
  readonly normal: () => number
}

/** Mulberry32 (Tommy Ettinger), and Box–Muller. */
export const random = (seed: number): Random => {
  let state = seed
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32
  }
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
  }
}

/** A count of this mean. */
export const poisson = ({ uniform }: Random, mean: number): number => {
  let count = 0
  for (let left = uniform(); left > Math.exp(-mean); left *= uniform()) count += 1
  return count
}

/** A gamma of a whole shape and mean 1. */
export const gammaOf = ({ uniform }: Random, shape: number): number =>
  Array.from({ length: shape }, () => -Math.log(uniform())).reduce((sum, x) => sum + x, 0) / shape
