/** Times of compilation, as rows. */
import * as t from 'io-ts'
import { median, spread } from './peers/Statistics.ts'
import { type Row, spreadCells, verdict } from './Row.ts'

/**
 * Milliseconds. `binaryen` and `source`: loading it, and our own files; then build (the model to
 * its graph), compile (to a program), lower (to a plan), generate (to a module), of which `engine`
 * is the engine's own compilation.
 */
export const CompileTimesC = t.readonly(
  t.type({
    binaryen: t.number,
    source: t.number,
    build: t.number,
    compile: t.number,
    lower: t.number,
    generate: t.number,
    engine: t.number
  })
)
export type CompileTimes = t.TypeOf<typeof CompileTimesC>

/** The model to a module, everything loaded. */
export const own = (c: CompileTimes): number => c.build + c.compile + c.lower + c.generate

const work = 'compilation, fresh process'

/**
 * `times` of several processes; the bar is asked of both: with everything loaded, and with binaryen
 * to be loaded first.
 */
export const compileRows = (
  way: string,
  times: ReadonlyArray<CompileTimes>,
  barMs: number
): ReadonlyArray<Row> => {
  const part = (name: string, f: (c: CompileTimes) => number): string =>
    `${name} ${median(times.map(f)).toFixed(0)}`
  const parts = [
    part('build', (c) => c.build),
    part('compile', (c) => c.compile),
    part('lower', (c) => c.lower),
    part('generate', (c) => c.generate - c.engine),
    part('engine', (c) => c.engine)
  ]
  const row = (what: string, f: (c: CompileTimes) => number, ratio: string): Row => {
    const whole = spread(times.map(f))
    return {
      work,
      way: `${way}, ${what}`,
      ...spreadCells(whole, 'ms'),
      ratio,
      bar: verdict({ value: whole.median, bar: barMs }, (x) => `${x} ms`)
    }
  }
  return [
    row('everything loaded', own, parts.join(', ')),
    row(
      'and binaryen loaded first',
      (c) => own(c) + c.binaryen,
      part('binaryen', (c) => c.binaryen)
    )
  ]
}

/** By number of sites, least first; the ratio is of times per site, to the one before. */
export const chainRows = (
  chains: ReadonlyArray<{ readonly sites: number; readonly times: ReadonlyArray<CompileTimes> }>
): ReadonlyArray<Row> =>
  chains.map(({ sites, times }, i) => {
    const perSite = (c: {
      readonly sites: number
      readonly times: ReadonlyArray<CompileTimes>
    }): number => median(c.times.map(own)) / c.sites
    const before = chains[i - 1]
    return {
      work,
      way: `a chain of ${sites} sites, everything loaded`,
      ...spreadCells(spread(times.map(own)), 'ms'),
      bar: '',
      ratio:
        before === undefined
          ? ''
          : `**${(perSite({ sites, times }) / perSite(before)).toFixed(2)}** a site of ${before.sites}`
    }
  })
