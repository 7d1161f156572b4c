/**
 * A float64 plan whose changing part is a module of WebAssembly: fused loops, two numbers at a time. It
 * gives what the loops of `Float64Plan.ts` give, to the last bit, several times as fast.
 *
 * @since 0.2.0
 */
import type { Plan, ValueId } from '../../../ir/Plan.ts'
import type { Float64Plan } from '../Float64Plan.ts'
import {
  elements,
  type Float64Value,
  nothing,
  portsOf,
  type Work,
  workOf
} from '../Float64Rules.ts'
import { spreading } from '../Float64Spread.ts'
import { fuse, type Fusion, type Kernel64 } from './Fusion.ts'
import { functionScope, type FunctionScope } from './FunctionScope.ts'
import {
  type HostCode,
  hostCode,
  type HostModule,
  openHostModule,
  pageBytes
} from './HostModule.ts'
import { loopCode } from './LoopCode64.ts'
import { type Bytes, moduleBytes, type ModuleFunction } from './ModuleBytes.ts'
import { callApart, hostFunctions } from './ModuleCode.ts'
import { pairedFunctions } from './PairedFunctions.ts'
import { placed, type Placement64 } from './Placement64.ts'
import { productCode } from './ProductCode64.ts'
import { extremesCode, spreadCode } from './SpreadCode64.ts'
import { sumsCode } from './SumsCode64.ts'

/** A module has so many bytes at most. */
const mostBytes = 2 ** 30

const kernelCode = (kernel: Kernel64, scope: FunctionScope, apart: Array<Kernel64>): Bytes => {
  switch (kernel._tag) {
    case 'Loop':
      return loopCode(kernel, scope)
    case 'Sums':
      return sumsCode(kernel, scope)
    case 'Product':
      return productCode(kernel, scope)
    case 'Extremes':
      return extremesCode(kernel, scope)
    case 'Spread':
      return spreadCode(kernel, scope) ?? callApart(apart.push(kernel) - 1)
    case 'Apart':
      return callApart(apart.push(kernel) - 1)
  }
}

/** A stage as a function. */
const stageFunction = (
  kernels: ReadonlyArray<Kernel64>,
  name: string,
  scope: FunctionScope,
  apart: Array<Kernel64>
): ModuleFunction => {
  const code = kernels.flatMap((kernel) => kernelCode(kernel, scope, apart))
  const body = [...scope.beginning(), ...code]
  return { name, parameters: [], results: [], locals: scope.writer.locals, body }
}

/** The loop of a kernel that runs apart. */
const apartWork = (kernel: Kernel64, valueOf: (id: ValueId) => Float64Value): Work => {
  if (kernel._tag === 'Spread') {
    const out = valueOf(kernel.id)
    return spreading(valueOf(kernel.x), out.shape, out.values)
  }
  if (kernel._tag !== 'Apart') return nothing
  const out = valueOf(kernel.id)
  const before: Array<Work> = []
  const own = workOf(kernel.operation, out, valueOf, (id) => {
    const from = valueOf(id)
    if (from.values.length === out.values.length) return from.values
    const room = new Float64Array(out.values.length)
    before.push(spreading(from, out.shape, room))
    return room
  })
  return () => {
    for (const w of before) w()
    own()
  }
}

/** A prepared plan with the module behind it. */
export interface Float64Module extends Float64Plan {
  readonly module: HostModule
}

/**
 * More functions over the memory of a module, which call those of its stages: what needs bytes of its
 * own has them from `from` on.
 */
export interface Additions {
  readonly bytes: number
  readonly functions: ReadonlyArray<ModuleFunction>
}

/** Where things are: addresses by name, memory that is free, the places of functions: of stages, of those added. */
export interface ModuleLayout {
  readonly input: (name: string) => number
  readonly output: (name: string) => number
  readonly from: number
  readonly stage: (stage: number) => number
  readonly added: (at: number) => number
}

const none: Additions = { bytes: 0, functions: [] }

/** What a plan is compiled to; whoever has it has a memory of his own. */
interface Compiled {
  readonly fusion: Fusion
  readonly placement: Placement64
  readonly apart: ReadonlyArray<Kernel64>
  readonly stages: ReadonlyArray<string>
  readonly pages: number
  readonly code: HostCode
}

const addressesBy = (
  { addresses }: Placement64,
  named: ReadonlyArray<{ readonly name: string; readonly id: ValueId }>
): ((name: string) => number) => {
  const found = new Map(named.map(({ name, id }) => [name, addresses.get(id)]))
  return (name) => {
    const address = found.get(name)
    if (address === undefined) throw new Error(`internal: ${name} has no place in memory`)
    return address
  }
}

const compiledWith = (
  plan: Plan,
  changing: ReadonlyArray<ReadonlyArray<string>>,
  more: (layout: ModuleLayout) => Additions
): Compiled | undefined => {
  const fusion = fuse(plan, changing)
  const placement = placed(plan, fusion)
  const apart: Array<Kernel64> = []
  const stages = fusion.stages.map((kernels, i) =>
    stageFunction(kernels, `stage${i}`, functionScope(fusion, placement), apart)
  )
  const added = more({
    input: addressesBy(placement, plan.inputs),
    output: addressesBy(placement, plan.outputs),
    from: placement.bytes,
    stage: (stage) => pairedFunctions.length + stage + 1,
    added: (at) => pairedFunctions.length + stages.length + at
  })
  const bytes = placement.bytes + added.bytes
  if (bytes > mostBytes) return undefined
  const pages = Math.ceil(bytes / pageBytes)
  const functions = [...pairedFunctions, ...stages, ...added.functions]
  const host = hostFunctions(() => undefined)
  const code = hostCode(moduleBytes({ host, pages, functions }))
  const names = stages.map(({ name }) => name)
  return code && { fusion, placement, apart, stages: names, pages, code }
}

/** By plan, what it was compiled to last, without additions: a fit and what compares it ask for the same. */
const compiledPlans = new WeakMap<
  Plan,
  { readonly changing: string; readonly compiled: Compiled | undefined }
>()

const compiledAlone = (
  plan: Plan,
  changing: ReadonlyArray<ReadonlyArray<string>>
): Compiled | undefined => {
  const names = JSON.stringify(changing)
  const found = compiledPlans.get(plan)
  if (found?.changing === names) return found.compiled
  const compiled = compiledWith(plan, changing, () => none)
  compiledPlans.set(plan, { changing: names, compiled })
  return compiled
}

/** As `prepareFloat64`; undefined where this engine does not take the module, or it is too large. */
export const prepareModule = (
  plan: Plan,
  changing: ReadonlyArray<ReadonlyArray<string>>,
  more?: (layout: ModuleLayout) => Additions
): Float64Module | undefined => {
  const compiled =
    more === undefined ? compiledAlone(plan, changing) : compiledWith(plan, changing, more)
  if (compiled === undefined) return undefined
  const { fusion, placement, apart, stages, pages, code } = compiled
  const works: Array<Work> = []
  const module = openHostModule(
    code,
    pages,
    hostFunctions((which) => works[which]?.())
  )
  if (module === undefined) return undefined
  const arrays = new Map<ValueId, Float64Value>()
  const valueOf = (id: ValueId): Float64Value => {
    const known = arrays.get(id)
    if (known !== undefined) return known
    const { shape } = fusion.values[id] ?? { shape: [] }
    const address = placement.addresses.get(id)
    if (address === undefined) throw new Error(`internal: value ${id} has no place in memory`)
    const values = new Float64Array(module.buffer, address, elements(shape))
    arrays.set(id, { shape, values })
    return { shape, values }
  }
  works.push(...apart.map((kernel) => apartWork(kernel, valueOf)))
  const [constants, ...runs] = stages.map((name) => module.exported(name))
  constants?.()
  return {
    plan,
    module,
    ...portsOf(plan, (id) => valueOf(id).values),
    run: (from = 0) => {
      for (let stage = from; stage < runs.length; stage++) runs[stage]?.()
    }
  }
}
