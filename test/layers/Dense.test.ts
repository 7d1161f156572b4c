/** What a dense layer computes, and what lives and dies together in it. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import { axis, build, data, include, normal, observe, plate, program } from '../../src/dsl/index.ts'
import { gatesOf } from '../../src/compile/index.ts'
import { evaluate } from '../../src/expr/index.ts'
import { dense } from '../../src/layers/index.ts'
import { groupHorseshoe, normalPrior, shared } from '../../src/priors/index.ts'
import type { Prior } from '../../src/dsl/index.ts'

const rows = plate('rows'),
  inputs = axis('inputs', 3),
  outputs = axis('outputs', 2)

const graphUnder = (prior: Prior) => {
  const built = build(
    pipe(
      program,
      data('x', [rows, inputs]),
      include('layer', ({ x }) => dense(inputs, outputs, prior)(x)),
      observe('y', ({ layer }) => normal(layer, 1))
    )
  )
  if (isLeft(built)) throw new Error(built.left.map((p) => p.what).join('; '))
  return built.right
}

const array = (
  axes: ReadonlyArray<string>,
  sizes: ReadonlyArray<number>,
  values: ReadonlyArray<number>
) => ({
  axes,
  sizes,
  values: Float64Array.from(values)
})

describe('a dense layer', () => {
  it('is Σ x w over the inputs, and its bias once', () => {
    const [h] = graphUnder(normalPrior()).named.filter((n) => n.name === 'layer')
    if (h === undefined) throw new Error('the layer has no name')
    const found = evaluate({
      sizes: new Map([
        ['rows', 1],
        ['inputs', 3],
        ['outputs', 2]
      ]),
      values: new Map([
        ['x', array(['rows', 'inputs'], [1, 3], [1, 2, 3])],
        ['layer/w', array(['inputs', 'outputs'], [3, 2], [1, 10, 2, 20, 3, 30])],
        ['layer/b', array(['outputs'], [2], [0.5, -0.5])]
      ])
    })(h.value)
    expect([...found.values]).toEqual([1 + 4 + 9 + 0.5, 140 - 0.5])
  })
  it('has a scale for each of its inputs', () => {
    const scales = graphUnder(groupHorseshoe(1)).sites.find((s) => s.name === 'layer/w/z')
    expect(scales?.axes).toEqual(['inputs'])
  })
  it('has biases under a prior of their own, grouped by the outputs, and shares a scale with them', () => {
    const built = build(
      pipe(
        program,
        data('x', [rows, inputs]),
        include('unit', shared(outputs)(groupHorseshoe(1))),
        include('layer', ({ x, unit }) => dense(inputs, outputs, unit, { bias: unit })(x)),
        observe('y', ({ layer }) => normal(layer, 1))
      )
    )
    if (isLeft(built)) throw new Error(built.left.map((p) => p.what).join('; '))
    expect(built.right.sites.map((s) => `${s.name} [${s.axes.join(', ')}]`)).toEqual([
      'unit/s []',
      'unit/z [outputs]',
      'layer/w [inputs, outputs]',
      'layer/b [outputs]',
      'y [rows, outputs]'
    ])
    expect(gatesOf(built.right).filter((g) => g.axes.length > 0)).toMatchObject([
      { factors: ['unit/z'], target: 'layer/w', axes: ['outputs'] },
      { factors: ['unit/z'], target: 'layer/b', axes: ['outputs'] }
    ])
  })
})
