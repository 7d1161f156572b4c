/**
 * The executor of generated modules with its insides seen: the size of its memory, the time inside
 * modules, single phases.
 */
import { isLeft } from 'fp-ts/lib/Either.js'
import type { Executor } from '../src/runtime/index.ts'
import type { Heap } from '../src/runtime/engine/memory/Heap.ts'
import { openWasm } from '../src/runtime/engine/OpenWasm.ts'
import type { Loaded, Team } from '../src/runtime/engine/threads/Team.ts'
import type { WasmBuffer } from '../src/runtime/engine/WasmExecutor.ts'

export interface Watched {
  readonly executor: Executor<WasmBuffer>
  readonly memoryBytes: () => number
  /** Milliseconds in modules so far, and in loading them: the engine's compilation. */
  readonly moduleMs: () => number
  readonly loadMs: () => number
  /** A phase of the module that ran last, at what it ran on, on this thread. */
  readonly phase: (index: number) => void
}

export const openWatched = async (threads: number, now: () => number): Promise<Watched> => {
  let heap: Heap | undefined,
    inside = 0,
    loading = 0,
    last: { readonly loaded: Loaded; readonly frame: number } | undefined
  const watch = (team: Team, memory: Heap): Team => {
    heap = memory
    return {
      ...team,
      load: (bytes) => {
        const begun = now(),
          loaded = team.load(bytes)
        loading += now() - begun
        return {
          ...loaded,
          run: (frame, steps) => {
            const start = now()
            loaded.run(frame, steps)
            inside += now() - start
            last = { loaded, frame }
          }
        }
      }
    }
  }
  const executor = await openWasm({ threads, watch })()
  if (isLeft(executor)) throw new Error(executor.left.what)
  return {
    executor: executor.right,
    memoryBytes: () => heap?.size() ?? 0,
    moduleMs: () => inside,
    loadMs: () => loading,
    phase: (index) => {
      last?.loaded.phase(index, last.frame)
    }
  }
}
