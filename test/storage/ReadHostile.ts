/** One hostile file, read in a process of its own so that what it takes can be measured. */
import { readFileSync } from 'node:fs'
import * as E from 'fp-ts/lib/Either.js'
import { hostile } from './HostileFiles.ts'

const [name = '', path = ''] = process.argv.slice(2)
const bytes = new Uint8Array(readFileSync(path))
const found = hostile[name]
if (found === undefined) throw new Error(`no file ${name}`)

const cpuMs = (): number => {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
const rss = (): number => 1024 * process.resourceUsage().maxRSS
const before = { ms: cpuMs(), bytes: rss() }
const answer = await found.read(bytes)
console.log(
  JSON.stringify({
    what: E.isLeft(answer) ? answer.left.what : 'accepted',
    ms: cpuMs() - before.ms,
    mebibytes: (rss() - before.bytes) / 2 ** 20
  })
)
