/**
 * `npm run soak`: everything that ends a process or a write, done to every command that writes.
 *
 *   npm run soak -- --minutes 10 --kills 200 --seed 1
 *
 * Prints counts as JSON lines, and what failed with the number of its case; exits 1 if something did.
 * Real processes come first; the time that is left is parted among the campaigns in memory, whose cases
 * are done in an order that is spread over all of them.
 */
import { parseArgs } from 'node:util'
import { campaignsOf } from './Campaigns.ts'
import { numbers } from './Numbers.ts'
import { openJobs } from './Jobs.ts'
import { realKills } from './RealKills.ts'
import { soak } from './Soak.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' }
  }
})
const began = performance.now()
const lengthMs = 60_000 * Number(values.minutes)
const say = (text: string): void => console.error(text)

const real = await realKills(
  {
    kills: Number(values.kills),
    signals: 12,
    pairs: 8,
    untilMs: began + 0.7 * lengthMs
  },
  numbers(Number(values.seed)),
  say
)
console.log(JSON.stringify({ name: 'real processes', ...real }))

const campaigns = (await Promise.all((await openJobs()).map(campaignsOf))).flat()
let hasFailed = real.failures.length > 0
const totals = { cases: 0, done: 0, shared: 0 }
for (const [k, campaign] of campaigns.entries()) {
  const now = performance.now()
  const shareMs = (began + lengthMs - now) / (campaigns.length - k)
  const soaked = await soak(campaign, now + shareMs)
  console.log(JSON.stringify(soaked))
  hasFailed ||= soaked.failures.length > 0
  totals.cases += soaked.cases
  totals.done += soaked.done
  totals.shared += soaked.shared
}
console.log(
  JSON.stringify({ ...totals, seconds: Math.round((performance.now() - began) / 1000), hasFailed })
)
process.exit(hasFailed ? 1 : 0)
