/** Real processes: signals save what is trained, one process trains in a folder, readers may leave. */
import { availableParallelism } from 'node:os'
import { setTimeout } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { watchSignals } from '../../src/cli/Processes.ts'
import { realFolder, realTraining } from '../support/RealRun.ts'

const { start, run, names, bytes, remove } = realFolder()
afterAll(remove)

const endless = 2_000_000
const files = ['metrics.jsonl', 'posterior.safetensors', 'run.json', 'state.safetensors']

describe('a signal saves', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129]
  ] as const)('%s: exit code %i, nothing but the run is left', async (signal, code) => {
    const out = `runs/${signal}`
    const { child, ended, says } = start(realTraining(out, endless))
    await says('epoch 1:')
    expect(names(out).filter((name) => name.endsWith('.lock'))).toHaveLength(1)
    child.kill(signal)
    const { out: said, ...how } = await ended
    expect(how).toMatchObject({ code, signal: null })
    expect(said).toMatch(/^interrupted and saved: \d+ of 2000000 steps/)
    expect(names(out)).toEqual(files)
    expect(JSON.parse(String(bytes(`${out}/run.json`)))).toMatchObject({ outcome: 'stopped' })
  })

  test('that has come and waits is not lost where another begins to watch', async () => {
    const first = watchSignals()
    process.kill(process.pid, 'SIGHUP')
    const second = watchSignals()
    await setTimeout(100)
    expect(first.interrupted()).toBe('SIGHUP')
    first.stop()
    second.stop()
  })

  test('sent to the launcher alone it reaches the process that trains', async () => {
    const { child, ended, says } = start(realTraining('runs/launched', endless), [
      '--no-strip-types'
    ])
    await says('epoch 1:')
    child.kill('SIGINT')
    expect(await ended).toMatchObject({ code: 130, signal: null })
    expect(names('runs/launched')).toEqual(files)
  })

  test('a terminal sends it to launcher and process: that is one, not two', async () => {
    const out = 'runs/terminal'
    const { child, ended, says } = start(realTraining(out, endless), ['--no-strip-types'])
    await says('epoch 1:')
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT')
    const { code, out: said } = await ended
    expect([code, said.slice(0, 21)]).toEqual([130, 'interrupted and saved'])
    expect(names(out)).toEqual(files)
  })

  test('what a slow launcher relays is no second one, however late it comes', async () => {
    const out = 'runs/late'
    const { child, ended, says } = start(realTraining(out, endless))
    await says('epoch 1:')
    child.kill('SIGINT')
    await says('interrupted: ')
    const relay = setInterval(() => child.kill('SIGUSR2'), 2)
    const { out: said } = await ended.finally(() => clearInterval(relay))
    expect(said).toMatch(/^interrupted and saved: /)
    expect(names(out)).toEqual(files)
  })

  test('what a quick launcher relays is the first, and what it relayed is no second', async () => {
    const out = 'runs/early'
    const { child, ended, says } = start(realTraining(out, endless))
    await says('epoch 1:')
    child.kill('SIGUSR2')
    await says('interrupted: ')
    child.kill('SIGINT')
    const { code, out: said } = await ended
    expect([code, said.slice(0, 21)]).toEqual([130, 'interrupted and saved'])
    expect(names(out)).toEqual(files)
  })

  test('the second ends it at once, and its lock goes', async () => {
    const { child, ended, says } = start(realTraining('runs/twice', endless))
    await says('epoch 1:')
    child.kill('SIGSTOP')
    // both are there when it goes on
    child.kill('SIGINT')
    child.kill('SIGTERM')
    child.kill('SIGCONT')
    const { code, signal } = await ended
    expect(code ?? signal).toSatisfy((how) => ['SIGTERM', 'SIGINT', 130, 143].includes(how))
    expect(names('runs/twice').filter((name) => name.endsWith('.lock'))).toEqual([])
  })
})

describe('two processes', () => {
  test('one trains, the other is refused by name; a lock of a process that is gone is no lock', async () => {
    const first = start(realTraining('runs/one', endless))
    await first.says('epoch 1:')
    for (const more of [[], ['--force'], ['--resume']]) {
      const second = await run(...realTraining('runs/one', endless), ...more)
      expect(second).toMatchObject({ code: 1, out: '' })
      expect(second.err).toMatch(
        new RegExp(`^runs/one: process ${first.child.pid} is training into this folder\n`)
      )
    }
    first.child.kill('SIGKILL')
    await first.ended
    expect(names('runs/one').filter((name) => name.endsWith('.lock'))).toHaveLength(1)
    const third = start(['train', 'm.ts', '--out', 'runs/one', '--resume'])
    await third.says('epoch ')
    third.child.kill('SIGTERM')
    expect(await third.ended).toMatchObject({ code: 143 })
    expect(names('runs/one')).toEqual(files)
  })
})

test('who reads stdout and stderr may leave', async () => {
  const { child, ended, says } = start(realTraining('runs/alone', 20_000))
  await says('epoch 1:')
  child.stdout?.destroy()
  child.stderr?.destroy()
  expect(await ended).toMatchObject({ code: 0 })
  expect(JSON.parse(String(bytes('runs/alone/run.json')))).toMatchObject({ outcome: 'finished' })
})

test('more threads than there are processors are not used, and that is said', async () => {
  const { err, code } = await run(...realTraining('runs/threads', 200).slice(0, -1), '512')
  expect(code).toBe(0)
  expect(err).toContain(`--threads: 512 were asked for, and ${availableParallelism()} are used\n`)
})
