/**
 * The processes of this machine: which this is, whether another still runs, and what a signal that
 * ends this one takes with it.
 *
 * @since 0.2.0
 */
import { readFileSync, rmSync } from 'node:fs'
import { hostname } from 'node:os'

// model

/**
 * A process: `started` tells it from an earlier one of its number, as the start of the machine and clock
 * ticks since then; 0 where a system does not say. Containers of one host name are taken for one
 * machine, so that what a killed one left does not stand in the way of the next.
 */
export interface Owner {
  readonly pid: number
  readonly started: string
  readonly host: string
}

/** Of another machine it cannot be known whether it runs. */
export type ProcessState = 'running' | 'gone' | 'elsewhere'

export interface Processes {
  readonly self: Owner
  readonly stateOf: (owner: Owner) => ProcessState
  /** A file that is removed if a signal ends this process; the answer lets go of it. */
  readonly hold: (path: string) => () => void
}

/** What asks a process to end. */
export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

/** Of a process that a signal has ended, as shells have it: 128 and its number. */
export const signalCodes: { readonly [S in Signal]: number } = {
  SIGHUP: 129,
  SIGINT: 130,
  SIGTERM: 143
}

// combinators

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

/** Of this start of the machine. */
const boot = textOf('/proc/sys/kernel/random/boot_id').slice(0, 8)

/** Field 22 of `/proc/PID/stat`; the second, a name in parentheses, may hold anything. */
const startedAt = (pid: number): string => {
  const text = textOf(`/proc/${pid}/stat`)
  const ticks = text.slice(text.lastIndexOf(')') + 2).split(' ')[19]
  return ticks === undefined ? '0' : `${boot}-${ticks}`
}

const exists = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // it is there, and somebody else's
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

// constructors

/** What a watched signal does; the launcher sends SIGUSR2 for a SIGINT that may have come already. */
const words: { readonly [S in Signal]: string } = {
  SIGINT: 'interrupted: finishing this step, then saving; press Ctrl-C again to quit at once',
  SIGTERM: 'asked to end: finishing this step, then saving; ask again to quit at once',
  SIGHUP: 'the terminal is gone: finishing this step, then saving'
}
const RELAYED = 'SIGUSR2'
const kinds: ReadonlyArray<Signal> = ['SIGINT', 'SIGTERM', 'SIGHUP']

interface Watch {
  caught: Signal | undefined
}

const openSignals = () => {
  const held = new Set<string>()
  const watches = new Set<Watch>()
  const handlers = new Map<NodeJS.Signals, () => void>()
  let isAsked = false
  /** What was relayed came first: the same Ctrl-C is still on its way here. */
  let isOwed = false
  const end = (signal: Signal): void => {
    for (const path of held) rmSync(path, { force: true })
    for (const [name, handler] of handlers) process.off(name, handler)
    process.kill(process.pid, signal)
  }
  const caught = (signal: Signal, isRelayed: boolean): void => {
    const [watch] = watches
    // what is relayed may come late, when all is saved: it is no second one even then
    if (isRelayed && isAsked) return
    if (signal === 'SIGINT' && isOwed) {
      isOwed = false
      return
    }
    if (watch === undefined || watch.caught !== undefined) return end(signal)
    watch.caught = signal
    isAsked = true
    isOwed = isRelayed
    process.stderr.write(`\n${words[signal]}\n`)
  }
  for (const kind of kinds) handlers.set(kind, () => caught(kind, false))
  if (process.platform !== 'win32') handlers.set(RELAYED, () => caught('SIGINT', true))
  /**
   * Signals do what they always do unless something here depends on them. A handler that is there
   * stays: with the last one goes a signal that has come and waits.
   */
  const listen = (): void => {
    const isNeeded = held.size + watches.size > 0
    for (const [name, handler] of handlers) {
      const isLate = name === RELAYED ? isAsked : name === 'SIGINT' && isOwed
      const isHeld = isNeeded || isLate
      const isThere = process.listeners(name).includes(handler)
      if (isHeld && !isThere) process.on(name, handler)
      if (!isHeld) process.off(name, handler)
    }
  }
  return { held, watches, listen }
}

const signals = openSignals()

/** From here on the first signal is only remembered, until `stop`. */
export const watchSignals = (): {
  readonly interrupted: () => Signal | undefined
  readonly stop: () => void
} => {
  const watch: Watch = { caught: undefined }
  signals.watches.add(watch)
  signals.listen()
  return {
    interrupted: () => watch.caught,
    stop: () => {
      signals.watches.delete(watch)
      signals.listen()
    }
  }
}

const self: Owner = { pid: process.pid, started: startedAt(process.pid), host: hostname() }

export const nodeProcesses: Processes = {
  self,
  stateOf: ({ pid, started, host }) =>
    host !== self.host
      ? 'elsewhere'
      : exists(pid) && (started === '0' || started === startedAt(pid))
        ? 'running'
        : 'gone',
  hold: (path) => {
    signals.held.add(path)
    signals.listen()
    return () => {
      signals.held.delete(path)
      signals.listen()
    }
  }
}
