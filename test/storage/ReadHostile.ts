/**
 * Hostile files, read in a process of their own so that what each takes can be measured: a line for
 * each. Run with `--expose-gc`.
 *
 * Memory is the peak so far above what the process held when the file came, which is never less than the
 * file took; the time is the least of some, since what a machine does besides can only add to it.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { hostile } from './HostileFiles.ts'

const [folder = ''] = process.argv.slice(2)

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

for (const [i, [name, { read }]] of Object.entries(hostile).entries()) {
  let least = Infinity
  let most = 0
  let what = ''
  for (let run = 0; run < 4 && least >= 1000; run++) {
    const bytes = new Uint8Array(readFileSync(join(folder, `${i}`)))
    globalThis.gc?.()
    const held = process.memoryUsage.rss()
    const before = cpuMs()
    const answer = await read(bytes)
    least = Math.min(least, cpuMs() - before)
    most = Math.max(most, 1024 * process.resourceUsage().maxRSS - held)
    what = E.isLeft(answer) ? answer.left.what : 'accepted'
  }
  console.log(JSON.stringify({ name, what, ms: least, mebibytes: most / 2 ** 20 }))
}
