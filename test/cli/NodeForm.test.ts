import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as farrier from '../../src/index.ts'
import * as laws from '../../src/laws/index.ts'
import { withCompileCache } from '../support/CompileCache.ts'
import { makeNodeForm } from '../support/NodeForm.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'farrier-form-'))
const home = join(folder, 'farrier')
const form = join(home, 'dist/node')
const source = join(root, 'bin/farrier.js')
let installed = ''
beforeAll(() => {
  installed = makeNodeForm(home)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const eightSchools = join(root, 'dsl-examples/eight-schools.ts')
const table = join(root, 'dsl-examples/data/eight-schools.csv')

/** What Node prints; a fit that was not long enough (3) is no failure. */
const node = (words: ReadonlyArray<string>, options = ''): string => {
  const { status, stdout, stderr } = spawnSync(process.execPath, words, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...withCompileCache, NODE_OPTIONS: options }
  })
  expect(status === 0 || status === 3 ? '' : stderr).toBe('')
  return stdout
}

/** A module that writes, when the process ends, what `statements` have put into `seen`. */
const watching = (name: string, statements: string): string => {
  const file = join(folder, `${name}.mjs`)
  writeFileSync(
    file,
    `import { syncBuiltinESMExports, registerHooks } from 'node:module'
     import { writeFileSync } from 'node:fs'
     import threads from 'node:worker_threads'
     const seen = []
     ${statements}
     if (threads.isMainThread)
       process.on('exit', () => writeFileSync(${JSON.stringify(`${file}.json`)}, JSON.stringify(seen)))`
  )
  return file
}

const watched = (watch: string, words: ReadonlyArray<string>): ReadonlyArray<string> => {
  node([installed, ...words], `--import=${pathToFileURL(watch).href}`)
  return JSON.parse(readFileSync(`${watch}.json`, 'utf8'))
}

test('it prints, and draws byte by byte, what the source does', () => {
  const sample = (launcher: string, out: string): ReadonlyArray<string> => {
    const words = ['--chains', '2', '--draws', '100', '--warmup', '100', '--out', out]
    const printed = node([launcher, 'sample', eightSchools, '--data', table, ...words])
    const kept = ['draws.safetensors', 'state.safetensors'].map((name) =>
      readFileSync(join(folder, out, name)).toString('base64')
    )
    return [printed.replaceAll(out, 'run'), ...kept]
  }
  expect(sample(installed, 'run-a')).toEqual(sample(source, 'run-b'))
  for (const words of [['--help'], ['--version'], ['explain', eightSchools]])
    expect(node([installed, ...words])).toBe(node([source, ...words]))
})

test('each module of ours is in it once, and so is what its doors have', () => {
  const modules = readdirSync(form, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .flatMap((name) => readFileSync(join(form, name), 'utf8').match(/^\/\/ src\/.*\.ts$/gm) ?? [])
  expect(modules.length).toBeGreaterThan(500)
  expect(modules.length).toBe(new Set(modules).size)
  const names =
    'import(process.argv[1]).then((door) => console.log(Object.keys(door).sort().join()))'
  for (const [name, door] of Object.entries({ index: farrier, 'laws/index': laws }))
    expect(node(['-e', names, pathToFileURL(join(form, `${name}.js`)).href])).toBe(
      `${Object.keys(door).sort().join()}\n`
    )
})

test('a model, and what it imports, see the copy that reads them through every door', () => {
  const files = {
    'words.ts':
      "export { draw, model, normal } from 'farrier'\nimport { axis } from 'farrier'\naxis('a', 1)\n",
    'door.ts': "import * as farrier from 'farrier'\nexport default farrier\n",
    'laws.ts': "export { priorLaws } from 'farrier/laws'\n",
    'one.ts':
      "import { draw, model, normal, observe, plate, over } from 'farrier'\n" +
      "import * as words from './words.ts'\nimport door from './door.ts'\nimport './laws.ts'\n" +
      'const same = [words.normal === normal, door.normal === normal, words.model === model]\n' +
      "if (!same.every((one) => one)) throw new Error('two copies')\n" +
      "const rows = door.plate('rows')\n" +
      'export default model(function* () {\n' +
      "  const mu = yield* words.draw('mu', door.normal(0, 1))\n" +
      "  yield* door.observe('y', over(rows)(normal(mu, 1)))\n})\n"
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  expect(node([installed, 'explain', 'one.ts'])).toContain('mu    [] Real ~ normal(0, 1)')
})

test('threads start from it, those of chains and those of products', () => {
  const rows = Array.from({ length: 5000 }, (_, i) => `${Math.sin(i)},${Math.cos(3 * i)}`)
  writeFileSync(join(folder, 'waves.csv'), ['x,y', ...rows].join('\n'))
  writeFileSync(
    join(folder, 'waves.ts'),
    `import { add, data, draw, halfNormal, model, mul, normal, observe, over, plate } from 'farrier'
     const rows = plate('rows')
     export default model(function* () {
       const [a, b] = [yield* draw('a', normal(0, 1)), yield* draw('b', normal(0, 1))]
       const s = yield* draw('s', halfNormal(1))
       const x = yield* data('x', [rows])
       yield* observe('y', over(rows)(normal(add(a)(mul(b)(x)), s)))
     })`
  )
  const watch = watching(
    'threads',
    `const { Worker } = threads
     threads.Worker = class extends Worker {
       constructor(file, options) {
         super(file, options)
         if (options.eval === true) return void seen.push('guard')
         const name = String(file).split('/').at(-1)
         this.on('online', () => seen.push(name))
         this.on('error', (error) => seen.push(name + ' ' + error.message))
       }
     }
     // chains have threads where they take long
     const { now } = performance
     performance.now = () => 100 * now.call(performance)
     syncBuiltinESMExports()`
  )
  const started = (...words: ReadonlyArray<string>): ReadonlyArray<string> =>
    watched(watch, [...words, 'waves.ts', '--data', 'waves.csv', '--threads', '2'])
  // that a model is read twice takes one thread that says so when it takes long
  expect(started('sample', '--chains', '2', '--out', 'c')).toEqual([
    'guard',
    'ChainWorker.js',
    'ChainWorker.js'
  ])
  expect(started('train', '--epochs', '2', '--out', 'd', '--backend', 'wasm')).toEqual([
    'guard',
    'TeamWorker.js'
  ])
})

test('what goes wrong has a place: in the file of a model, and in ours', () => {
  writeFileSync(join(folder, 'throws.ts'), "const a: number = 1\nthrow new Error('boom')\n")
  const { stderr } = spawnSync(process.execPath, [installed, 'explain', 'throws.ts'], {
    cwd: folder,
    encoding: 'utf8'
  })
  expect(stderr).toContain('throws.ts:2: this file threw while it was imported: boom')
})

test('a command that samples reads few files, and none of the packages that come along', () => {
  const watch = watching(
    'files',
    'registerHooks({ load: (url, context, next) => { seen.push(url); return next(url, context) } })'
  )
  const files = watched(watch, [
    'sample',
    eightSchools,
    '--data',
    table,
    '--draws',
    '10',
    '--out',
    'e'
  ]).filter((url) => url.startsWith('file:'))
  expect(files.filter((url) => url.includes('/node_modules/'))).toEqual([])
  expect(files.length).toBeLessThan(120)
})
