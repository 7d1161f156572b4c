/**
 * Plans on a backend of tfjs: one kernel call an instruction (a few take two), every array released
 * at its last use.
 *
 * @since 0.1.0
 */
import type { TensorInfo } from '@tensorflow/tfjs-core'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { Instruction, Plan, Shape, ValueId } from '../../ir/Plan.ts'
import { problem, type Problem } from '../../ir/Problem.ts'
import { constantValues, operands } from '../../lower/LastUses.ts'
import type { Buffers, Executor, NoiseKey, Runnable } from '../Executor.ts'
import { type Kernel, type Kernels, kernelsOf } from './TfjsKernels.ts'
import { stepOf } from './TfjsRules.ts'
import { type Context, elements, get, type Run, type Step } from './TfjsStep.ts'

// ---------------------------------------------------------------------------
// preparation
// ---------------------------------------------------------------------------

const lacks = (kernels: Kernels, { site, shape }: Instruction, kernel: string): Problem =>
  problem(
    site,
    `tfjs/${kernels.backendName} has no ${kernel} (for an array [${shape.join(', ')}])`,
    'every operation of a plan runs on one backend',
    'use another backend: --backend wasm or --backend cpu'
  )

/**
 * One step for each instruction, or everything that the backend lacks; `keep` owns the constants
 * the steps need.
 */
const compile = (
  kernels: Kernels,
  plan: Plan,
  keep: (x: TensorInfo) => TensorInfo
): Either<ReadonlyArray<Problem>, ReadonlyArray<Step>> => {
  const missing: Array<Problem> = []
  const constants = new Map<string, TensorInfo>()
  const instruction = (id: ValueId): Instruction => {
    const found = plan.instructions[id]
    if (found === undefined) throw new Error(`internal: no instruction ${id}`)
    return found
  }
  const constant = (value: number, shape: Shape): TensorInfo => {
    const key = `${value} ${shape.join(' ')}`
    const made =
      constants.get(key) ??
      keep(kernels.write(new Float32Array(elements(shape)).fill(value), shape))
    constants.set(key, made)
    return made
  }
  const steps = plan.instructions.map((i) => {
    const need = (name: string): Kernel => {
      const kernel = kernels.find(name)
      if (kernel === undefined) missing.push(lacks(kernels, i, name))
      return (
        kernel ??
        (() => {
          throw new Error(`internal: no kernel ${name}`)
        })
      )
    }
    const context: Context = { kernels, need, instruction, constant }
    return stepOf(context, i)
  })
  return missing.length > 0 ? left(missing) : right(steps)
}

/**
 * Where an output's buffer comes from: the value itself, or a copy if someone else holds it or has
 * been given it.
 */
interface Result {
  readonly name: string
  readonly id: ValueId
  readonly copy: boolean
}

const resultsOf = (plan: Plan, constant: ReadonlyArray<boolean>): ReadonlyArray<Result> => {
  const held = new Set(plan.inputs.filter((i) => !i.consumed).map((i) => i.id))
  return plan.outputs.map(({ name, id }, k) => ({
    name,
    id,
    copy: constant[id] === true || held.has(id) || plan.outputs.slice(0, k).some((o) => o.id === id)
  }))
}

// ---------------------------------------------------------------------------
// runs
// ---------------------------------------------------------------------------

const prepare =
  (kernels: Kernels) =>
  (plan: Plan): Either<Problem, Runnable<TensorInfo>> => {
    kernels.activate()
    const kept: Array<TensorInfo> = []
    const keep = (x: TensorInfo): TensorInfo => {
      kept.push(x)
      return x
    }
    const dispose = (): void => {
      for (const x of kept.splice(0)) kernels.release(x)
    }
    const compiled = compile(kernels, plan, keep)
    const identity = kernels.find('Identity')
    if (compiled._tag === 'Left' || identity === undefined) {
      dispose()
      const [first] = compiled._tag === 'Left' ? compiled.left : []
      return left(
        first ??
          problem(
            `tfjs/${kernels.backendName}`,
            'the backend has no Identity',
            'outputs are copied with it',
            'use another backend'
          )
      )
    }
    const constant = constantValues(plan)
    const held = new Set(plan.inputs.filter((i) => !i.consumed).map((i) => i.id))
    const results = resultsOf(plan, constant)
    const run: Run = { values: [], inputs: new Map(), key: { seed: 0, step: 0 } }
    // what is the same in every run is made now; what only that needs goes again
    const used = new Set([
      ...plan.instructions.flatMap((i) => (constant[i.id] === true ? [] : operands(i.operation))),
      ...results.map((r) => r.id)
    ])
    compiled.right.forEach((step, id) => {
      if (constant[id] === true) run.values[id] = step(run)
    })
    plan.instructions.forEach(({ id }) => {
      if (constant[id] !== true) return
      const x = keep(get(run, id))
      if (!used.has(id)) {
        kept.pop()
        kernels.release(x)
        run.values[id] = undefined
      }
    })
    const varying = plan.instructions.flatMap(({ id }) => {
      const step = compiled.right[id]
      const ends = (plan.lastUses[id] ?? []).filter((v) => constant[v] !== true && !held.has(v))
      return constant[id] === true || step === undefined ? [] : [{ id, step, ends }]
    })
    return right({
      run: (inputs: Buffers<TensorInfo>, key: NoiseKey) => {
        kernels.activate()
        run.inputs = inputs
        run.key = key
        for (const { id, step, ends } of varying) {
          run.values[id] = step(run)
          for (const v of ends) {
            kernels.release(get(run, v))
            run.values[v] = undefined
          }
        }
        return new Map(
          results.map(({ name, id, copy }) => [
            name,
            copy ? identity({ x: get(run, id) }) : get(run, id)
          ])
        )
      },
      dispose
    })
  }

/** On any table of kernels. */
export const executorOver = (kernels: Kernels): Executor<TensorInfo> => ({
  name: `tfjs/${kernels.backendName}`,
  upload: (values, shape) =>
    kernels.write(kernels.copies ? values : Float32Array.from(values), shape),
  download: kernels.read,
  release: kernels.release,
  prepare: prepare(kernels),
  liveBuffers: kernels.count
})

/** On a backend that `openTfjs` has made ready. */
export const makeTfjsExecutor = (backendName: string): Executor<TensorInfo> =>
  executorOver(kernelsOf(backendName))
