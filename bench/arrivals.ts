/**
 * Wall time to the optimum, ours by the solver and NumPyro's by SVI (`AutoNormal`, the best of Adam at 1e-3,
 * 1e-2 and 1e-1), of the fourteen models with known answers at scale 1: until −ELBO is within a distance of
 * ours, in float64 for both. Model after model, each by both one after the other. Compilation is apart on both sides.
 *
 * Run: `node bench/arrivals.ts [--only NAME] [--repeats 5] [--steps 20000] [--clock cpu] [--no-write] [--docs FILE]`
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { emitModel, emittedData } from '../src/library/emit/EmitModel.ts'
import { freshStart } from '../src/library/FitStart.ts'
import { vectorOf } from '../src/inference/solving/Coordinates.ts'
import { openDrawnLoss } from '../src/inference/solving/DrawnObjective.ts'
import { atOnce } from '../src/inference/solving/Pausing.ts'
import { nextRound, type Standing } from '../src/inference/solving/SolverRound.ts'
import { standardSolving } from '../src/inference/solving/SolverRule.ts'
import { knownAnswers } from '../test/inference/solving/KnownAnswers.ts'
import { type Arrival, arrivalTable } from './ArrivalTable.ts'
import { benchEnvironment, ensurePython } from './peers/Environment.ts'
import { median } from './peers/Statistics.ts'
import { putBetween } from './results/Marks.ts'

const { values: given } = parseArgs({
  allowNegative: true,
  options: {
    only: { type: 'string', default: '' },
    repeats: { type: 'string', default: '5' },
    steps: { type: 'string', default: '20000' },
    clock: { type: 'string', default: 'wall' },
    docs: { type: 'string', default: 'docs/guide/benchmarks.md' },
    write: { type: 'boolean', default: true }
  }
})

/** As much as a form has to be better to be chosen: a third of a deviation of one location. */
const withinNats = 0.05

const orThrow = <A>(e: Either<unknown, A>): A => {
  if (isLeft(e)) throw new Error(JSON.stringify(e.left))
  return e.right
}

const AnswerC = t.type({
  name: t.string,
  rates: t.array(
    t.type({ rate: t.number, ms: t.union([t.number, t.null]), steps: t.number, lossNats: t.number })
  )
})

type Known = (typeof knownAnswers)[number]
type Fit =
  Awaited<ReturnType<ReturnType<Known['at']>['run']>> extends Either<unknown, infer A> ? A : never

/** Milliseconds that a thing takes, of `--clock`: of walls, or of processors where others are busy, too. */
const now = (): number => {
  const { user, system } = process.cpuUsage()
  return given.clock === 'cpu' ? (user + system) / 1000 : performance.now()
}

/**
 * Of rounds, of a model that is compiled, by code that has run before: until −ELBO is as near as the other is
 * asked to come, and until it is known that there is no further to go.
 */
const solvedIn = ({
  model: { program },
  bound,
  settings,
  result
}: Fit): { readonly thereMs: number; readonly knownMs: number } => {
  const start = freshStart(program, bound.sizes, settings.seed).state.parameters
  const loss = orThrow(openDrawnLoss(program, bound, settings.seed, start))
  const rule = settings.solve ?? standardSolving
  const limit = (result.solution?.lossNats ?? NaN) + withinNats
  const isThere = ({ x }: Standing): boolean =>
    loss.over(rule.mostDraws, [11, 12, 13, 14])(x, new Float64Array(x.length)) <= limit
  const there: Array<number> = []
  const known: Array<number> = []
  for (let i = 0; i < Number(given.repeats) + 3; i++) {
    let standing: Standing | undefined = {
      x: vectorOf(loss.coordinates, start, new Map()),
      draws: 0,
      hasArrived: false
    }
    let [taken, first] = [0, NaN]
    while (standing?.hasArrived === false) {
      const begun = now()
      standing = atOnce(nextRound(loss, rule, standing, false))
      taken += now() - begun
      if (Number.isNaN(first) && standing !== undefined && isThere(standing)) first = taken
    }
    there.push(first)
    known.push(taken)
  }
  return { thereMs: median(there.slice(3)), knownMs: median(known.slice(3)) }
}

/** Of the whole of `fitModel`: compiling, choosing the form, solving, summing up, checking. */
const fittedIn = async (run: () => Promise<Either<unknown, unknown>>): Promise<number> => {
  const times: Array<number> = []
  for (let i = 0; i < Number(given.repeats); i++) {
    const begun = now()
    orThrow(await run())
    times.push(now() - begun)
  }
  return median(times)
}

const peerOf = (
  python: string,
  name: string,
  fitted: Fit
): ReadonlyArray<t.TypeOf<typeof AnswerC>> => {
  const { model, bound, result } = fitted
  const root = mkdtempSync(join(tmpdir(), 'arrivals-'))
  const folder = join(root, 'model')
  mkdirSync(folder)
  const emitted = orThrow(emitModel('numpyro', name)(model.graph))
  writeFileSync(join(folder, 'model.py'), emitted.source)
  writeFileSync(
    join(folder, 'data.json'),
    orThrow(emittedData(emitted)({ sizes: bound.sizes, values: bound.data }))
  )
  const centred = model.written?.form.centred ?? []
  const moved = model.program.decisions.flatMap(({ pass, site }) =>
    pass === 'noncentre' && !centred.includes(site) ? [site] : []
  )
  writeFileSync(
    join(folder, 'target.json'),
    JSON.stringify({
      lossNats: result.solution?.lossNats,
      withinNats,
      noncentred: [...new Set(moved)],
      steps: Number(given.steps)
    })
  )
  const script = fileURLToPath(new URL('peers/arrivals.py', import.meta.url))
  const out = execFileSync(python, [script, root, given.clock], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit']
  })
  return out
    .trimEnd()
    .split('\n')
    .map((line) => orThrow(AnswerC.decode(JSON.parse(line))))
}

const python = ensurePython(benchEnvironment, (text) => process.stderr.write(text))
const load = loadavg()[0] ?? 0
const rows: Array<Arrival> = []
for (const answer of knownAnswers.filter((a) => a.name.includes(given.only))) {
  const { run } = answer.at({ scale: 1, offset: 0, prior: 1 })
  const fitted = orThrow(await run())
  const ours = solvedIn(fitted)
  const wholeMs = await fittedIn(run)
  const peer = isLeft(python) ? [] : peerOf(python.right, answer.name, fitted)
  const row = {
    name: answer.name,
    lossNats: fitted.result.solution?.lossNats ?? NaN,
    ...ours,
    wholeMs,
    rates: peer[0]?.rates ?? []
  }
  rows.push(row)
  process.stderr.write(`${JSON.stringify(row)}\n`)
}

const made =
  `\`node bench/arrivals.ts --clock ${given.clock}\`, load ${load.toFixed(1)} before; ` +
  `Node ${process.versions.node}${isLeft(python) ? `; no Python: ${python.left}` : ''}.\n\n${arrivalTable(rows)}`
process.stdout.write(`${made}\n`)
const document =
  given.write && given.only === ''
    ? putBetween(
        '<!-- arrivals: made by node bench/arrivals.ts, do not edit -->',
        '<!-- end of arrivals -->'
      )(made)(readFileSync(given.docs, 'utf8'))
    : undefined
if (document !== undefined) writeFileSync(given.docs, document)
