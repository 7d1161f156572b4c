/** Samples of memory over a training, as rows. */
import * as t from 'io-ts'
import { type Row, threeDigits, verdict } from './Row.ts'
import { slope } from './Slope.ts'

/**
 * Live buffers of the executor; the size of the module's memory, where there is one; resident
 * memory of the process.
 */
export const SampleC = t.readonly(
  t.type({
    step: t.number,
    live: t.number,
    moduleBytes: t.union([t.number, t.null]),
    residentBytes: t.number
  })
)
export type Sample = t.TypeOf<typeof SampleC>
export const SamplesC = t.readonlyArray(SampleC)

const megabyte = 2 ** 20
/**
 * Resident memory may differ by this share between the first and the last samples that count: what
 * an engine compiles late, and the system's own moves.
 */
const flat = 0.03

/** What runs often is compiled again in the first steps: the first fifth does not count. */
const settled = (samples: ReadonlyArray<Sample>): ReadonlyArray<Sample> =>
  samples.slice(Math.floor(samples.length / 5))

/** `57` where all are one, `57 to 60` otherwise. */
const range = (values: ReadonlyArray<number>, show: (x: number) => string): string => {
  const low = Math.min(...values),
    high = Math.max(...values)
  return low === high ? show(low) : `${show(low)} to ${show(high)}`
}

export const memoryRows = (
  work: string,
  way: string,
  samples: ReadonlyArray<Sample>
): ReadonlyArray<Row> => {
  const kept = settled(samples)
  const constant = (
    what: string,
    values: ReadonlyArray<number>,
    show: (x: number) => string
  ): Row => ({
    work,
    way: `${way}: ${what}`,
    median: range(values, show),
    range: '',
    ratio: '',
    bar: `constant, ${new Set(values).size === 1 ? 'kept' : 'missed'}`
  })
  const modules = kept.flatMap((s) => (s.moduleBytes === null ? [] : [s.moduleBytes]))
  const resident = kept.map((s) => s.residentBytes),
    bytesPerStep = slope(kept.map((s) => [s.step, s.residentBytes]))
  const steps = (kept.at(-1)?.step ?? 0) - (kept[0]?.step ?? 0),
    growth = (bytesPerStep * steps) / (resident[0] ?? NaN)
  const mb = (x: number): string => `${threeDigits(x / megabyte)} MB`
  return [
    constant(
      'live buffers',
      kept.map((s) => s.live),
      String
    ),
    ...(modules.length === 0 ? [] : [constant('WebAssembly memory', modules, mb)]),
    {
      work,
      way: `${way}: resident memory of the process`,
      median: range(resident, mb),
      range: '',
      ratio: `${threeDigits(bytesPerStep)} bytes a step, ${(100 * growth).toFixed(1)} % in all`,
      bar: verdict({ value: growth, bar: flat }, (x) => `${(100 * x).toFixed(0)} %`)
    }
  ]
}
