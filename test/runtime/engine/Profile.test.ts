import { describe, expect, it } from 'vitest'
import type { Executor } from '../../../src/runtime/Executor.ts'
import { openWasm } from '../../../src/runtime/engine/OpenWasm.ts'
import { makeProfile, type Profile } from '../../../src/runtime/engine/Profile.ts'
import type { Team } from '../../../src/runtime/engine/threads/Team.ts'
import type { WasmBuffer } from '../../../src/runtime/engine/WasmExecutor.ts'
import { large, largeInputs } from './LargePlan.ts'
import { allFeatures, bitsOf, defined, must, runOn, soloExecutor } from './OnExecutor.ts'

/** Every look at the clock is a millisecond later than the one before. */
const counting = (): (() => number) => {
  let ms = 0
  return () => ms++
}

interface Profiled {
  readonly executor: Executor<WasmBuffer>
  readonly profile: Profile
  readonly team: Team
  readonly ready: () => Promise<void>
}

const profiled = async (threads: number, mostPhases = 10_000): Promise<Profiled> => {
  const profile = makeProfile(counting(), mostPhases)
  let held: Team | undefined
  const executor = must(
    await openWasm({
      threads,
      probe: profile.probe,
      watch: (team) => {
        held = team
        return team
      }
    })()
  )
  const team = defined(held)
  return {
    executor,
    profile,
    team,
    ready: async () => {
      while (!team.ready())
        await new Promise((resolve) => {
          setTimeout(resolve, 1)
        })
    }
  }
}

describe('a profile', () => {
  it.each([1, 2])(
    'of %i threads changes no bit, and tells each phase of each step once',
    async (threads) => {
      const { executor, profile, team, ready } = await profiled(threads)
      const wanted = await runOn(soloExecutor(allFeatures), large, largeInputs, { steps: 3 })
      expect(
        bitsOf(await runOn(executor, large, largeInputs, { steps: 3, before: ready }))
      ).toEqual(bitsOf(wanted))
      await runOn(executor, large, largeInputs)
      const [times, ...others] = profile.plans()
      const { explained, steps, kernelMs } = defined(times)
      expect([others, steps, explained.engine.threads]).toEqual([[], 4, threads])
      // by this clock, a millisecond a phase
      expect(kernelMs).toEqual(
        explained.kernels.map((_, k) => 4 * explained.phases.filter((p) => p === k).length)
      )
      const count = explained.phases.length
      expect(profile.steps()).toEqual(
        [0, 1, 2, 3].map((s) => ({
          plan: 0,
          beganMs: s * (count + 1),
          endsMs: explained.phases.map((_, p) => s * (count + 1) + p + 1)
        }))
      )
      team.close()
    }
  )

  it('keeps so many phases one by one, and all in the sums', async () => {
    const { executor, profile } = await profiled(1, 1)
    await runOn(executor, large, largeInputs, { steps: 5 })
    expect([profile.steps().length, profile.plans()[0]?.steps]).toEqual([1, 5])
  })

  it('is of its executor alone: others have modules without ticks', async () => {
    const { executor, profile } = await profiled(1)
    const plain = must(await openWasm({ threads: 1 })())
    await runOn(plain, large, largeInputs)
    expect(profile.plans()).toEqual([])
    expect(must(defined(plain.explain)(large)).codeBytes).toBeLessThan(
      must(defined(executor.explain)(large)).codeBytes
    )
  })
})
