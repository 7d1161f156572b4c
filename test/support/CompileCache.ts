/** The environment of a process of this Node that keeps what it compiled: it starts in half the time. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const withCompileCache: NodeJS.ProcessEnv = {
  NODE_COMPILE_CACHE: join(tmpdir(), 'farrier-tests-compiled'),
  ...process.env
}
