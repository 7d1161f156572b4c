#!/usr/bin/env node
// Starts the command line: from source in a clone, from dist/node where installed. A Node that cannot read TypeScript
// (models are TypeScript) hands over to a newer one installed beside this package, or says what is needed.
import { spawn } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(realpathSync(fileURLToPath(import.meta.url)))

const ancestors = (folder) =>
  dirname(folder) === folder ? [folder] : [folder, ...ancestors(dirname(folder))]

/** The nearest `node` package installed beside this one. */
const newer = () =>
  ancestors(here)
    .map((folder) => join(folder, 'node_modules', '.bin', 'node'))
    .find((path) => existsSync(path))

const handOver = (node) => {
  const env = { ...process.env, FARRIER_HANDED_OVER: '1' }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
    env
  })
  // The terminal sends Ctrl-C to both: the child decides when to stop. If it was sent to this process alone the child
  // has none yet: SIGUSR2 is one more Ctrl-C for a child that has none. Other signals reach only this process.
  process.on('SIGINT', () => process.platform !== 'win32' && child.kill('SIGUSR2'))
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => refuse(`${node} could not be started (${error.message})`))
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code)
    const own = signal === 'SIGUSR2' ? 'SIGINT' : signal
    process.removeAllListeners(own)
    process.kill(process.pid, own)
  })
}

const refuse = (what) => {
  process.stderr.write(
    `farrier: ${what}\n` +
      '  why: models are TypeScript, which Node runs by itself from 22.18 on; ' +
      `this is Node ${process.versions.node}\n` +
      '  try: install a newer Node, or `npm install node@24` beside farrier\n'
  )
  process.exit(1)
}

/** That Node erases types is what this package is built on, and no news to who runs a model. */
const withoutTypeNews = () => {
  const emitWarning = process.emitWarning.bind(process)
  process.emitWarning = (warning, ...more) => {
    if (!/type.?stripping|striptypescripttypes/i.test(String(warning?.message ?? warning)))
      emitWarning(warning, ...more)
  }
}

if (process.features.typescript) {
  withoutTypeNews()
  // what was parsed once is not parsed again: half of the time that a command takes to start
  module.enableCompileCache?.()
  const source = '../src/cli/main.ts'
  await import(existsSync(join(here, source)) ? source : '../dist/node/main.js')
} else {
  const node = process.env.FARRIER_HANDED_OVER ? undefined : newer()
  if (node === undefined) refuse('this Node is too old')
  else handOver(node)
}
