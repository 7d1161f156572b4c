/** Where the processor time of a test file goes: a profile in the folder that `PROFILES` names. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'

export const profiledInto = (folder: string): void => {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.start')
  const before = process.cpuUsage()
  afterAll(() => {
    const { user, system } = process.cpuUsage(before)
    const name = (expect.getState().testPath ?? 'tests').replace(/^.*\/test\/|\.test\.ts$/g, '')
    session.post('Profiler.stop', (_, { profile }) => {
      const path = join(folder, `${name.replaceAll('/', '-')}.cpuprofile`)
      mkdirSync(folder, { recursive: true })
      writeFileSync(path, JSON.stringify(profile))
      process.stdout.write(`${((user + system) / 1e6).toFixed(1)} s of CPU: ${path}\n`)
    })
    session.disconnect()
  })
}
