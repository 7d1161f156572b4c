/**
 * Names that are given once.
 *
 * @since 0.2.0
 */

/** The name that is wanted, with a number where it is there already. */
export const freshNames = (): ((wanted: string) => string) => {
  const taken = new Set<string>()
  return (wanted) => {
    let name = wanted
    for (let n = 2; taken.has(name); n++) name = `${wanted}_${n}`
    taken.add(name)
    return name
  }
}
