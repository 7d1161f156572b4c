/**
 * What an executor of plans must do, on a backend of tfjs that does not come with us: agreement
 * with the interpreter over generated plans, the meaning of every kernel, a constant number of
 * arrays, and a short training.
 *
 * Run: `npm run test:tensorflow`, `npm run test:webgpu`. The packages are looked for in
 * node_modules, then in the folder that FARRIER_TFJS_NODE or FARRIER_WEBGPU names. WebGPU runs on
 * the system's graphics driver; where there is none, on SwiftShader, a Vulkan driver in software
 * that Chromium brings along (FARRIER_VULKAN_DRIVER names another one's .json).
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

type Environment = Readonly<Record<string, string>>

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const root = here('../..')

/** The laws of every backend, and those that ask for float32 to the last place. */
const executorTests = [
  'test/runtime/TfjsExecutor.test.ts',
  'test/runtime/Witness.test.ts',
  'test/backends/'
]
const tests: { readonly [backend: string]: ReadonlyArray<string> } = {
  tensorflow: [...executorTests, 'test/expr/Witnesses'],
  webgpu: executorTests
}

/** Where Chromium keeps SwiftShader, on Debian and as Google ships it. */
const softwareDrivers = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/opt/google/chrome'
].map((folder) => `${folder}/vk_swiftshader_icd.json`)

/** The loader of Vulkan lies beside the driver there. */
const onDriver = (driver: string): Environment => ({
  VK_ICD_FILENAMES: driver,
  LD_LIBRARY_PATH: [dirname(driver), process.env['LD_LIBRARY_PATH'] ?? ''].join(':')
})

/** In the order they are tried: as things are, then in software. */
const environments = (backend: string): ReadonlyArray<Environment> => {
  const own = process.env['FARRIER_VULKAN_DRIVER']
  const drivers = own === undefined ? softwareDrivers.filter((d) => existsSync(d)) : [own]
  return backend !== 'webgpu'
    ? [{}]
    : own === undefined
      ? [{}, ...drivers.map(onDriver)]
      : drivers.map(onDriver)
}

const run = (args: ReadonlyArray<string>, added: Environment, stdio: 'inherit' | 'pipe') =>
  spawnSync(process.execPath, args, {
    cwd: root,
    env: { TF_CPP_MIN_LOG_LEVEL: '1', ...process.env, ...added },
    stdio,
    encoding: 'utf8'
  })

const test = (backend: string, files: ReadonlyArray<string>): number => {
  const named = { FARRIER_BACKEND: backend }
  const tried = environments(backend).map((e) => ({
    environment: { ...e, ...named },
    opened: run([here('Open.ts')], { ...e, ...named }, 'pipe')
  }))
  const found = tried.find(({ opened }) => opened.status === 0)
  if (found === undefined) {
    const [first] = tried
    process.stderr.write(
      first?.opened.stdout || first?.opened.stderr || `${backend} does not open\n`
    )
    return 1
  }
  process.stdout.write(found.opened.stdout)
  // native libraries want a process of their own, not a thread
  return (
    run(
      [
        here('../../node_modules/vitest/vitest.mjs'),
        'run',
        '--project',
        'rooms',
        '--pool',
        'forks',
        ...files,
        ...process.argv.slice(3)
      ],
      found.environment,
      'inherit'
    ).status ?? 1
  )
}

const [backend = ''] = process.argv.slice(2)
const files = tests[backend]
if (files === undefined)
  process.stderr.write(`expected ${Object.keys(tests).join(' or ')}, found '${backend}'\n`)
process.exitCode = files === undefined ? 1 : test(backend, files)
