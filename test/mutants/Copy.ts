/** A copy of the tree in a temporary folder, and vitest in it: the working tree stays as it is. */
import { spawn } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isLeft } from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { type Mutant, planted, unplantable } from './Mutant.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const copied = [
  'src',
  'test',
  'docs',
  'bench',
  'bin',
  'dsl-examples',
  'findings',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'rolldown.config.ts',
  'vitest.config.ts',
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  '.dependency-cruiser.cjs'
]

export interface Copy {
  readonly folder: string
  readonly remove: () => void
}

export const copyTree = (): Copy => {
  const folder = mkdtempSync(join(tmpdir(), 'farrier-mutants-'))
  for (const name of copied) cpSync(join(root, name), join(folder, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) }
}

/** What `run` does with the mutant planted; the file is as before afterwards. */
export const withMutant = async <A>(
  { folder }: Copy,
  m: Mutant,
  run: () => Promise<A>
): Promise<A> => {
  const path = join(folder, 'src', m.file)
  const source = readFileSync(path, 'utf8')
  const why = unplantable(m, source)
  if (why !== undefined) throw new Error(`internal: ${m.name}: ${why}`)
  writeFileSync(path, planted(m, source))
  try {
    return await run()
  } finally {
    writeFileSync(path, source)
  }
}

/** The first test that failed, by file and title; nothing of how it ended. */
export interface FailedTest {
  readonly file: string
  readonly title: string
}
export type Outcome =
  | { readonly _tag: 'Passed' }
  | { readonly _tag: 'Failed'; readonly by: FailedTest }
  | { readonly _tag: 'OutOfTime' }
  /** The tests ended without one that failed: they cannot run here, whatever was planted. */
  | { readonly _tag: 'Broken'; readonly why: string }

/** The part of vitest's JSON report that says what failed. */
const reportCodec = t.type({
  testResults: t.array(
    t.type({
      name: t.string,
      status: t.string,
      message: t.string,
      assertionResults: t.array(t.type({ status: t.string, fullName: t.string }))
    })
  )
})

const firstFailure = (folder: string, text: string): FailedTest | undefined => {
  const report = reportCodec.decode(JSON.parse(text))
  if (isLeft(report)) return undefined
  const failures = report.right.testResults.flatMap(
    ({ name, status, message, assertionResults }) => {
      const file = name.replace(`${folder}/`, '')
      const title = assertionResults.find((a) => a.status === 'failed')?.fullName
      const [why = ''] = message.split('\n')
      // what did not begin, after the first failure, has failed without a word
      return title !== undefined
        ? [{ file, title }]
        : status === 'failed' && why !== ''
          ? [{ file, title: why }]
          : []
    }
  )
  return failures[0]
}

const running = new Set<number>()

const endTests = (pid: number): void => {
  if (!running.delete(pid)) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // it ended by itself
  }
}

/** Ends what is left of the tests. */
export const endAllTests = (): void => [...running].forEach(endTests)

/** Runs the tests of `where` (folders or files) up to the first that fails. */
export const runTests = (
  { folder }: Copy,
  where: ReadonlyArray<string>,
  budgetMs: number
): Promise<Outcome> =>
  new Promise((resolve) => {
    const report = join(folder, 'report.json')
    rmSync(report, { force: true })
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const projects = ['--project', 'rooms', '--project', 'together']
    const options = [...projects, '--bail', '1', '--maxWorkers', '1', '--cache=false']
    const child = spawn(
      process.execPath,
      [vitest, 'run', ...options, '--reporter', 'json', '--outputFile', report, ...where],
      { cwd: folder, stdio: 'ignore', detached: true }
    )
    let isLate = false
    const clock = setTimeout(() => {
      isLate = true
      if (child.pid !== undefined) endTests(child.pid)
    }, budgetMs)
    if (child.pid !== undefined) running.add(child.pid)
    child.on('error', ({ message }) => resolve({ _tag: 'Broken', why: message }))
    child.on('close', (code) => {
      clearTimeout(clock)
      if (child.pid !== undefined) running.delete(child.pid)
      if (isLate) return resolve({ _tag: 'OutOfTime' })
      if (code === 0) return resolve({ _tag: 'Passed' })
      const by = existsSync(report) ? firstFailure(folder, readFileSync(report, 'utf8')) : undefined
      resolve(by === undefined ? { _tag: 'Broken', why: `exit ${code}` } : { _tag: 'Failed', by })
    })
  })
