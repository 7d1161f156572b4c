/** The smallest inputs that reach, one after the other, what those before did not. */
import type { Covered } from './Coverage.ts'
import type { Fuzzed } from './Fuzz.ts'

/** Of a feature the stretch of code and whether it ran, without how often. */
const stretchOf = (feature: string): string => feature.replace(/:\d+$/, '')

export const grown = async (
  { reader, corpus }: Fuzzed,
  known: ReadonlyArray<Uint8Array>,
  covered: Covered
): Promise<ReadonlyArray<Uint8Array>> => {
  const reached = new Set<string>()
  const found: Array<Uint8Array> = []
  const isNew = async (bytes: Uint8Array): Promise<boolean> => {
    covered()
    await reader.examine(bytes)
    const before = reached.size
    for (const feature of covered()) reached.add(stretchOf(feature))
    return reached.size > before
  }
  for (const bytes of known) await isNew(bytes)
  for (const bytes of corpus.toSorted((a, b) => a.length - b.length))
    if (await isNew(bytes)) found.push(bytes)
  return found
}
