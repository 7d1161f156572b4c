/**
 * Python environments of the peers, made in `bench/.peers` at the first run and again when their
 * requirements.txt changes.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Either, left, right } from 'fp-ts/lib/Either.js'

const here = fileURLToPath(new URL('.', import.meta.url))

/** A folder for it, a file of requirements, and the Python that makes it. */
export interface PythonEnvironment {
  readonly folder: string
  readonly requirements: string
  readonly python: string
}

/** Of these requirements, by the Python that PYTHON names. */
export const pythonEnvironment = (name: string, requirements: string): PythonEnvironment => ({
  folder: join(here, '../.peers', name),
  requirements,
  python: process.env['PYTHON'] ?? 'python3'
})

/** Of those that are measured. */
export const benchEnvironment = pythonEnvironment('', join(here, 'requirements.txt'))

export const peerScript = join(here, 'peer.py')

const ran = (command: string, words: ReadonlyArray<string>): Either<string, void> => {
  const { status, error, stderr } = spawnSync(command, words, {
    encoding: 'utf8',
    stdio: ['ignore', 'inherit', 'pipe']
  })
  return status === 0
    ? right(undefined)
    : left(
        error?.message ??
          `${command} ${words.join(' ')}: ${stderr.trimEnd().split('\n').at(-1) ?? ''}`
      )
}

/**
 * Installs line by line, so that a package that cannot be had leaves the others usable; a peer
 * without its packages says so itself. Left: there is no Python.
 */
export const ensurePython = (
  { folder, requirements, python }: PythonEnvironment,
  tell: (text: string) => void
): Either<string, string> => {
  const environment = join(folder, 'venv'),
    mark = join(folder, 'installed.txt')
  const own = join(environment, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  const wanted = readFileSync(requirements, 'utf8')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return right(own)
  mkdirSync(folder, { recursive: true })
  if (!existsSync(own)) {
    const made = ran(python, ['-m', 'venv', environment])
    if (made._tag === 'Left') return made
  }
  const packages = wanted.split('\n').filter((l) => l !== '' && !l.startsWith('#'))
  const failed = packages.filter((name) => {
    tell(`installing ${name}\n`)
    const installed = ran(own, [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      name
    ])
    if (installed._tag === 'Left') tell(`${installed.left}\n`)
    return installed._tag === 'Left'
  })
  if (failed.length === 0) writeFileSync(mark, wanted)
  return right(own)
}
