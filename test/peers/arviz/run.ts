/**
 * What ArviZ makes of our draws: a store of eight schools, sampled here, opened there. Every number,
 * dimension and label must come back, and its diagnostics of the draws must be ours.
 *
 * Run: `npm run test:arviz`, with Python 3.12 or later (PYTHON=/path/to/python3 names one). The first
 * run makes an environment in bench/.peers. Ends with 0 where all agrees, 1 where something differs, 3
 * where Python or its packages cannot be had.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { of } from 'fp-ts/lib/ReadonlyNonEmptyArray.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import * as t from 'io-ts'
import { ensurePython, pythonEnvironment } from '../../../bench/peers/Environment.ts'
import { arvizStore, nodeFileSystem, saveStore } from '../../../src/index.ts'
import type { Problems } from '../../../src/ir/Problem.ts'
import { type Difference, differences, OpenedC, schoolDraws } from './Differences.ts'

const here = fileURLToPath(new URL('.', import.meta.url))

const opened = (python: string, store: string): E.Either<string, t.TypeOf<typeof OpenedC>> => {
  const { stdout, stderr, status } = spawnSync(python, [join(here, 'open.py'), store], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28
  })
  const lastWord = stderr.trimEnd().split('\n').at(-1) ?? 'Python ended without a word'
  if (status !== 0) return E.left(lastWord)
  const found = OpenedC.decode(JSON.parse(stdout))
  return E.isRight(found) ? found : E.left('what Python printed is not what open.py prints')
}

const main = async (): Promise<
  E.Either<{ readonly code: number; readonly text: string }, ReadonlyArray<Difference>>
> => {
  const python = ensurePython(
    pythonEnvironment('arviz', join(here, 'requirements.txt')),
    (text) => {
      process.stderr.write(text)
    }
  )
  if (E.isLeft(python)) return E.left({ code: 3, text: python.left })
  const folder = mkdtempSync(join(tmpdir(), 'farrier-arviz-'))
  try {
    const store = join(folder, 'schools.zarr')
    const made = await pipe(
      schoolDraws(),
      TE.tap(({ sampled, labels, logLikelihood }) =>
        pipe(
          arvizStore(
            { ...sampled, program: sampled.density.density, logLikelihood },
            { labels, version: 'test' }
          ),
          saveStore(nodeFileSystem, store),
          TE.mapLeft((p): Problems => of(p))
        )
      )
    )()
    if (E.isLeft(made)) return E.left({ code: 1, text: JSON.stringify(made.left) })
    return pipe(
      opened(python.right, store),
      E.bimap(
        (text) => ({ code: /ModuleNotFoundError/.test(text) ? 3 : 1, text }),
        (theirs) => differences(made.right, theirs)
      )
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const result = await main()
if (E.isLeft(result)) {
  const { code, text } = result.left
  process.stdout.write(`${code === 3 ? 'not run: ' : ''}${text}\n`)
  process.exitCode = code
} else {
  const wrong = result.right.filter((d) => !d.isEqual)
  for (const { what } of wrong) process.stdout.write(`differs: ${what}\n`)
  process.stdout.write(`${result.right.length - wrong.length} of ${result.right.length} agree\n`)
  process.exitCode = wrong.length === 0 ? 0 : 1
}
