/**
 * Collects the instructions of a plan; equal instructions become one.
 *
 * @since 0.1.0
 */
import type { Instruction, Operation, Shape, ValueId } from '../ir/Plan.ts'
import { elements } from './AxisLayout.ts'

export interface Builder {
  /** The value of an operation: a new one, or the one that an equal operation has made. */
  readonly emit: (operation: Operation, shape: Shape) => ValueId
  /** The value of an equal operation, if there is one already. */
  readonly find: (operation: Operation, shape: Shape) => ValueId | undefined
  readonly shape: (id: ValueId) => Shape
  readonly operation: (id: ValueId) => Operation
  /** What the instructions from here on are for, until told otherwise. */
  readonly setSite: (site: string) => void
  readonly instructions: () => ReadonlyArray<Instruction>
}

const number = (x: number): string => (Object.is(x, -0) ? '-0' : String(x))

/**
 * Equal for operations that compute the same; the order of operands of commutative zips does not
 * count.
 */
const keyOf = (o: Operation): string => {
  switch (o._tag) {
    case 'Input':
    case 'Noise':
      return `${o._tag} ${o.name}`
    case 'Fill':
      return `Fill ${number(o.value)}`
    case 'Literal':
      return `Literal ${o.values.map(number).join(' ')}`
    case 'Range':
      return 'Range'
    case 'Map':
      return `${o.op} ${o.x}`
    case 'Zip':
      return commutative.has(o.op)
        ? `${o.op} ${Math.min(o.x, o.y)} ${Math.max(o.x, o.y)}`
        : `${o.op} ${o.x} ${o.y}`
    case 'Where':
      return `Where ${o.condition} ${o.x} ${o.y}`
    case 'Reduce':
      return `Reduce ${o.op} ${o.positions.join(',')} ${o.x}`
    case 'MatMul':
      return `MatMul ${o.x} ${o.y}`
    case 'Transpose':
      return `Transpose ${o.permutation.join(',')} ${o.x}`
    case 'Reshape':
      return `Reshape ${o.x}`
    case 'Unfold':
    case 'Fold':
      return `${o._tag} ${o.position} ${o.offset} ${o.stride} ${o.padding} ${o.x}`
  }
}

const commutative: ReadonlySet<string> = new Set(['add', 'mul', 'max', 'min', 'equal'])

export const makeBuilder = (): Builder => {
  const list: Array<Instruction> = []
  const known = new Map<string, ValueId>()
  let site = ''
  const fullKey = (operation: Operation, shape: Shape): string =>
    `${keyOf(operation)} [${shape.join(',')}]`
  const at = (id: ValueId): Instruction => {
    const found = list[id]
    if (found === undefined) throw new Error(`internal: no instruction ${id}`)
    return found
  }
  return {
    emit: (stated, shape) => {
      // an array without elements has nothing to compute
      const empty = elements(shape) === 0 && stated._tag !== 'Input' && stated._tag !== 'Noise'
      const operation: Operation = empty ? { _tag: 'Fill', value: 0 } : stated
      const key = fullKey(operation, shape)
      const before = known.get(key)
      if (before !== undefined) return before
      const id = list.length
      list.push({ id, shape, operation, site })
      known.set(key, id)
      return id
    },
    find: (operation, shape) => known.get(fullKey(operation, shape)),
    shape: (id) => at(id).shape,
    operation: (id) => at(id).operation,
    setSite: (name) => {
      site = name
    },
    instructions: () => list
  }
}
