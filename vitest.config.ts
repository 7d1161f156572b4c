import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { alone, together } from './test/support/SharedProcess.ts'

const source = (path: string): string => fileURLToPath(new URL(`src/${path}`, import.meta.url))

/** Tests that install the package elsewhere, and a minute of fuzzing: projects run in the order of their names. */
const packaging = 'test/cli/Packaging.test.ts'
const fuzzing = 'test/fuzz/Fuzz.test.ts'
const checks = 'test/checks/**'
/** Half a minute or more each: begun late, one of them would end alone. */
const long = ['test/distributions/FamilyLaws.test.ts', 'test/docs/Tutorial.test.ts']

const shared = together.map((room) => `test/${room}/**/!(${alone.join('|')}).test.ts`)

export default defineConfig({
  test: {
    alias: [
      { find: /^farrier$/, replacement: source('index.ts') },
      { find: /^farrier\/laws$/, replacement: source('laws/index.ts') }
    ],
    setupFiles: [fileURLToPath(new URL('test/setup.ts', import.meta.url))],
    // a process for each file, but for those that share one: threads that start and end by the hundred have ended Node with them
    pool: 'forks',
    // one more than the processors that most have: who waits for a browser or a disk leaves one idle
    maxWorkers: 3,
    // most of what tests make is short-lived: with room for it V8 collects less often
    execArgv: ['--max-semi-space-size=64'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: [packaging, fuzzing, checks, ...shared]
        }
      },
      {
        extends: true,
        test: { name: 'together', include: shared, exclude: long, isolate: false }
      },
      { extends: true, test: { name: 'long', include: long } },
      {
        extends: true,
        test: { name: 'checks', include: [`${checks}/*.test.ts`], testTimeout: 600_000 }
      },
      { extends: true, test: { name: 'fuzzing', include: [fuzzing] } },
      {
        extends: true,
        test: {
          name: 'packaging',
          include: [packaging],
          testTimeout: 240_000,
          hookTimeout: 240_000
        }
      }
    ]
  }
})
