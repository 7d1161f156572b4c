/** The process of Python, played by others: what it says decides whether it was asked at all. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { left, right } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { ensurePython } from '../../bench/peers/Environment.ts'
import { ask, type Question } from './Peer.ts'

const question: Question = { name: 'm', source: '', data: '', latents: new Map(), points: [] }

const peer = (python: string) => ({ python, script: 'densities.py', ending: '.py' })

/** An executable that prints these lines. */
const saying = (lines: ReadonlyArray<string>, error = ''): ReturnType<typeof ask> => {
  const folder = mkdtempSync(join(tmpdir(), 'farrier-python-'))
  const script = join(folder, 'python')
  const words = [
    ...lines.map((l) => `echo '${l}'`),
    ...(error === '' ? [] : [`echo '${error}' >&2`])
  ]
  writeFileSync(script, `#!/bin/sh\n${words.join('\n')}\n`, { mode: 0o755 })
  try {
    return ask(peer(script), [question])
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('without Python, without packages and without a first line nothing was asked', () => {
  expect(ask(peer('/no/python'), [question])).toEqual(left('spawnSync /no/python ENOENT'))
  expect(saying(['{"unavailable": "No module named jax"}'])).toEqual(left('No module named jax'))
  expect(saying([], 'Illegal instruction')).toEqual(left('Illegal instruction'))
  expect(saying([])).toEqual(left('Python ended without a word'))
})

test('answers, errors and what ends before its answer', () => {
  const ready = '{"ready": "NumPyro"}'
  const answers = (...lines: ReadonlyArray<string>) => {
    const found = saying([ready, ...lines], 'Killed')
    return found._tag === 'Right' ? found.right.answers.get('m') : found
  }
  expect(
    answers('{"name": "m", "points": [{"nats": -1.5, "gradients": {"w": [1, null]}}]}')
  ).toEqual(right([{ nats: -1.5, gradients: new Map([['w', [1, NaN]]]) }]))
  expect(answers('{"name": "m", "error": "ValueError: n"}')).toEqual(left('ValueError: n'))
  expect(answers()).toEqual(left('no answer: Killed'))
  expect(answers('{"name": "another", "points": []}')).toEqual(left('no answer: Killed'))
})

test('an environment that no Python can make is left', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farrier-python-'))
  const requirements = join(folder, 'requirements.txt')
  writeFileSync(requirements, 'numpyro\n')
  try {
    expect(ensurePython({ folder, requirements, python: '/no/python' }, () => {})).toEqual(
      left('spawnSync /no/python ENOENT')
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})
