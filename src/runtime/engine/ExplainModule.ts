/**
 * A generated module as facts: which kernels it has, why they are as they are, and what they touch.
 *
 * @since 0.1.0
 */
import type { Plan, Shape } from '../../ir/Plan.ts'
import { flopsOf } from '../../lower/ExplainInstructions.ts'
import { elements } from '../../lower/AxisLayout.ts'
import type { ExplainedEngine, ExplainedKernel, ExplainedPlan } from '../ExplainedPlan.ts'
import type { ReduceOp } from './emit/Accumulate.ts'
import type { Features } from './emit/Emit.ts'
import type { Generated } from './emit/Generate.ts'
import { replacedInputs } from './memory/InPlace.ts'
import { namesOf } from './ExplainNames.ts'
import { type Kernel, type LoopKernel, made, type Schedule } from './Kernel.ts'
import { reads } from './loop/Operands.ts'
import { type ProductShape, productStrategy } from './product/Product.ts'
import { paddedBytes, type Storage } from './memory/Storage.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/** What a module was generated for. `simpler`: the engine has refused the first one of the kind. */
export interface Setting {
  readonly features: Features
  readonly threads: number
  readonly threadsWanted: number
  readonly simpler: boolean
}

// ---------------------------------------------------------------------------
// words
// ---------------------------------------------------------------------------

const counted = (
  n: number,
  [one, many = `${one}s`]: readonly [one: string, many?: string]
): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`
const sizeText = (shape: Shape): string => (shape.length === 0 ? 'one number' : shape.join('×'))

/** What is counted, where the plural is not the word with an s. */
const reductionWords: { readonly [O in ReduceOp]: readonly [one: string, many?: string] } = {
  sum: ['sum'],
  max: ['maximum', 'maxima'],
  min: ['minimum', 'minima']
}

const loopText = ({ space, body, reductions }: LoopKernel): string => {
  const reduced = (['sum', 'max', 'min'] as const).flatMap((op) => {
    const n = reductions.filter((r) => r.operation.op === op).length
    return n === 0 ? [] : [counted(n, reductionWords[op])]
  })
  return (
    `loop over ${sizeText(space)}: ` +
    `${[...(body.length === 0 ? [] : [counted(body.length, ['operation'])]), ...reduced].join(', ')}`
  )
}

/** Without the sizes, which `textOf` has. */
const reasonOf = (product: ProductShape): string =>
  productStrategy(product).reason.replace(/^[^:]*: /, '')

const textOf = ({ views }: Schedule, kernel: Kernel): string => {
  switch (kernel._tag) {
    case 'Loop':
      return loopText(kernel)
    case 'Product': {
      const { batch, m, k, n } = kernel
      return `product ${batch === 1 ? '' : `${batch} times `}${m}×${k} · ${k}×${n}, ${productStrategy(kernel).name}`
    }
    case 'Noise':
      return `noise ${kernel.name}, ${counted(kernel.count, ['number'])}`
    case 'Window':
      return (
        `${kernel.operation._tag === 'Unfold' ? 'windows' : 'sums of windows'} ` +
        `${sizeText(views.at(kernel.x).shape)} → ${sizeText(views.at(kernel.id).shape)}`
      )
  }
}

// ---------------------------------------------------------------------------
// kernels
// ---------------------------------------------------------------------------

const bytesOf = ({ plan, views }: Schedule, storage: Storage, kernel: Kernel): number => {
  const read = [...new Set(reads(views, kernel).map(views.root))].filter(
    (id) => storage.place(id)._tag !== 'Number'
  )
  const written = made(kernel).filter(storage.stored)
  return [...read, ...written].reduce(
    (n, id) => n + 4 * elements(plan.instructions[id]?.shape ?? []),
    0
  )
}

const workOf = (plan: Plan, kernel: Kernel): number => {
  if (kernel._tag === 'Product') return 2 * kernel.batch * kernel.m * kernel.k * kernel.n
  return made(kernel).reduce((n, id) => {
    const i = plan.instructions[id]
    return n + (i === undefined ? 0 : flopsOf(plan, i))
  }, 0)
}

const kernelsOf = ({ schedule, storage, phases }: Generated): ReadonlyArray<ExplainedKernel> => {
  const { plan, views } = schedule
  const names = namesOf(schedule)
  const copies: ExplainedKernel = {
    kind: 'copy',
    what: `copies of ${counted(storage.copies.length, ['output'])}`,
    why: 'no kernel makes them: inputs, constants, or what another output is as well',
    names: [],
    inPlace: [],
    flops: 0,
    bytes: storage.copies.reduce((n, c) => n + 2 * c.bytes, 0),
    shared: false
  }
  const kinds = { Loop: 'loop', Product: 'product', Noise: 'noise', Window: 'window' } as const
  return [
    ...schedule.kernels.map((kernel, index): ExplainedKernel => {
      const own = new Set(made(kernel))
      return {
        kind: kinds[kernel._tag],
        what: textOf(schedule, kernel),
        why: kernel._tag === 'Product' ? reasonOf(kernel) : '',
        names: names[index] ?? [],
        inPlace: plan.outputs
          .filter((o) => own.has(views.root(o.id)) && storage.inPlace.has(o.name))
          .map((o) => o.name),
        flops: workOf(plan, kernel),
        bytes: bytesOf(schedule, storage, kernel),
        shared: phases.some((p) => p.kernel === index && p.parallel)
      }
    }),
    ...(storage.copies.length === 0 ? [] : [copies])
  ]
}

// ---------------------------------------------------------------------------
// the whole
// ---------------------------------------------------------------------------

const engineOf = ({ features, threads, threadsWanted, simpler }: Setting): ExplainedEngine => ({
  threads,
  threadsWanted,
  sharedMemory: features.threads,
  relaxedMadd: features.relaxedMadd,
  wide: features.wide === true,
  fallbacks: [
    ...(simpler
      ? ['the engine refused a module for what it said it has: simpler code for one thread instead']
      : []),
    ...(threads < threadsWanted && !simpler
      ? [
          `${threadsWanted} threads were asked for, and there is no memory that they could share: one thread instead`
        ]
      : []),
    ...(features.relaxedMadd || simpler
      ? []
      : ['no relaxed multiply-add: a product and a sum instead, each rounded'])
  ]
})

/** Inputs, outputs that are not in place, constants and the workspace. */
const memoryBytes = (plan: Plan, { inPlace, constantBytes, workspaceBytes }: Storage): number =>
  [...plan.inputs, ...plan.outputs.filter((o) => !inPlace.has(o.name))].reduce(
    (n, { shape }) => n + paddedBytes(elements(shape)),
    constantBytes + workspaceBytes
  )

export const explained = (generated: Generated, setting: Setting): ExplainedPlan => {
  const {
    schedule: { plan, kernels },
    storage,
    phases,
    bytes
  } = generated
  const replaced = replacedInputs(plan)
  return {
    engine: engineOf(setting),
    kernels: kernelsOf(generated),
    phases: phases.map((p) => p.kernel ?? kernels.length),
    codeBytes: bytes.length,
    workspaceBytes: storage.workspaceBytes,
    constantBytes: storage.constantBytes,
    memoryBytes: memoryBytes(plan, storage),
    elsewhere: plan.outputs.flatMap((o, k) =>
      replaced[k] === undefined || storage.inPlace.has(o.name) ? [] : [o.name]
    )
  }
}
