import { spawnSync } from 'node:child_process'
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agrees } from '../docs/Agreement.ts'
import { commandsOf, fencesOf } from '../docs/RunPage.ts'
import { toyImages } from '../support/ToyImages.ts'
import { tsc } from '../support/TypeChecker.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'farrier-package-'))
const project = join(folder, 'project')
const copy = join(folder, 'farrier')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/**
 * As a person's shell has it: nothing of the npm script that runs this test, and the Node that runs
 * it.
 */
const env = {
  ...Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^npm_(package|lifecycle|config_local_prefix|command)|^(INIT_CWD|NODE_ENV|VITEST.*)$/.test(
          name
        )
    )
  ),
  PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter)
}

const run = (cwd: string, command: string, ...args: ReadonlyArray<string>): string => {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, env, encoding: 'utf8' })
  expect(
    error === undefined && status === 0
      ? ''
      : `${command} ${args.join(' ')}: ${error?.message ?? ''}\n${stdout}\n${stderr}`
  ).toBe('')
  return stdout
}

/** What is no part of the source. */
const aside = new Set([
  '.git',
  'node_modules',
  'dist',
  'runs',
  'test',
  'findings',
  'docs/api',
  'bench'
])

let packed: ReadonlyArray<string> = []

beforeAll(() => {
  mkdirSync(project)
  // packed from a copy: it builds, and others read the tree meanwhile
  cpSync(root, copy, { recursive: true, filter: (path) => !aside.has(path.slice(root.length)) })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
  const report = run(copy, 'npm', 'pack', '--json', '--pack-destination', folder)
  const [{ filename, files }]: [{ filename: string; files: ReadonlyArray<{ path: string }> }] =
    JSON.parse(report.slice(report.indexOf('[')))
  packed = files.map(({ path }) => path)
  // What `npm init` writes: the project of a person who has never thought about modules.
  writeFileSync(
    join(project, 'package.json'),
    '{ "name": "project", "version": "1.0.0", "type": "commonjs" }'
  )
  run(
    project,
    'npm',
    'install',
    join(folder, filename),
    '--prefer-offline',
    '--no-audit',
    '--no-fund'
  )
})

test('what is published is JavaScript with declarations, the launcher and the documents', () => {
  expect(packed).toEqual(
    expect.arrayContaining([
      'bin/farrier.js',
      'dist/index.js',
      'dist/index.d.ts',
      'dist/laws/index.js',
      'dist/node/main.js',
      'dist/node/index.js',
      'dist/node/laws/index.js',
      'dist/node/LICENSES.txt'
    ])
  )
  expect(
    packed.filter(
      (path) =>
        !/^(package\.json|README\.md|CHANGELOG\.md|LICENSE|(bin|dist|docs|dsl-examples)\/.*)$/.test(
          path
        )
    )
  ).toEqual([])
  expect(packed.filter((path) => /^dist\/.*(?<!\.d)\.ts$/.test(path))).toEqual([])
})

test('an installation takes at most 150 MB, with everything that comes along', () => {
  const bytes = readdirSync(project, { recursive: true, encoding: 'utf8' })
    .map((path) => lstatSync(join(project, path)))
    .reduce((sum, entry) => sum + (entry.isFile() ? entry.size : 0), 0)
  expect(bytes).toBeGreaterThan(20e6)
  expect(bytes).toBeLessThanOrEqual(150e6)
})

test('the installed command line runs', () => {
  expect(run(project, 'node_modules/.bin/farrier', '--help')).toContain('Usage: farrier')
})

test('the installed library is imported, both doors', () => {
  const source =
    "Promise.all(['farrier', 'farrier/laws'].map((name) => import(name))).then((doors) " +
    '=> console.log(doors.map((door) => Object.keys(door).length > 0).join()))'
  expect(run(project, process.execPath, '-e', source)).toBe('true,true\n')
  // pages are bundled from other files
  const where = "console.log(import.meta.resolve('farrier').replace(/.*\\/farrier\\//, ''))"
  expect(run(project, process.execPath, '--input-type=module', '-e', where)).toBe(
    'dist/node/index.js\n'
  )
})

test('its declarations stand in a strict project that checks libraries too', () => {
  writeFileSync(
    join(project, 'user.ts'),
    "import * as farrier from 'farrier'\nimport * as laws from 'farrier/laws'\n" +
      'export const doors: ReadonlyArray<object> = [farrier, laws]\n'
  )
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({
      compilerOptions: {
        strict: true,
        exactOptionalPropertyTypes: true,
        noEmit: true,
        module: 'NodeNext',
        target: 'ES2024',
        types: []
      },
      files: ['user.ts']
    })
  )
  expect(run(project, process.execPath, tsc, '-p', '.')).toBe('')
})

test("a user's own .ts model is explained, trained, pressed and tested by the installed package", () => {
  Object.entries(toyImages(join(project, 'data'))).forEach(([path, bytes]) => {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, bytes)
  })
  writeFileSync(
    join(project, 'model.ts'),
    `
    import {
      axis, categorical, data, dense, groupHorseshoe, include, model, observe, over, plate, type Prior, relu
    } from 'farrier'
    const images = plate('images'), pixels = axis('pixels', 16), hidden = axis('hidden', 4)
    const classes = axis('classes', 3)
    const prior: Prior = groupHorseshoe(1e-3)
    export default model(function* () {
      const x = yield* data('x', [images, pixels])
      const h = yield* include('fc1', dense(pixels, hidden, prior)(x))
      const logits = yield* include('fc2', dense(hidden, classes, prior)(relu(h)))
      yield* observe('y', over(images)(categorical({ logits, along: classes })))
    })`
  )
  const farrier = (...words: ReadonlyArray<string>): string =>
    run(project, 'node_modules/.bin/farrier', ...words)
  expect(farrier('explain', 'model.ts')).toContain('pixels←fc1/w')
  expect(farrier('explain', 'node_modules/farrier/dsl-examples/lenet-300-100.ts')).toContain(
    'h2←fc3/w'
  )
  expect(
    farrier(
      'train',
      'model.ts',
      '--data',
      'data',
      '--epochs',
      '5',
      '--batch',
      '12',
      '--out',
      'runs/a'
    )
  ).toContain('trained: epoch 5, 15 steps')
  expect(farrier('press', 'runs/a', '--out', 'net.farrier')).toContain('the file')
  expect(farrier('eval', 'net.farrier', '--data', 'data')).toContain('values of y')
})

test('what is not installed is named where it is asked for', () => {
  const words = ['train', 'model.ts', '--data', 'data', '--out', 'runs/cpu', '--backend', 'cpu']
  const command = join(project, 'node_modules/.bin/farrier')
  const { status, stderr } = spawnSync(command, words, { cwd: project, env, encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr).toContain('@tensorflow/tfjs-core and @tensorflow/tfjs-backend-cpu')
  expect(stderr).toContain('npm install @tensorflow/tfjs-core@')
})

test('the README is followed by copying: files are saved, commands are typed, what it shows is printed', () => {
  const fences = fencesOf('README.md')
  fences
    .filter(({ name }) => name !== '')
    .forEach(({ name, text }) => writeFileSync(join(project, name), text))
  let printed = ''
  let shown = 0
  for (const { language, text } of fences) {
    if (language === 'sh')
      printed = commandsOf(text)
        // the project is there, and the package in it is the one that was packed
        .filter((words) => !/^npm (init|install farrier)/.test(words.join(' ')))
        .map(([command = '', ...words]) =>
          command === 'npm'
            ? run(project, command, ...words, '--prefer-offline', '--no-audit', '--no-fund')
            : run(project, command, ...words)
        )
        .join('')
    if (language === 'text') {
      expect(agrees(text, printed) ? '' : printed).toBe('')
      shown += 1
    }
  }
  expect(shown).toBeGreaterThan(2)
})
