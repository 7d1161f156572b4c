/** The model file of a run is a program: one that has changed since the training is not imported. */
import * as TE from 'fp-ts/lib/TaskEither.js'
import { expect, test } from 'vitest'
import { commandLine } from '../../src/cli/CommandLine.ts'
import { production } from '../../src/cli/Production.ts'
import { farrier, trainWords } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { bytesOf } from '../support/Tables.ts'
import { toyImages } from '../support/ToyImages.ts'
import { toyModel } from '../support/ToyModel.ts'

const words = trainWords('/run').map((word) => (word === 'model.ts' ? '/m.ts' : word))
const trained = async (interruptAfter: number) => {
  const files = memoryFileSystem({ files: { ...toyImages('/data'), '/m.ts': bytesOf('one') } })
  await farrier({ files, interruptAfter })(...words)
  await files.writeWhole('/m.ts', bytesOf('another'))()
  let imports = 0
  const run = farrier({
    files,
    loadModule: () => {
      imports += 1
      return TE.right({ default: toyModel })
    }
  })
  return { run, imports: () => imports }
}

const cpu = ['--backend', 'cpu']
test.each([
  ['resume', ['train', '/m.ts', '--out', '/run', '--resume'], 4],
  ['press', ['press', '/run', '--out', '/net.farrier', ...cpu], Infinity],
  ['eval', ['eval', '/run', ...cpu], Infinity],
  ['summary', ['summary', '/run', ...cpu], Infinity],
  ['predict', ['predict', '/run', '--data', '/new.npy', ...cpu], Infinity],
  ['plot', ['plot', '/run', '--out', '/p.json', ...cpu], Infinity]
])('%s refuses it by name before it runs, unless it is accepted', async (name, command, after) => {
  const { run, imports } = await trained(after)
  const { code, err } = await run(...command)
  expect(err).toMatch(/^\/m\.ts: this model file has changed since the run in \/run was trained, /)
  expect(err).toContain('\n  try: restore it, or --changed-model to import it as it is\n')
  expect([code, imports()]).toEqual([1, 0])
  const accepted = await run(...command, '--changed-model')
  expect(imports()).toBeGreaterThan(0)
  if (name !== 'predict') expect(accepted.code).toBe(0)
})

test('who watches is told what is imported before it is', async () => {
  const files = memoryFileSystem({ files: toyImages('/data') })
  await farrier({ files })(...trainWords('/run'))
  const told: Array<string> = []
  await commandLine({
    ...production,
    files,
    terminal: { out: () => undefined, err: (text) => told.push(text), isWatched: true },
    loadModule: () => {
      told.push('imported')
      return TE.right({ default: toyModel })
    }
  })(['eval', '/run', ...cpu])
  expect(told[0]).toMatch(/^importing .*model\.ts, the model that \/run names: it runs with your/)
  expect(told[1]).toBe('imported')
})
