/** `farrier calibrate`: a verdict, a table, JSON, a picture; what is wrong with the question. */
import { readFileSync } from 'node:fs'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, test } from 'vitest'
import eightSchools from '../../dsl-examples/eight-schools.ts'
import { farrier } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'

const table = Uint8Array.from(
  readFileSync(new URL('../../dsl-examples/data/eight-schools.csv', import.meta.url))
)
const opened = () => {
  const files = memoryFileSystem({ files: { '/schools.csv': table } })
  return { files, run: farrier({ files, loadModule: () => TE.right({ default: eightSchools }) }) }
}
const words = ['calibrate', 'schools.ts', '--data', '/schools.csv', '--backend', 'cpu']

test('of chains: a verdict, a row for each element by its label, a picture', async () => {
  const { files, run } = opened()
  const asked = ['--method', 'nuts', '--worlds', '40', '--seed', '2', '--out', '/ranks.svg']
  const { code, out, err } = await run(...words, ...asked)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^trust: no posterior is off, too narrow or too wide/)
  expect(out).toContain(
    '\n40 worlds of the priors (seed 2), in each a chain of NUTS on data of its own, and 99 draws\n'
  )
  expect(out).toMatch(/\nsite +too high by sd +p +times too narrow +p +uneven p\nmu +-?[\d.]+ /)
  expect(out).toMatch(/\ntheta\[schools H\] +-?\d/)
  expect(new TextDecoder().decode(files.contents.get('/ranks.svg'))).toContain('theta[schools H]')
})

test('of a fit that is centred: not to be trusted, with exit code 4; as JSON', async () => {
  const { run } = opened()
  const { code, out } = await run(...words, '--worlds', '60', '--centred', 'theta', '--json')
  expect(code).toBe(4)
  expect(JSON.parse(out)).toMatchObject({
    verdict: 'do not trust',
    by: 'bias',
    worst: 'tau',
    method: 'fit',
    worlds: 60,
    draws: 999,
    unanswered: []
  })
})

test('Ctrl-C: what was computed is told', async () => {
  const { files } = opened()
  const run = farrier({
    files,
    loadModule: () => TE.right({ default: eightSchools }),
    interruptAfter: 30
  })
  const { code, out } = await run(...words, '--method', 'laplace', '--worlds', '1000')
  expect(code).toBe(130)
  expect(out).toMatch(/\n(29|30|31) worlds of the priors/)
})

test('--keep: stopped, it goes on behind the worlds of its file, to the same bytes', async () => {
  const { files } = opened()
  const model = { files, loadModule: () => TE.right({ default: eightSchools }) }
  const asked = [...words, '--method', 'laplace', '--draws', '99', '--worlds', '60']
  const kept = (path: string) => new TextDecoder().decode(files.contents.get(path))
  const whole = await farrier(model)(...asked, '--keep', '/whole.json')
  const part = await farrier({ ...model, interruptAfter: 30 })(...asked, '--keep', '/kept.json')
  expect(part.code).toBe(130)
  expect(part.out).toContain('\n/kept.json has these worlds: the same command goes on behind them')
  expect(JSON.parse(kept('/kept.json')).worlds).toBeLessThan(32)
  const on = await farrier({ ...model, interruptAfter: 40 })(...asked, '--keep', '/kept.json')
  expect({ code: on.code, out: on.out }).toEqual({ code: whole.code, out: whole.out })
  expect(kept('/kept.json')).toBe(kept('/whole.json'))

  const centred = await farrier(model)(...asked, '--keep', '/kept.json', '--centred', 'theta')
  expect(centred.code).toBe(1)
  expect(centred.err).toContain('/kept.json: its worlds are of another model, of other data, or')
  const seeded = await farrier(model)(...asked, '--keep', '/kept.json', '--seed', '2')
  expect(seeded.err).toContain('resume: it was calibrated by another method, seed or number')
  const table = await farrier(model)(...asked, '--keep', '/schools.csv')
  expect(table.err).toContain('/schools.csv: expected the worlds of a calibration')
  expect(kept('/kept.json')).toBe(kept('/whole.json'))
})

test('an option that is none, and data that leave an axis out', async () => {
  const { run } = opened()
  expect((await run(...words, '--method', 'guess')).err).toContain('nuts')
  const none = await run('calibrate', 'schools.ts', '--backend', 'cpu')
  expect(none.code).toBe(1)
  expect(none.err).toContain('sigma')
})
