import { describe, expect, it } from 'vitest'
import { drawPlan } from '../../src/lower/index.ts'
import { type Executor, makeReferenceExecutor } from '../../src/runtime/index.ts'
import {
  drawKey,
  initialParameters,
  prepare,
  runEach,
  runOnce,
  sameBytes,
  type Tensors
} from '../../src/inference/index.ts'
import { soloExecutor } from '../runtime/engine/OnExecutor.ts'
import { compiled } from '../support/Models.ts'
import { bound, must } from './Fits.ts'
import { networkData, networkGraph, priors } from './Networks.ts'

const { program } = compiled(networkGraph(priors.jeffreys))
const sizes = bound(program, networkData(9)).sizes

/** The same executor without a loop of its own. */
const stepwise = <B>(executor: Executor<B>): Executor<B> => ({
  ...executor,
  prepare: (plan) => {
    const prepared = executor.prepare(plan)
    return prepared._tag === 'Left'
      ? prepared
      : { ...prepared, right: { run: prepared.right.run, dispose: prepared.right.dispose } }
  }
})

const check = async <B>(executor: Executor<B>): Promise<void> => {
  const plan = must(
    prepare(
      executor,
      drawPlan(
        program,
        program.moments.map((m) => m.site)
      ),
      sizes
    )
  )
  const parameters = initialParameters(program, sizes, 1)
  for (const count of [0, 1, 2, 7]) {
    const found: Array<Tensors> = []
    await runEach(executor, plan, parameters, drawKey(3, 0), count, (f) => {
      found.push(f)
    })
    expect(found.length).toBe(count)
    for (const [k, draw] of found.entries()) {
      const wanted = await runOnce(executor, plan, parameters, drawKey(3, k))
      expect([...draw.keys()]).toEqual([...wanted.keys()])
      for (const [name, t] of wanted) expect(sameBytes(t, draw.get(name) ?? t)).toBe(true)
    }
  }
  plan.runnable.dispose()
  expect(executor.liveBuffers()).toBe(0)
}

describe('several runs in few calls give what they give one by one, and leave nothing behind', () => {
  it('with a loop inside', () => check(soloExecutor()))
  it('with one run a call', () => check(stepwise(soloExecutor())))
  it('on the reference executor', () => check(makeReferenceExecutor()))
})
