/** A plan with something of everything, large enough that threads share it. */
import type { Operation, Plan, Shape } from '../../../src/ir/Plan.ts'
import { elements } from '../../../src/lower/AxisLayout.ts'
import { normals } from '../../../src/runtime/Noise.ts'
import { type Arrays, input, planOf } from './OnExecutor.ts'

/**
 * Noise, a product, a chain with sums of rows and of columns, windows and sums of windows,
 * transposes, state.
 */
export const large = ((): Plan => {
  const list: Array<readonly [Shape, Operation]> = []
  const add = (shape: Shape, operation: Operation): number => list.push([shape, operation]) - 1
  const x = add([203, 161], input('x')),
    w = add([161, 190], input('w')),
    noise = add([203, 190], { _tag: 'Noise', name: 'e' })
  const h = add([203, 190], { _tag: 'MatMul', x, y: w }),
    noisy = add([203, 190], { _tag: 'Zip', op: 'add', x: h, y: noise })
  const bent = add([203, 190], { _tag: 'Map', op: 'tanh', x: noisy }),
    squares = add([203, 190], { _tag: 'Map', op: 'square', x: bent })
  const rows = add([203], { _tag: 'Reduce', op: 'sum', positions: [1], x: squares }),
    columns = add([190], { _tag: 'Reduce', op: 'max', positions: [0], x: squares })
  const all = add([], { _tag: 'Reduce', op: 'sum', positions: [0, 1], x: squares })
  const turned = add([190, 203], { _tag: 'Transpose', permutation: [1, 0], x: bent }),
    g = add([161, 203], { _tag: 'Transpose', permutation: [1, 0], x })
  const gradient = add([161, 190], { _tag: 'MatMul', x: g, y: bent }),
    next = add([161, 190], { _tag: 'Zip', op: 'sub', x: w, y: gradient })
  const windows = add([203, 94, 4], {
    _tag: 'Unfold',
    position: 1,
    offset: 2,
    stride: 2,
    padding: 0,
    x: bent
  })
  const padded = add([203, 96, 4], {
    _tag: 'Unfold',
    position: 1,
    offset: 2,
    stride: 2,
    padding: 2,
    x: bent
  })
  const folded = add([203, 190], {
    _tag: 'Fold',
    position: 1,
    offset: 2,
    stride: 2,
    padding: 2,
    x: padded
  })
  const pooled = add([203, 94], { _tag: 'Reduce', op: 'max', positions: [2], x: windows })
  return planOf(list, { w: next, rows, columns, all, turned, folded, pooled, padded, noise }, ['w'])
})()

export const largeInputs: Arrays = new Map(
  large.inputs.map((i) => [
    i.name,
    normals({ seed: 1, step: 0 }, i.name, elements(i.shape)).map((v) => v / 10)
  ])
)
