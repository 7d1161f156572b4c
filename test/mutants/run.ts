/**
 * `npm run mutants`: plants one mistake after the other in a copy of the tree, and asks whether a
 * test fails.
 *
 *   npm run mutants -- --only carry-over-one-byte --seconds 300 --jobs 1 --list
 *
 * A line a mutant: killed, and by which test; survived; or out of its time. Counts at the end; exits
 * 0 if all were killed by tests that pass without a mutant. The test that killed a mutant is kept in
 * `killers.json` and comes first the next time, so that most are killed in seconds.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isRight } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { type Copy, copyTree, endAllTests, type Outcome, runTests, withMutant } from './Copy.ts'
import { type Mutant, unplantable } from './Mutant.ts'
import { mutants } from './Mutants.ts'
import { stagesOf } from './Rooms.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    seconds: { type: 'string', default: '300' },
    minutes: { type: 'string', default: '40' },
    jobs: { type: 'string', default: '2' },
    list: { type: 'boolean', default: false }
  }
})

const started = performance.now()
const only = values.only?.flatMap((names) => names.split(','))
const chosen = mutants.filter((m) => only === undefined || only.includes(m.name))
const unknown = (only ?? []).filter((name) => !mutants.some((m) => m.name === name))

const sourceOf = ({ file }: Mutant): string | undefined => {
  const path = new URL(`../../src/${file}`, import.meta.url)
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

const killersFile = new URL('killers.json', import.meta.url)

const KillersC = t.record(t.string, t.string)

/** Which test killed a mutant last, by its name. */
const killers: Map<string, string> = (() => {
  const kept = KillersC.decode(JSON.parse(readFileSync(killersFile, 'utf8')))
  return new Map(isRight(kept) ? Object.entries(kept.right) : [])
})()

const keepKillers = (): void => {
  const named = mutants.flatMap(({ name }) => {
    const by = killers.get(name)
    return by === undefined ? [] : [[name, by]]
  })
  writeFileSync(killersFile, `${JSON.stringify(Object.fromEntries(named), null, 2)}\n`)
}

/** All stages share the budget of a mutant. */
const outcomeOf = async (copy: Copy, m: Mutant): Promise<Outcome> => {
  const end = performance.now() + 1000 * Number(values.seconds)
  for (const stage of stagesOf(m, killers.get(m.name))) {
    const outcome = await runTests(copy, stage, Math.max(1, end - performance.now()))
    if (outcome._tag !== 'Passed') return outcome
  }
  return { _tag: 'Passed' }
}

const killedBy = new Set<string>()
const counts = {
  killed: 0,
  survived: 0,
  'out of time': 0,
  broken: 0,
  'not planted': 0,
  'not run': 0
}

const tell = (m: Mutant, word: keyof typeof counts, more: string): void => {
  counts[word] += 1
  console.log(`${word.padEnd(11)} ${m.name} (${m.file}: ${m.mistake})${more}`)
}

const examine = async (copy: Copy, m: Mutant): Promise<void> => {
  if (performance.now() - started > 60_000 * Number(values.minutes)) return tell(m, 'not run', '')
  const why = unplantable(m, sourceOf(m))
  if (why !== undefined) return tell(m, 'not planted', `\n  ${why}`)
  const begun = performance.now()
  const outcome = await withMutant(copy, m, () => outcomeOf(copy, m))
  const seconds = Math.round((performance.now() - begun) / 1000)
  switch (outcome._tag) {
    case 'Failed':
      killedBy.add(outcome.by.file)
      killers.set(m.name, outcome.by.file)
      return tell(m, 'killed', `\n  ${seconds} s, by ${outcome.by.file}: ${outcome.by.title}`)
    case 'Passed':
      return tell(m, 'survived', `\n  ${seconds} s of ${stagesOf(m, undefined).flat().join(' ')}`)
    case 'OutOfTime':
      return tell(m, 'out of time', `\n  ${seconds} s`)
    case 'Broken':
      return tell(m, 'broken', `\n  ${seconds} s, the tests did not run: ${outcome.why}`)
  }
}

if (values.list) for (const m of chosen) console.log(`${m.name} (${m.file}): ${m.mistake}`)
else {
  const queue = [...chosen]
  const copies = Array.from({ length: Number(values.jobs) }, copyTree)
  const removeAll = (): void => copies.forEach((c) => c.remove())
  process.once('exit', () => {
    endAllTests()
    removeAll()
  })
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143]
  ] as const)
    process.once(signal, () => process.exit(code))
  await Promise.all(
    copies.map(async (copy) => {
      for (let m = queue.shift(); m !== undefined; m = queue.shift()) await examine(copy, m)
    })
  )
  keepKillers()
  // a test that fails without a mutant kills nothing
  const [copy] = copies
  const clean: Outcome =
    copy === undefined || killedBy.size === 0
      ? { _tag: 'Passed' }
      : await runTests(copy, [...killedBy], 60_000 * Number(values.minutes))
  if (clean._tag !== 'Passed')
    console.log(`tests that killed fail without a mutant: ${JSON.stringify(clean)}`)
  for (const name of unknown) console.log(`no mutant is named ${name}`)
  console.log(JSON.stringify({ mutants: chosen.length, ...counts }))
  const isWhole = counts.killed === chosen.length && unknown.length === 0
  process.exitCode = isWhole && clean._tag === 'Passed' ? 0 : 1
}
