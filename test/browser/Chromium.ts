/**
 * A headless Chromium, told what to do by the DevTools protocol over two pipes: JSON messages that
 * end in a zero byte.
 *
 * https://chromedevtools.github.io/devtools-protocol/
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { Readable, Writable } from 'node:stream'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

export interface Page {
  /** The value of an expression in the page, a promise awaited; rejects with what it throws. */
  readonly evaluate: (expression: string) => Promise<unknown>
  /** What has gone wrong in the page, as its console shows it. */
  readonly errors: () => ReadonlyArray<string>
}

export interface Chromium {
  readonly open: (address: string) => Promise<Page>
  readonly close: () => Promise<void>
}

type Json = { readonly [key: string]: unknown }
const isJson = (x: unknown): x is Json => typeof x === 'object' && x !== null
/** What lies at a path, or undefined. */
const at = (x: unknown, ...path: ReadonlyArray<string>): unknown =>
  path.reduce<unknown>((found, key) => (isJson(found) ? found[key] : undefined), x)

// ---------------------------------------------------------------------------
// finding
// ---------------------------------------------------------------------------

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']

/** CHROME_PATH, or the first of the usual names on PATH. */
export const findChromium = (environment: NodeJS.ProcessEnv = process.env): string | undefined =>
  [
    environment['CHROME_PATH'] ?? [],
    names.flatMap((name) =>
      (environment['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name))
    )
  ]
    .flat()
    .find((path) => path !== '' && existsSync(path))

/**
 * What the flags are for: no window, a user who may be root, a small /dev/shm, nothing that reaches
 * out.
 */
const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-gpu',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--disable-renderer-backgrounding',
  '--disable-background-timer-throttling',
  '--remote-debugging-pipe'
]

// ---------------------------------------------------------------------------
// the protocol
// ---------------------------------------------------------------------------

interface Protocol {
  readonly send: (method: string, parameters: Json, session?: string) => Promise<unknown>
  readonly listen: (heard: (method: unknown, parameters: unknown, session: unknown) => void) => void
}

const protocol = (child: ChildProcess): Protocol => {
  const [, , , write, read] = child.stdio
  if (!(write instanceof Writable) || !(read instanceof Readable))
    throw new Error('internal: no pipes')
  const waiting = new Map<
    unknown,
    { readonly resolve: (result: unknown) => void; readonly reject: (error: Error) => void }
  >()
  const listeners: Array<(method: unknown, parameters: unknown, session: unknown) => void> = []
  let sent = 0,
    text = ''
  const receive = (message: unknown): void => {
    const asked = waiting.get(at(message, 'id'))
    waiting.delete(at(message, 'id'))
    if (asked === undefined)
      for (const heard of listeners)
        heard(at(message, 'method'), at(message, 'params'), at(message, 'sessionId'))
    else if (at(message, 'error') !== undefined)
      asked.reject(new Error(JSON.stringify(at(message, 'error'))))
    else asked.resolve(at(message, 'result'))
  }
  read.setEncoding('utf8').on('data', (part: string) => {
    const messages = (text + part).split('\0')
    text = messages.pop() ?? ''
    for (const message of messages) receive(JSON.parse(message))
  })
  write.on('error', () => undefined)
  const ended = (why: unknown): void => {
    for (const { reject } of waiting.values())
      reject(new Error(`the browser has ended: ${String(why)}`))
  }
  child.on('exit', ended).on('error', ended)
  return {
    send: (method, params, sessionId) =>
      new Promise((resolve, reject) => {
        waiting.set(++sent, { resolve, reject })
        write.write(
          `${JSON.stringify({ id: sent, method, params, ...(sessionId === undefined ? {} : { sessionId }) })}\0`
        )
      }),
    listen: (heard) => {
      listeners.push(heard)
    }
  }
}

const openPage =
  ({ send, listen }: Protocol) =>
  async (url: string): Promise<Page> => {
    const targetId = at(await send('Target.createTarget', { url: 'about:blank' }), 'targetId')
    const session = String(
      at(await send('Target.attachToTarget', { targetId, flatten: true }), 'sessionId')
    )
    const errors: Array<string> = []
    const loaded = new Promise<void>((resolve) => {
      listen((method, parameters, from) => {
        if (from !== session) return
        if (method === 'Page.loadEventFired') resolve()
        if (method === 'Runtime.exceptionThrown')
          errors.push(
            String(
              at(parameters, 'exceptionDetails', 'exception', 'description') ??
                at(parameters, 'exceptionDetails', 'text')
            )
          )
        if (method === 'Log.entryAdded' && at(parameters, 'entry', 'level') === 'error')
          errors.push(
            `${String(at(parameters, 'entry', 'text'))} ${String(at(parameters, 'entry', 'url'))}`
          )
      })
    })
    for (const domain of ['Page', 'Runtime', 'Log']) await send(`${domain}.enable`, {}, session)
    await send('Page.navigate', { url }, session)
    await loaded
    return {
      errors: () => errors,
      evaluate: async (expression) => {
        const answer = await send(
          'Runtime.evaluate',
          { expression, awaitPromise: true, returnByValue: true },
          session
        )
        const thrown = at(answer, 'exceptionDetails')
        if (thrown !== undefined)
          throw new Error(
            [at(thrown, 'exception', 'description') ?? at(thrown, 'text'), ...errors].join('\n')
          )
        return at(answer, 'result', 'value')
      }
    }
  }

// ---------------------------------------------------------------------------
// constructors
// ---------------------------------------------------------------------------

/** Starts the browser at a path, with a profile that is gone when it is closed. */
export const startChromium = (path: string): Chromium => {
  const profile = mkdtempSync(join(tmpdir(), 'farrier-chromium-'))
  const child = spawn(path, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe']
  })
  const ended = new Promise<void>((resolve) => {
    child
      .on('exit', () => {
        resolve()
      })
      .on('error', () => {
        resolve()
      })
  })
  const spoken = protocol(child)
  return {
    open: openPage(spoken),
    close: async () => {
      spoken.send('Browser.close', {}).catch(() => undefined)
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    }
  }
}
