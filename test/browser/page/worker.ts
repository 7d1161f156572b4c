/** Does one job after the other. */
import { type Job, jobs } from './Training.ts'

addEventListener('message', ({ data: [job, threads] }: MessageEvent<readonly [Job, number]>) => {
  jobs[job](threads).then(
    (done) => {
      postMessage(done)
    },
    (error: unknown) => {
      postMessage(String(error))
    }
  )
})

// for a page that loads this file itself
Object.assign(globalThis, { jobs })
