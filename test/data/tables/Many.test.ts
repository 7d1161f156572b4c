import { spawnSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'

/** Node itself and these modules take some 80 MB before anything is read. */
const rows = 1_000_000
const folder = mkdtempSync(join(tmpdir(), 'farrier-rows-'))
const path = join(folder, 'many.csv')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Seven columns, six of which are read: x1 = i/8, x2 = −i, …; 40 MB. */
beforeAll(() => {
  const file = openSync(path, 'w')
  writeSync(file, 'x1,x2,x3,x4,note,g,y\n')
  for (let from = 0; from < rows; from += 20_000) {
    const lines = Array.from({ length: 20_000 }, (_, k) => {
      const i = from + k
      return `${i / 8},${-i},${(i % 1000) / 1000},1e-3,"a, note",${'abc'[i % 3]},${i % 2}`
    })
    writeSync(file, `${lines.join('\n')}\n`)
  }
  closeSync(file)
})

test('a million rows stream by: never more than three times the columns and 50 MB are taken', () => {
  const script = fileURLToPath(new URL('ReadMany.ts', import.meta.url))
  const child = spawnSync(process.execPath, [script, path], { encoding: 'utf8' })
  const { found, labels, first, last, peakBytes } = JSON.parse(child.stdout || '{}')
  expect(child.stderr).toBe('')
  expect(found).toBe(rows)
  expect(labels).toEqual(['a', 'b', 'c'])
  expect(first).toEqual([0, 0, 0, Math.fround(1e-3), 0, 0])
  expect(last).toEqual([124999.875, -999999, Math.fround(0.999), Math.fround(1e-3), 0, 1])
  expect(peakBytes).toBeLessThan(3 * (4 * 6 * rows) + 50e6)
})
