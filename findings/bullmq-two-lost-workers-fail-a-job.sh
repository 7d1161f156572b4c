#!/usr/bin/env bash
# BullMQ 6.7.0 with a real Redis (redis-server on the PATH): a job with ten attempts whose workers are killed.
#
# Expected: a job that was added with `attempts: 10` is taken over by another worker until ten of them were lost.
# What happens: it is taken over once. When the second worker is killed the job has failed for good, with one
# attempt or none counted: stalls have a limit of their own, `maxStalledCount`, an option of whichever worker
# looks, which is 1 unless said.
#
# Seen:
#   taken by 2 workers, both killed; then failed: job stalled more than allowable limit; attempts made 1 of 10
#   with maxStalledCount 1000: taken by 4 workers, 3 of them killed, then completed
set -euo pipefail
command -v redis-server >/dev/null || { echo "needs redis-server on the PATH"; exit 1; }
folder=$(mktemp -d); cd "$folder"
port=$((20000 + RANDOM % 20000))
redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly no >/dev/null &
redis=$!
trap 'kill $redis; rm -rf "$folder"' EXIT
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts bullmq@6.7.0 ioredis@5.11.1
cat > worker.cjs <<'JS'
const { Worker } = require('bullmq')
const [port, name, stalls, ends] = process.argv.slice(2)
const connection = { host: '127.0.0.1', port: Number(port), maxRetriesPerRequest: null }
new Worker(
  name,
  () => {
    console.log('taken')
    return ends === 'ends' ? Promise.resolve(1) : new Promise(() => undefined)
  },
  {
    connection,
    lockDuration: 500,
    stalledInterval: 300,
    ...(stalls === 'default' ? {} : { maxStalledCount: Number(stalls) })
  }
).on('error', () => undefined)
JS
cat > finding.cjs <<'JS'
const assert = require('node:assert')
const { spawn } = require('node:child_process')
const { setTimeout } = require('node:timers/promises')
const { Queue } = require('bullmq')
const port = Number(process.argv[2])
const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null }

const killWorkers = async (name, stalls, most) => {
  const queue = new Queue(name, { connection })
  const { id } = await queue.add('job', {}, { attempts: 10 })
  const state = async () => (await queue.getJob(id)).getState()
  let taken = 0
  while (!['failed', 'completed'].includes(await state())) {
    const child = spawn(process.execPath, ['worker.cjs', port, name, stalls, taken < most ? 'hangs' : 'ends'])
    let out = ''
    child.stdout.on('data', (text) => (out += text))
    const until = Date.now() + 10_000
    while (out === '' && Date.now() < until && (await state()) !== 'failed') await setTimeout(50)
    if (out !== '') taken += 1
    if (taken > most) while ((await state()) !== 'completed') await setTimeout(50)
    child.kill('SIGKILL')
    await setTimeout(1000)
  }
  const job = await queue.getJob(id)
  const last = await state()
  await queue.close()
  return { taken, last, reason: job.failedReason, attempts: job.attemptsMade }
}

const main = async () => {
  const usual = await killWorkers('usual', 'default', 3)
  console.log(
    `taken by ${usual.taken} workers, both killed; then ${usual.last}: ${usual.reason}; ` +
      `attempts made ${usual.attempts} of 10`
  )
  const patient = await killWorkers('patient', '1000', 3)
  console.log(`with maxStalledCount 1000: taken by ${patient.taken} workers, 3 of them killed, then ${patient.last}`)
  assert(usual.taken === 2 && usual.last === 'failed' && usual.attempts < 10)
  assert(patient.taken === 4 && patient.last === 'completed')
  process.exit(0)
}
void main()
JS
node finding.cjs "$port"
