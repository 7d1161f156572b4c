import { expect, test } from 'vitest'
import { md5 } from '../../src/storage/Checksum.ts'
import { farrier, trainWords } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { toyImages } from '../support/ToyImages.ts'

const world = () => memoryFileSystem({ files: toyImages('/data') })
const onWasm = (out: string, ...more: ReadonlyArray<string>): ReadonlyArray<string> =>
  trainWords(out, '--backend', 'wasm', ...more)

const commands: ReadonlyArray<readonly [name: string, words: ReadonlyArray<string>]> = [
  ['explain', ['explain', 'model.ts']],
  ['train', onWasm('/run')],
  ['press', ['press', '/run', '--out', '/net.farrier']],
  ['eval', ['eval', '/run']],
  ['start', ['start']]
]

test.each(commands)(
  '%s takes a number of threads from 1 on, or auto; anything else is one message',
  async (name, words) => {
    for (const given of ['0', '-1', '1.5', 'two', '1e3', '']) {
      expect(await farrier()(...words, `--threads=${given}`)).toEqual({
        code: 1,
        out: '',
        err:
          `farrier ${name} --threads: expected auto or a whole number above 0, found ` +
          `'${given}'\n  why: --threads: threads of the backend wasm; results do not depend on ` +
          'it\n  try: leave it out for the default, auto\n'
      })
    }
  }
)

test('results do not depend on the number of threads; a run does not remember it, and goes on with any', async () => {
  const files = world()
  const bytes = (path: string): string => md5(files.contents.get(path) ?? new Uint8Array())
  const run = farrier({ files })
  await run(...onWasm('/one', '--threads', '1'))
  await run(...onWasm('/two', '--threads', '2'))
  await farrier({ files, interruptAfter: 2 })(...onWasm('/cut', '--threads', '2'))
  expect((await run('train', 'model.ts', '--out', '/cut', '--resume', '--threads', '1')).code).toBe(
    0
  )
  for (const name of ['posterior.safetensors', 'state.safetensors'])
    expect([bytes(`/two/${name}`), bytes(`/cut/${name}`)]).toEqual([
      bytes(`/one/${name}`),
      bytes(`/one/${name}`)
    ])
  expect(new TextDecoder().decode(files.contents.get('/two/run.json'))).not.toContain('threads')
  for (const [k, threads] of ['1', '2', 'auto'].entries()) {
    expect((await run('press', '/one', '--out', `/${k}.farrier`, '--threads', threads)).code).toBe(
      0
    )
    expect(bytes(`/${k}.farrier`)).toBe(bytes('/0.farrier'))
    expect((await run('eval', '/one', '--threads', threads)).out).toBe(
      (await run('eval', '/one')).out
    )
  }
})
