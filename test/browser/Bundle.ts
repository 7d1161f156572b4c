/** Pages as a person bundles them: by vite, with the settings of the example. */
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Bundles the page in a folder into another one; `farrier` is the source beside this test. */
export const bundle = async (page: string, into: string): Promise<void> => {
  await build({
    configFile: here('../../dsl-examples/browser/vite.config.ts'),
    root: page,
    logLevel: 'error',
    resolve: { alias: { farrier: here('../../src/index.ts') } },
    build: {
      outDir: into,
      emptyOutDir: true,
      copyPublicDir: false,
      minify: false,
      reportCompressedSize: false
    }
  })
}
