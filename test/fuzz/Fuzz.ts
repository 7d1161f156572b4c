/**
 * The loop: an input that reached something new is kept, and changed again. Without a feedback from
 * the code the innermost checks of a reader are never met.
 */
import { type Covered } from './Coverage.ts'
import { type Draw, drawing, mutated } from './Mutate.ts'
import type { AnyReader } from './Reader.ts'

/** An input and what it took to read. */
interface Entry {
  readonly bytes: Uint8Array
  readonly ms: number
}

export interface Failure {
  readonly bytes: Uint8Array
  readonly what: string
}

/** Where the fuzzing of one reader stands. */
export interface Fuzzed {
  readonly reader: AnyReader
  readonly runs: number
  readonly accepted: number
  readonly features: number
  readonly corpus: ReadonlyArray<Uint8Array>
  readonly failures: ReadonlyArray<Failure>
}

export interface Fuzzer {
  /** Goes on until then, at least one input. */
  readonly until: (deadlineMs: number) => Promise<void>
  readonly state: () => Fuzzed
}

/** Of failures that say the same, one is told. */
const signature = (what: string): string => what.replace(/[0-9.]+/g, '#').slice(0, 160)

const mostFailures = 20
/** Inputs between two looks at the counts, which take longer than most of them. */
const together = 16

export const makeFuzzer = (
  reader: AnyReader,
  seeds: ReadonlyArray<Uint8Array>,
  covered: Covered,
  seed: number
): Fuzzer => {
  const draw: Draw = drawing(seed)
  const corpus: Array<Entry> = []
  const failures: Array<Failure> = []
  const seen = new Set<string>()
  const seenTogether = new Set<string>()
  const waiting = [...seeds, new Uint8Array()]
  let runs = 0
  let accepted = 0

  /** What is not in a set yet; it is afterwards. */
  const fresh = (before: Set<string>, features: ReadonlySet<string>): number => {
    const size = before.size
    features.forEach((feature) => before.add(feature))
    return before.size - size
  }

  const one = async (bytes: Uint8Array): Promise<Entry | undefined> => {
    const before = performance.now()
    const found = await reader.examine(bytes)
    const ms = performance.now() - before
    runs += 1
    if (found === true) accepted += 1
    if (typeof found !== 'string') return { bytes, ms }
    const isKnown = failures.some(({ what }) => signature(what) === signature(found))
    if (!isKnown && failures.length < mostFailures) failures.push({ bytes, what: found })
    return undefined
  }

  /** Counts are taken for many inputs at once, and one by one where these reached something new. */
  const several = async (inputs: ReadonlyArray<Uint8Array>): Promise<void> => {
    for (const bytes of inputs) await one(bytes)
    if (fresh(seenTogether, covered()) === 0) return
    for (const bytes of inputs) {
      const entry = await one(bytes)
      if (fresh(seen, covered()) > 0 && entry !== undefined) corpus.push(entry)
    }
  }

  const nothing: Entry = { bytes: new Uint8Array(), ms: 0 }
  /** Half of the time one of the newest, from which the next step is nearest. */
  const any = (): Entry => {
    const from = draw(2) === 0 ? Math.max(0, corpus.length - 4) : 0
    return corpus[from + draw(corpus.length - from)] ?? nothing
  }
  /** Of two the faster, so that slow inputs do not take all the time. */
  const chosen = (): Uint8Array => {
    const [a, b] = [any(), any()]
    return (a.ms <= b.ms ? a : b).bytes
  }

  const changed = (): Uint8Array => {
    const bytes = chosen()
    const other = chosen()
    const { words, split, join } = reader
    const parts = draw(4) === 0 ? undefined : split?.(bytes)
    if (parts === undefined || join === undefined) return mutated(bytes, draw, { words, other })
    const at = draw(parts.length)
    const others = split?.(other) ?? parts
    return join(
      parts.map((part, i) =>
        i === at ? mutated(part, draw, { words, other: others[i] ?? part }) : part
      )
    )
  }

  return {
    until: async (deadlineMs) => {
      do {
        await several(Array.from({ length: together }, () => waiting.shift() ?? changed()))
      } while (performance.now() < deadlineMs)
    },
    state: () => ({
      reader,
      runs,
      accepted,
      features: seen.size,
      corpus: corpus.map(({ bytes }) => bytes),
      failures
    })
  }
}

export interface Limits {
  readonly durationMs: number
  readonly runs: number
  /** A reader ends with the first failure. */
  readonly first?: boolean
}

/**
 * Readers take turns of a fifth of a second, until the time is over, each has had its runs, or, of those
 * that end with what they find, has found something.
 */
export const fuzzAll = async (
  fuzzers: ReadonlyArray<Fuzzer>,
  { durationMs, runs, first = false }: Limits,
  onRound: (states: ReadonlyArray<Fuzzed>) => void = () => undefined
): Promise<ReadonlyArray<Fuzzed>> => {
  const end = performance.now() + durationMs
  for (let left = fuzzers; performance.now() < end && left.length > 0;) {
    for (const fuzzer of left) await fuzzer.until(Math.min(end, performance.now() + 200))
    left = fuzzers.filter((f) => f.state().runs < runs && !(first && f.state().failures.length > 0))
    onRound(fuzzers.map((f) => f.state()))
  }
  return fuzzers.map((f) => f.state())
}
