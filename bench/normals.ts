/**
 * Moments, tails, distribution and independence of ten million normals of each of five streams, in
 * standard errors, and between streams. Run: `node bench/normals.ts [draws]`.
 */
import { normals } from '../src/runtime/Noise.ts'
import { correlation, normalStatistics } from '../test/support/NormalStatistics.ts'

const n = Number(process.argv[2] ?? 1e7)
const keys = [
  [{ seed: 1, step: 0 }, 'fc1/w'],
  [{ seed: 1, step: 1 }, 'fc1/w'],
  [{ seed: 2, step: 0 }, 'fc1/w'],
  [{ seed: 1, step: 0 }, 'fc2/w'],
  [{ seed: 2 ** 40, step: 9999 }, 'x']
] as const
const streams = keys.map(([key, name]) => normals(key, name, n))
const measured = streams.map(normalStatistics)
const rows = [
  ...(measured[0] ?? []).map(({ name }, i) => ({
    name,
    errors: measured.map((statistics) => statistics[i]?.errors ?? NaN)
  })),
  ...correlation('stream', new Float32Array(0), new Float32Array(0)).map(({ name }, i) => ({
    name: `${name} 2, 3, 4, 5, 1`,
    errors: streams.map(
      (z, k) => correlation('', z, streams[(k + 1) % streams.length] ?? z)[i]?.errors ?? NaN
    )
  }))
]

console.log(`${n} draws of each of ${streams.length} streams: what is measured, in standard errors`)
for (const { name, errors } of rows)
  console.log(`${name.padEnd(48)}${errors.map((e) => e.toFixed(2).padStart(7)).join('')}`)
const all = rows.flatMap((r) => r.errors)
const beyond = (bound: number): number => all.filter((e) => !(Math.abs(e) < bound)).length
console.log(
  `${all.length} statistics: ${beyond(2)} beyond 2 ` +
    `(${(0.0455 * all.length).toFixed(1)} expected), ${beyond(3)} beyond 3 ` +
    `(${(0.0027 * all.length).toFixed(1)}), ${beyond(4.5)} beyond 4.5`
)
