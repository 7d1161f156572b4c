/**
 * Real processes, killed at random moments, two at once, under signals: what they leave goes on to the
 * same bytes.
 */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { signalCodes } from '../../src/cli/Processes.ts'
import { realFolder, realTraining, type Running } from '../support/RealRun.ts'

// model

export interface RealCounts {
  /** Processes that were killed while they ran; of these, after they had begun to write. */
  readonly kills: number
  readonly killsWriting: number
  readonly signals: number
  readonly pairs: number
  /** Runs and files that were compared, byte for byte. */
  readonly compared: number
  readonly failures: ReadonlyArray<string>
}

/** How many of each are wanted; `untilMs` ends it before. */
export interface RealWanted {
  readonly kills: number
  readonly signals: number
  readonly pairs: number
  readonly untilMs: number
}

const steps = 3000
/** So often a training is killed before it may end. */
const mostInARow = 6
const parts = ['metrics.jsonl', 'posterior.safetensors', 'run.json', 'state.safetensors']

type Writes = readonly [out: string, words: ReadonlyArray<string>]

// destructors

export const realKills = async (
  wanted: RealWanted,
  draw: () => number,
  tell: (text: string) => void
): Promise<RealCounts> => {
  const { folder, start, names, bytes, remove } = realFolder()
  const counts = { kills: 0, killsWriting: 0, signals: 0, pairs: 0, compared: 0 }
  const failures: Array<string> = []
  const isOver = (): boolean => performance.now() > wanted.untilMs || failures.length > 4
  const there = (path: string): boolean => existsSync(join(folder, path))
  const finish = async (words: ReadonlyArray<string>): Promise<void> => {
    const { code, err } = await start(words).ended
    if (code !== 0) failures.push(`${words.join(' ')} ended with ${code}: ${err}`)
  }

  // how it goes when nothing happens, and when it begins to write
  const began = performance.now()
  const first = start(realTraining('runs/whole', steps))
  await first.says('epoch 1:')
  const writesFromMs = 0.8 * (performance.now() - began)
  await first.ended
  const takesMs = performance.now() - began
  tell(`a run takes ${takesMs.toFixed(0)} ms and writes from ${writesFromMs.toFixed(0)} ms on`)

  const compare = (out: string): void => {
    counts.compared += 1
    const found = names(out).join()
    if (found !== parts.join()) failures.push(`${out} holds ${found}`)
    for (const part of parts)
      if (!bytes(`${out}/${part}`).equals(bytes(`runs/whole/${part}`)))
        failures.push(`${out}/${part} differs`)
  }
  const again = (out: string): ReadonlyArray<string> =>
    there(`${out}/run.json`)
      ? ['train', 'm.ts', '--out', out, '--resume', '--threads', '1']
      : realTraining(out, steps)
  /** What else the machine does changes: that three of four processes are still there to be killed. */
  let pace = 1
  /** Killed at a random moment; whether it still ran. */
  const killed = async ({ child, ended }: Running, fromMs: number, toMs: number) => {
    const how = await Promise.race([ended, setTimeout(pace * (fromMs + draw() * (toMs - fromMs)))])
    pace *= how === undefined ? 1.03 : 0.9
    if (how !== undefined) return false
    child.kill('SIGKILL')
    return (await ended).signal === 'SIGKILL'
  }
  const note = (wasKilled: boolean, isWriting: boolean): void => {
    if (wasKilled) counts.kills += 1
    if (wasKilled && isWriting) counts.killsWriting += 1
  }

  const killTraining = async (out: string): Promise<void> => {
    for (let k = 0; k < mostInARow && !isOver(); k++) {
      const wasKilled = await killed(start(again(out)), writesFromMs, takesMs)
      note(wasKilled, there(out))
      if (!wasKilled) break
    }
    await finish(again(out))
    compare(out)
  }

  const outputs: ReadonlyArray<Writes> = [
    ['net.farrier', ['press', 'runs/whole']],
    ['p.csv', ['predict', 'runs/whole', '--data', 't.csv']],
    ['p.json', ['plot', 'runs/whole', '--what', 'loss']]
  ]
  const written = new Map<string, { readonly bytes: Buffer; readonly takesMs: number }>()
  for (const [out, words] of outputs) {
    const from = performance.now()
    await finish([...words, '--out', out])
    written.set(out, { bytes: bytes(out), takesMs: performance.now() - from })
  }
  const killOutput = async ([out, words]: Writes): Promise<void> => {
    const whole = written.get(out)
    if (whole === undefined) return
    rmSync(join(folder, out), { force: true })
    const command = [...words, '--out', out]
    const wasKilled = await killed(start(command), 0.5 * whole.takesMs, whole.takesMs)
    note(
      wasKilled,
      names('').some((name) => name.startsWith(out))
    )
    if (there(out) && !bytes(out).equals(whole.bytes)) failures.push(`${out} holds a part`)
    await finish(command)
    counts.compared += 1
    if (!bytes(out).equals(whole.bytes)) failures.push(`${out} differs`)
    const left = names('').filter((name) => name.startsWith(`${out}.`))
    if (left.length > 0) failures.push(`left over: ${left.join(', ')}`)
  }

  for (let k = 0; counts.kills < wanted.kills && !isOver(); k++) {
    const output = outputs[Math.floor(k / 2) % outputs.length]
    await (output === undefined || k % 2 === 0 ? killTraining(`runs/k${k}`) : killOutput(output))
    if (k % 10 === 9) tell(`${counts.kills} kills, ${counts.compared} compared`)
  }

  const sent = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (; counts.signals < wanted.signals && !isOver(); counts.signals++) {
    const out = `runs/s${counts.signals}`
    const signal = sent[counts.signals % sent.length] ?? 'SIGINT'
    const { child, ended } = start(again(out))
    await setTimeout(pace * (writesFromMs + draw() * (takesMs - writesFromMs)))
    child.kill(signal)
    const { code, signal: by } = await ended
    if (by !== signal && code !== 0 && code !== signalCodes[signal])
      failures.push(`${signal}: it ended with ${code ?? by}`)
    if (there(out) && names(out).some((name) => name.endsWith('.lock')))
      failures.push(`${signal}: its lock is left`)
    await finish(again(out))
    compare(out)
  }

  for (; counts.pairs < wanted.pairs && !isOver(); counts.pairs++) {
    const out = `runs/p${counts.pairs}`
    const [one, other] = [start(again(out)), start(again(out))]
    if (counts.pairs % 2 === 0) note(await killed(one, writesFromMs, takesMs), there(out))
    for (const { code, err } of await Promise.all([one.ended, other.ended]))
      if (code === 1 && !/process \d+ is training|another run was|there is an? /.test(err))
        failures.push(err)
    await finish(again(out))
    compare(out)
  }
  remove()
  return { ...counts, failures }
}
