/**
 * Posteriors of posteriordb, sampled here, beside its reference draws: means and standard deviations of
 * every parameter, in Monte Carlo errors of the difference.
 *
 * Run: `npm run test:posteriordb`, which downloads the data; with `-- --from DIR` from a copy of the archive,
 * with names of posteriors only those. `--method hmc|pathfinder|laplace` takes another way; an approximation is
 * held to its own words: one that it says to trust may be off by a fifth of a deviation. `--starts` counts what
 * starts from Pathfinder save. `--reference` writes `reference.json` from the archive's draws first. The tables
 * are left in `bench/.peers/posteriordb`, for `farrier sample`. Ends with 0 where all agree, 1 where one
 * differs, 3 where the archive cannot be had.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { showProblem } from '../../src/index.ts'
import { agreementOf, approximationOf, worstOf } from './Agreement.ts'
import { archived } from './Archive.ts'
import {
  ArchivedDataC,
  type ArchivedPosterior,
  csvOf,
  parametersOf,
  posteriors
} from './Posteriors.ts'
import {
  chainsIn,
  DrawsC,
  readReference,
  type Reference,
  referenceFile,
  summaryOf
} from './Reference.ts'
import { startsOf } from './Starts.ts'

/**
 * Of two numbers for each of 116 parameters one seed in four thousand has a |z| beyond this, if all is
 * well: 2 · 232 · Φ(−4.9) is 2.2e-4.
 */
const most = 4.9
/** What a mean may be off by where an approximation is said to be trusted, with the noise of its draws. */
const mostOff = 0.25

const { values, positionals } = parseArgs({
  options: {
    from: { type: 'string' },
    starts: { type: 'boolean', default: false },
    method: { type: 'string', default: 'nuts' },
    reference: { type: 'boolean', default: false }
  },
  allowPositionals: true
})
const read = archived(values.from)
const tables = fileURLToPath(new URL('../../bench/.peers/posteriordb/', import.meta.url))

const say = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const referenceOf = async (posterior: ArchivedPosterior): Promise<Reference[string]> => {
  const draws = await read(`reference_posteriors/draws/draws/${posterior.name}`, DrawsC)()
  if (E.isLeft(draws)) throw new Error(draws.left)
  const names = Object.keys(draws.right[0] ?? {})
  return Object.fromEntries(
    parametersOf(posterior, names).map(({ theirs }) => [
      theirs,
      summaryOf(chainsIn(draws.right, theirs))
    ])
  )
}

if (values.reference) {
  const all: Record<string, Reference[string]> = {}
  for (const posterior of posteriors) all[posterior.name] = await referenceOf(posterior)
  writeFileSync(referenceFile, `${JSON.stringify(all, undefined, 1)}\n`)
}

/** A line of what was found, and the code of it. */
const compared = async (posterior: ArchivedPosterior): Promise<readonly [string, 0 | 1 | 3]> => {
  const data = await read(`data/data/${posterior.data}`, ArchivedDataC)()
  if (E.isLeft(data)) return [`not run: ${data.left}`, 3]
  const csv = `${tables}${posterior.name}.csv`
  writeFileSync(csv, csvOf(posterior.table(data.right)))
  const theirs = readReference()[posterior.name] ?? {}
  if (values.starts) {
    const lines = await TE.traverseSeqArray((warmUp: number) => startsOf(posterior, csv, warmUp))([
      150, 1000
    ])()
    if (E.isLeft(lines)) return [lines.left.map(showProblem).join('\n'), 1]
    return [`warm-up of ${lines.right.join('; of ')}`, 0]
  }
  if (values.method === 'pathfinder' || values.method === 'laplace') {
    const found = await approximationOf(posterior, csv, theirs, values.method)()
    if (E.isLeft(found)) return [found.left.map(showProblem).join('\n'), 0]
    const { k, verdict, offSds, ratios } = found.right
    const shown =
      `k̂ ${k?.toFixed(2) ?? '∞'}, ${verdict.trust}: means off by ${offSds.toFixed(2)} sd at most, ` +
      `deviations ${ratios[0].toFixed(2)} to ${ratios[1].toFixed(2)} of theirs`
    const isTrue =
      verdict.trust === 'do not trust' ||
      (offSds <= mostOff && (verdict.trust !== 'trust' || (ratios[0] > 0.75 && ratios[1] < 1.35)))
    return isTrue ? [shown, 0] : [`${shown}: says too much`, 1]
  }
  const settings = values.method === 'hmc' ? { method: 'hmc' as const } : {}
  const agreed = await agreementOf(posterior, csv, theirs, settings)()
  if (E.isLeft(agreed)) return [agreed.left.map(showProblem).join('\n'), 1]
  const worst = worstOf(agreed.right)
  const shown = `${agreed.right.length} parameters, largest |z| ${worst.toFixed(2)}`
  return worst <= most ? [shown, 0] : [`${shown}: differs`, 1]
}

mkdirSync(tables, { recursive: true })
const codes: Array<number> = []
for (const posterior of posteriors) {
  if (positionals.length > 0 && !positionals.includes(posterior.name)) continue
  const [line, code] = await compared(posterior)
  say(`${posterior.name.padEnd(42)}${line}`)
  codes.push(code)
}
say(`${codes.filter((c) => c === 0).length} of ${codes.length} posteriors agree`)
process.exitCode = codes.includes(1) ? 1 : Math.max(3 * Number(codes.length === 0), ...codes)
