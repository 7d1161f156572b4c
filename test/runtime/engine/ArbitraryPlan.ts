/**
 * Plans of every operation, generated instruction by instruction, and computed in small integers:
 * float32 holds every value exactly, so that executors agree to the bit or one of them is wrong.
 */
import * as fc from 'fast-check'
import type {
  Instruction,
  KernelMap,
  KernelZip,
  Operation,
  Plan,
  PlanInput,
  Shape,
  ValueId
} from '../../../src/ir/Plan.ts'
import { elements } from '../../../src/lower/AxisLayout.ts'
import { finish } from '../../../src/lower/LastUses.ts'
import { broadcastShape } from '../../../src/lower/Values.ts'
import { between } from '../../../src/laws/ArbitraryNumber.ts'

// ---------------------------------------------------------------------------
// model
// ---------------------------------------------------------------------------

/**
 * Numbers in [0, 1) from which a choice is made: the same ones in the same order give the same
 * plan.
 */
type Choices = () => number

/**
 * - `extents` that axes have; - `instructions` beside the inputs; - `most` elements of an array.
 */
export interface PlanSizes {
  readonly extents: ReadonlyArray<number>
  readonly instructions: number
  readonly most: number
}

export const smallSizes: PlanSizes = { extents: [1, 1, 2, 3, 4, 5, 8], instructions: 14, most: 600 }

// ---------------------------------------------------------------------------
// choices
// ---------------------------------------------------------------------------

/** A number below n. */
const below = (choices: Choices, n: number): number => Math.floor(choices() * n)
const among = <A>(choices: Choices, list: ReadonlyArray<A>): A => {
  const found = list[below(choices, list.length)]
  if (found === undefined) throw new Error('nothing to choose from')
  return found
}
const shuffled = (choices: Choices, n: number): ReadonlyArray<number> => {
  const left = Array.from({ length: n }, (_, i) => i)
  return Array.from({ length: n }, () => left.splice(below(choices, left.length), 1)[0] ?? 0)
}

const maps: ReadonlyArray<KernelMap> = ['neg', 'abs', 'square', 'floor', 'round', 'relu']
const zips: ReadonlyArray<KernelZip> = [
  'add',
  'sub',
  'mul',
  'max',
  'min',
  'equal',
  'less',
  'lessEqual'
]
const growing: ReadonlySet<string> = new Set(['square', 'mul', 'add', 'sub'])

// ---------------------------------------------------------------------------
// instructions
// ---------------------------------------------------------------------------

/**
 * Adds instructions to a list, and gives back the values between −8 and 8, of which all others are
 * made. A maker does nothing where its choice does not fit.
 */
const grow = (
  choices: Choices,
  sizes: PlanSizes,
  list: Array<Instruction>
): ReadonlyArray<Instruction> => {
  const usable = [...list]
  const push = (operation: Operation, shape: Shape): Instruction => {
    const made = { id: list.length, shape, operation, site: '' }
    list.push(made)
    return made
  }
  const fits = (shape: Shape): boolean => elements(shape) <= sizes.most && elements(shape) > 0
  const emit = (operation: Operation, shape: Shape): void => {
    if (fits(shape)) usable.push(push(operation, shape))
  }
  const bounded = (operation: Operation, shape: Shape): void => {
    if (!fits(shape)) return
    const x = push(operation, shape).id,
      y = push({ _tag: 'Fill', value: -8 }, []).id
    const least = push({ _tag: 'Zip', op: 'max', x, y }, shape).id
    usable.push(
      push({ _tag: 'Zip', op: 'min', x: least, y: push({ _tag: 'Fill', value: 8 }, []).id }, shape)
    )
  }
  const shapeOf = (id: ValueId): Shape => list[id]?.shape ?? []
  /** Late values are likelier: plans are deep rather than wide. */
  const late = (): ValueId => usable[Math.floor(Math.sqrt(choices()) * usable.length)]?.id ?? 0
  const stretches = (a: Shape, b: Shape): boolean =>
    [...a].reverse().every((d, i) => {
      const e = [...b].reverse()[i] ?? 1
      return d === e || d === 1 || e === 1
    })
  /** A partner of a value for an elementwise operation. */
  const partner = (x: ValueId): ValueId => {
    const fit = usable.filter((i) => stretches(i.shape, shapeOf(x)))
    return among(choices, fit).id
  }
  const makers: ReadonlyArray<() => void> = [
    () => {
      const x = late(),
        op = among(choices, maps)
      ;(growing.has(op) ? bounded : emit)({ _tag: 'Map', op, x }, shapeOf(x))
    },
    () => {
      const x = late(),
        y = partner(x),
        op = among(choices, zips)
      const make = growing.has(op) ? bounded : emit
      make({ _tag: 'Zip', op, x, y }, broadcastShape(shapeOf(x), shapeOf(y)))
    },
    () => {
      const x = late(),
        y = partner(x),
        condition = partner(x),
        shape = broadcastShape(shapeOf(x), shapeOf(y))
      if (stretches(shape, shapeOf(condition)))
        emit({ _tag: 'Where', condition, x, y }, broadcastShape(shape, shapeOf(condition)))
    },
    () => {
      const x = late(),
        from = shapeOf(x),
        positions = from.flatMap((d, i) => (d > 1 && choices() < 0.5 ? [i] : []))
      if (positions.length > 0)
        bounded(
          {
            _tag: 'Reduce',
            op: among(choices, ['sum', 'sum', 'max', 'min'] as const),
            positions,
            x
          },
          from.filter((_, i) => !positions.includes(i))
        )
    },
    () => {
      const x = late(),
        from = shapeOf(x)
      const fit = usable.filter(
        (i) =>
          i.shape.length === from.length &&
          (from.length === 2 || (from.length === 3 && i.shape[0] === from[0])) &&
          i.shape.at(-2) === from.at(-1)
      )
      if (fit.length === 0) return
      const y = among(choices, fit)
      bounded({ _tag: 'MatMul', x, y: y.id }, [...from.slice(0, -1), y.shape.at(-1) ?? 1])
    },
    () => {
      const x = late(),
        permutation = shuffled(choices, shapeOf(x).length)
      if (permutation.length > 1)
        emit(
          { _tag: 'Transpose', permutation, x },
          permutation.map((p) => shapeOf(x)[p] ?? 1)
        )
    },
    () => {
      const x = late(),
        n = elements(shapeOf(x)),
        first = among(
          choices,
          [1, 2, 3, 4, 5, 6, 8].filter((d) => n % d === 0)
        )
      const second = among(
        choices,
        [1, 2, 3, 4].filter((d) => (n / first) % d === 0)
      )
      emit(
        { _tag: 'Reshape', x },
        among(choices, [
          [n],
          [first, n / first],
          [first, second, n / first / second],
          [1, n],
          [n, 1]
        ])
      )
    },
    () => {
      const x = late(),
        from = shapeOf(x)
      if (from.length === 0 || from.length > 3) return
      const position = below(choices, from.length),
        offset = position + 1 + below(choices, from.length - position)
      const size = 1 + below(choices, 3),
        stride = 1 + below(choices, 3),
        padding = choices() < 0.5 ? 0 : below(choices, size)
      const count = Math.floor(((from[position] ?? 1) + 2 * padding - size) / stride) + 1
      if (count < 1) return
      const counted = from.map((d, i) => (i === position ? count : d))
      emit({ _tag: 'Unfold', position, offset, stride, padding, x }, [
        ...counted.slice(0, offset),
        size,
        ...counted.slice(offset)
      ])
    },
    () => {
      const x = late(),
        from = shapeOf(x)
      if (from.length < 2) return
      const position = below(choices, from.length - 1),
        offset = position + 1 + below(choices, from.length - position - 1)
      const size = from[offset] ?? 1,
        stride = 1 + below(choices, 3),
        padding = choices() < 0.5 ? 0 : below(choices, size)
      // as many as have so many windows
      const n = ((from[position] ?? 1) - 1) * stride + size - 2 * padding + below(choices, stride)
      if (n < 1) return
      bounded(
        { _tag: 'Fold', position, offset, stride, padding, x },
        from.flatMap((d, i) => (i === offset ? [] : [i === position ? n : d]))
      )
    },
    () => {
      // a noise of 24 bits, four times it, and the integer below: all exact
      const shape = shapeOf(late()),
        x = push({ _tag: 'Noise', name: `n${list.length}` }, shape).id,
        y = push({ _tag: 'Fill', value: 4 }, []).id
      bounded(
        { _tag: 'Map', op: 'floor', x: push({ _tag: 'Zip', op: 'mul', x, y }, shape).id },
        shape
      )
    },
    () => {
      const n = among(choices, sizes.extents)
      emit(
        among(choices, [
          { _tag: 'Range' },
          { _tag: 'Literal', values: Array.from({ length: n }, () => below(choices, 9) - 4) }
        ] as const),
        [n]
      )
    },
    () => {
      emit({ _tag: 'Fill', value: below(choices, 9) - 4 }, shapeOf(late()))
    }
  ]
  const weights = [2, 6, 2, 3, 4, 4, 3, 3, 3, 1, 1, 1]
  const bag = makers.flatMap((maker, k) => Array<() => void>(weights[k] ?? 1).fill(maker))
  const until = list.length + sizes.instructions
  for (let tries = 0; list.length < until && tries < 10 * sizes.instructions; tries++)
    among(choices, bag)()
  return usable
}

// ---------------------------------------------------------------------------
// plans
// ---------------------------------------------------------------------------

/**
 * Outputs of any values, some of them twice, some under the names of consumed inputs: then of their
 * shape.
 */
const outputsOf = (
  choices: Choices,
  list: ReadonlyArray<Instruction>,
  inputs: ReadonlyArray<PlanInput>
): Plan['outputs'] => {
  const last = list.slice(-8)
  const free = Array.from({ length: 2 + below(choices, 3) }, (_, k) => {
    const { id, shape } = among(choices, choices() < 0.8 ? last : list)
    return { name: `o${k}`, id, shape, axes: [] }
  })
  const state = inputs.flatMap((i) => {
    if (!i.consumed) return []
    const same = list.filter((v) => v.shape.join() === i.shape.join())
    const { id } = among(choices, same.slice(-6))
    return [{ name: i.name, id, shape: i.shape, axes: [] }]
  })
  return choices() < 0.5 ? [...free, ...state] : [...state, ...free]
}

/** Plans whose consumed inputs all come back, so that they can be repeated. */
export const planFrom = (choices: Choices, sizes: PlanSizes): Plan => {
  const list: Array<Instruction> = []
  const ranks = [2, 2, 1, 3, 2, 0]
  const [a, b, c] = [
    among(choices, sizes.extents),
    among(choices, sizes.extents),
    among(choices, sizes.extents)
  ]
  const inputs = ranks.slice(0, 3 + below(choices, 4)).map((rank, k): PlanInput => {
    const shape = [[], [b], [a, b], [c, a, b]][rank] ?? []
    const swapped = choices() < 0.3 ? [...shape].reverse() : shape
    const kept = elements(swapped) > sizes.most ? [a] : swapped
    list.push({ id: k, shape: kept, operation: { _tag: 'Input', name: `i${k}` }, site: '' })
    return { name: `i${k}`, axes: [], shape: kept, id: k, consumed: choices() < 0.5 }
  })
  return finish(list, inputs, outputsOf(choices, grow(choices, sizes, list), inputs))
}

/** The choices shrink towards fewer and smaller ones. */
export const arbitraryPlan = (sizes: PlanSizes = smallSizes): fc.Arbitrary<Plan> =>
  fc
    .infiniteStream(between(0, 1 - 2 ** -30))
    .map((stream) => planFrom(() => stream.next().value, sizes))

/** Integers between −4 and 4 for an input: of a step, of a seed. */
export const integers = (name: string, count: number, seed = 1): Float32Array => {
  const start = [...name].reduce((h, c) => (h * 31 + c.charCodeAt(0)) % 9973, seed)
  return Float32Array.from(
    { length: count },
    (_, i) => Math.floor(((start * 0.754877666 + i * 0.618033988) % 1) * 9) - 4
  )
}
