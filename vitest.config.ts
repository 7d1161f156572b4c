import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { together } from './test/support/SharedProcess.ts'

const source = (path: string): string => fileURLToPath(new URL(`src/${path}`, import.meta.url))

/** Tests that install the package elsewhere: slow, so they run after everything else. */
const packaging = 'test/cli/Packaging.test.ts'

/** Tests that measure the time and memory of their own process, which others would change. */
const measured = 'test/fuzz/Fuzz.test.ts'

const shared = together.map((room) => `test/${room}/**/*.test.ts`)

export default defineConfig({
  test: {
    alias: [
      { find: /^farrier$/, replacement: source('index.ts') },
      { find: /^farrier\/laws$/, replacement: source('laws/index.ts') }
    ],
    setupFiles: [fileURLToPath(new URL('test/setup.ts', import.meta.url))],
    // a process for each file, but for those that share one: threads that start and end by the hundred have ended Node with them
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['test/**/*.test.ts'],
          exclude: [packaging, measured, ...shared],
          sequence: { groupOrder: 0 }
        }
      },
      {
        extends: true,
        test: {
          name: 'together',
          include: shared,
          isolate: false,
          sequence: { groupOrder: 0 }
        }
      },
      {
        extends: true,
        test: { name: 'measured', include: [measured], sequence: { groupOrder: 1 } }
      },
      {
        extends: true,
        test: {
          name: 'packaging',
          include: [packaging],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 2 }
        }
      }
    ]
  }
})
