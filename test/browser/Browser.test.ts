/**
 * The same training in Node and in pages of a browser, where there is one: equal numbers, bit for
 * bit, on as many threads as a page may have.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle } from './Bundle.ts'
import { type Chromium, findChromium, type Page, startChromium } from './Chromium.ts'
import { jobs, type Trained } from './page/Training.ts'
import { type Server, startServer } from './Server.ts'

const path = findChromium()
const servers: Array<Server> = []
let folder = ''
let browser: Chromium | undefined
let inNode: Trained = { executor: '', numbers: [] }

const open = async (isolated: boolean): Promise<Page> => {
  const server = await startServer([['/', folder]], isolated)
  servers.push(server)
  if (browser === undefined) throw new Error('no browser')
  return browser.open(server.address)
}

describe.skipIf(path === undefined)('a page', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'farrier-browser-'))
    browser = startChromium(path ?? '')
    await bundle(fileURLToPath(new URL('page', import.meta.url)), folder)
    inNode = await jobs.train(1)
  }, 60_000)
  afterAll(async () => {
    await browser?.close()
    for (const server of servers) server.close()
    rmSync(folder, { recursive: true })
  }, 60_000)

  test('that is isolated trains in a worker, on one thread or on two', async () => {
    const page = await open(true)
    expect(inNode.numbers.length).toBeGreaterThan(4)
    expect(inNode.numbers.every((x) => Number.isFinite(x) && x > 0)).toBe(true)
    expect(await page.evaluate("inWorker('train', 1)")).toEqual({
      executor: 'wasm',
      numbers: inNode.numbers
    })
    expect(await page.evaluate("inWorker('train', 2)")).toEqual({
      executor: 'wasm, 2 threads',
      numbers: inNode.numbers
    })
    // nothing in the console: no request that failed, no error in a worker
    expect(page.errors()).toEqual([])
  })

  test('stops a training and goes on with it, to the same bytes', async () => {
    const page = await open(true)
    expect(await page.evaluate("inWorker('resumed', 1)")).toEqual(await jobs.whole(1))
    expect(page.errors()).toEqual([])
  })

  test('samples: every chain is followed, stopped chains keep their draws and go on, to the same bytes', async () => {
    const page = await open(true)
    const [whole, parts] = [await jobs.sample(1), await jobs.sampleInParts(1)]
    expect(whole.progress).toEqual(['0: 600 of 600', '1: 600 of 600'])
    expect(parts.draws).toBeGreaterThan(0)
    expect(parts.draws).toBeLessThan(400)
    expect(parts.isWhole).toBe(true)
    const there = await page.evaluate("inWorker('sample', 1)")
    expect(await page.evaluate("inWorker('sampleInParts', 1)")).toEqual(parts)
    // Node's bytes, where both engines have one exp and log; else Node's posterior, to some errors of a mean
    const isSame =
      JSON.stringify(await page.evaluate("inWorker('math', 1)")) ===
      JSON.stringify(await jobs.math(1))
    const { progress, mean, error } = whole
    expect(error).toBeLessThan(0.25)
    expect(there).toMatchObject(isSame ? whole : { progress, mean: expect.closeTo(mean, 0) })
    expect(page.errors()).toEqual([])
  })

  test('trains outside a worker too, on one thread: it may not wait for others', async () => {
    const page = await open(true)
    // the worker's file, loaded by the page itself
    const file = readdirSync(join(folder, 'assets')).find((name) => /^worker-.*[.]js$/.test(name))
    expect(await page.evaluate(`import('./assets/${file}').then(() => jobs.train(2))`)).toEqual({
      executor: 'wasm',
      numbers: inNode.numbers
    })
  })

  test('that is not isolated has no memory to share: one thread', async () => {
    const page = await open(false)
    expect(await page.evaluate('crossOriginIsolated')).toBe(false)
    expect(await page.evaluate("inWorker('open', 2)")).toBe('wasm')
  })
})
