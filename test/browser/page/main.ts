/** What the test asks of the page: `inWorker(job, threads)`. */
import type { Job } from './Training.ts'

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' })

const inWorker = (job: Job, threads: number): Promise<unknown> =>
  new Promise((resolve, reject) => {
    worker.onerror = ({ message }) => {
      reject(new Error(message))
    }
    worker.onmessage = ({ data }) => {
      resolve(data)
    }
    worker.postMessage([job, threads])
  })

Object.assign(globalThis, { inWorker })
