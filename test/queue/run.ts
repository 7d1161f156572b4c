/**
 * Studies over a real Redis, as processes of this machine: workers are killed at random moments, the
 * study itself and the Redis in the middle. The results have to be those of one process, each once.
 *
 *   npm run test:queue -- --seed 1 --kills 6
 *   REDIS_URL=redis://127.0.0.1:6379 npm run test:queue
 *
 * Without an address it starts `redis-server` of the PATH on a free port, and ends that too on the way;
 * one that is named is left alone. The first run installs BullMQ into bench/.peers (16 MB). Ends with 0
 * where all is well, 1 where it is not, 3 where there is no Redis or no BullMQ: then nothing was tested.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { numbers } from '../soak/Numbers.ts'
import { realFolder, type Running } from '../support/RealRun.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const installed = join(here, '../../bench/.peers/queue')

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    kills: { type: 'string', default: '6' },
    url: { type: 'string', default: process.env['REDIS_URL'] ?? '' }
  }
})

/** Undefined: BullMQ is there. */
const noPackages = (): string | undefined => {
  if (existsSync(join(installed, 'node_modules/bullmq'))) return undefined
  mkdirSync(installed, { recursive: true })
  copyFileSync(join(here, 'packages.json'), join(installed, 'package.json'))
  const words = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', installed]
  const { status, error, stderr } = spawnSync('npm', words, { encoding: 'utf8' })
  return status === 0 ? undefined : (error?.message ?? stderr.trim().split('\n').at(-1))
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address !== null ? address.port : 0))
    })
  })

/** A Redis of our own, which forgets all when it ends. */
const startRedis = (port: number): ChildProcess =>
  spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: 'ignore' }
  )

const study = `
  import { study } from 'farrier'
  export default study({
    name: 'lines',
    networks: { line: { path: 'm.ts', data: ['t.csv'], train: { method: 'schedule' } } },
    methods: { line: { rounds: [{ steps: 12000 }, { steps: 2000 }], press: {} } },
    seeds: [1, 2, 3, 4, 5, 6]
  })`

interface Counts {
  kills: number
  studies: number
  redis: number
}

/** Kills workers until the study has ended; what is killed is followed by another. */
const disturb = async (
  url: string,
  real: ReturnType<typeof realFolder>,
  draw: () => number,
  restartRedis: (() => Promise<void>) | undefined,
  counts: Counts
): Promise<{ readonly code: number | null; readonly err: string }> => {
  const worker = (k: number): Running =>
    real.start(`worker --queue ${url} --out runs/w${k} --lease 3 --threads 1`.split(' '))
  const begin = (): Running =>
    real.start(`study s.ts --out runs/shared --no-picture --queue ${url}`.split(' '))
  const workers = [worker(0), worker(1)]
  let asking = begin()
  const most = Number(values.kills)
  for (;;) {
    const how = await Promise.race([asking.ended, setTimeout(1000 + 3000 * draw())])
    if (how !== undefined) {
      for (const { child } of workers) child.kill('SIGTERM')
      await Promise.all(workers.map(({ ended }) => ended))
      return how
    }
    if (counts.kills >= most) continue
    const k = Math.floor(draw() * workers.length)
    workers[k]?.child.kill('SIGKILL')
    await workers[k]?.ended
    workers[k] = worker(k)
    counts.kills += 1
    if (counts.kills === 2 && restartRedis !== undefined) {
      await restartRedis()
      counts.redis += 1
    }
    if (counts.kills === 3) {
      asking.child.kill('SIGKILL')
      await asking.ended
      asking = begin()
      counts.studies += 1
    }
  }
}

const main = async (): Promise<0 | 1 | 3> => {
  const notRun = (why: string): 3 => {
    process.stdout.write(`not run: ${why}\n`)
    return 3
  }
  const isOwn = values.url === ''
  if (isOwn && spawnSync('redis-server', ['--version']).error !== undefined)
    return notRun(
      'no Redis: there is no redis-server on the PATH, and neither --url nor REDIS_URL names one'
    )
  const absent = noPackages()
  if (absent !== undefined) return notRun(`BullMQ cannot be had: ${absent}`)
  const port = await freePort()
  const url = isOwn ? `redis://127.0.0.1:${port}` : values.url
  let redis = isOwn ? startRedis(port) : undefined
  const restart = async (): Promise<void> => {
    redis?.kill('SIGKILL')
    await setTimeout(1500)
    redis = startRedis(port)
  }
  const real = realFolder()
  const counts: Counts = { kills: 0, studies: 0, redis: 0 }
  try {
    symlinkSync(join(installed, 'node_modules'), join(real.folder, 'node_modules'))
    writeFileSync(join(real.folder, 's.ts'), study)
    const first = await real.run('study', 's.ts', '--out', 'runs/alone', '--no-picture')
    if (first.code !== 0) throw new Error(first.err)
    const { code, err } = await disturb(
      url,
      real,
      numbers(Number(values.seed)),
      isOwn ? restart : undefined,
      counts
    )
    const isSame = ['results.json', 'results.csv', 'results.md'].every(
      (name) =>
        existsSync(join(real.folder, 'runs/shared', name)) &&
        real.bytes(`runs/shared/${name}`).equals(real.bytes(`runs/alone/${name}`))
    )
    const told = err.split('\n').filter((line) => /^\d+ of 6 cells: /.test(line))
    const isOnce = new Set(told.map((line) => line.replace(/^\d+ of /, ''))).size === told.length
    process.stdout.write(`${JSON.stringify({ ...counts, code, isSame, isOnce })}\n`)
    if (code !== 0 || !isSame || !isOnce) process.stderr.write(err)
    return code === 0 && isSame && isOnce ? 0 : 1
  } finally {
    redis?.kill('SIGKILL')
    real.remove()
  }
}

process.exitCode = await main()
