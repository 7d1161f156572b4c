import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import type { DataSet } from '../../src/data/LabelledImages.ts'
import { bindDataSet } from '../../src/cli/options/BindDataSet.ts'
import {
  axis,
  categorical,
  bernoulli,
  add,
  compileModel,
  contract,
  data,
  meanOver,
  mul,
  normal,
  observe,
  over,
  plate,
  program,
  sample,
  sumOver
} from '../../src/index.ts'

const images = plate('images'),
  rows = axis('rows', 2),
  columns = axis('columns', 3),
  pixels = axis('pixels', 6),
  classes = axis('classes', 4),
  channels = axis('channels', 1)

const part = (count: number) => ({
  images: Float32Array.from({ length: 6 * count }, (_, i) => i),
  labels: Int32Array.from({ length: count }, (_, i) => i % 2),
  count
})
const set: DataSet = {
  name: 'toy',
  heldOut: 0,
  shape: [2, 3],
  classes: 2,
  train: part(5),
  test: part(3)
}

const blind = pipe(
  program,
  sample('c', over(classes)(normal(0, 1))),
  observe('y', ({ c }) => over(images)(categorical({ logits: c, along: classes })))
)

const programOf = (model: Parameters<ReturnType<typeof compileModel>>[0]) => {
  const compiled = compileModel()(model)
  if (E.isLeft(compiled)) throw new Error(JSON.stringify(compiled.left))
  return compiled.right.program
}

const flat = pipe(
  program,
  data('x', [images, pixels]),
  sample('w', over(pixels, classes)(normal(0, 1))),
  observe('y', ({ x, w }) =>
    over(images)(categorical({ logits: pipe(x, contract(pixels)(w)), along: classes }))
  )
)
const grid = pipe(
  program,
  data('x', [rows, images, channels, columns]),
  sample('w', over(rows, columns, classes)(normal(0, 1))),
  observe('y', ({ x, w }) =>
    over(images)(
      categorical({
        logits: pipe(x, meanOver(channels), mul(w), sumOver(rows, columns)),
        along: classes
      })
    )
  )
)

test('images are bound as flat pixels, or as height and width in that order, whatever stands between them', () => {
  const one = bindDataSet(programOf(flat))(set)
  expect(one).toMatchObject({ right: { plate: 'images' } })
  if (E.isRight(one)) {
    expect(one.right.train.data.get('x')).toMatchObject({
      axes: ['images', 'pixels'],
      sizes: [5, 6]
    })
    expect(one.right.test.data.get('y')).toEqual({
      axes: ['images'],
      sizes: [3],
      values: Float32Array.of(0, 1, 0)
    })
  }
  const two = bindDataSet(programOf(grid))(set)
  expect(E.isRight(two) ? two.right.train.data.get('x') : two).toMatchObject({
    axes: ['images', 'rows', 'channels', 'columns'],
    sizes: [5, 2, 1, 3]
  })
})

const refused: ReadonlyArray<readonly [string, Parameters<typeof programOf>[0], DataSet, string]> =
  [
    [
      'height and width exchanged',
      grid,
      { ...set, shape: [3, 2] },
      'no data slot has the size of the images'
    ],
    [
      'more classes than outcomes',
      flat,
      { ...set, classes: 5 },
      'a label is as large as 4, and the outcomes of y are 0 to 3'
    ],
    [
      'two slots of the size',
      pipe(
        program,
        data('a', [images, pixels]),
        data('b', [images, rows, columns]),
        sample('w', over(pixels, classes)(normal(0, 1))),
        observe('y', ({ a, b, w }) =>
          over(images)(
            categorical({
              logits: pipe(a, contract(pixels)(w), add(pipe(b, meanOver(rows, columns)))),
              along: classes
            })
          )
        )
      ),
      set,
      'it is not clear'
    ],
    [
      'nothing discrete',
      pipe(
        program,
        data('x', [images, pixels]),
        sample('w', over(pixels)(normal(0, 1))),
        observe('y', ({ x, w }) => over(images)(normal(pipe(x, contract(pixels)(w)), 1)))
      ),
      set,
      'no discrete observation'
    ]
  ]

test.each(refused)('%s is refused, with both sides', (_, model, given, why) => {
  expect(bindDataSet(programOf(model))(given)).toMatchObject({
    left: [
      {
        where: "data set 'toy'",
        what: expect.stringMatching(/the model wants .*; toy has images over \[5, 6\]/),
        why: expect.stringContaining(why)
      }
    ]
  })
})

test('two outcomes do for two classes; a model without data takes the labels alone', () => {
  const binary = pipe(
    program,
    data('x', [images, pixels]),
    sample('w', over(pixels)(normal(0, 1))),
    observe('y', ({ x, w }) => over(images)(bernoulli({ logits: pipe(x, contract(pixels)(w)) })))
  )
  expect(E.isRight(bindDataSet(programOf(binary))(set))).toBe(true)
  expect(E.isRight(bindDataSet(programOf(blind))(set))).toBe(true)
})

test('channels come before height and width, or all numbers of an image are flat', () => {
  const colours = axis('colours', 3),
    wide = axis('wide', 2)
  const coloured = { ...set, shape: [3, 1, 2] as const }
  const planes = pipe(
    program,
    data('x', [images, colours, wide]),
    sample('w', over(colours, wide, classes)(normal(0, 1))),
    observe('y', ({ x, w }) =>
      over(images)(categorical({ logits: pipe(x, mul(w), sumOver(colours, wide)), along: classes }))
    )
  )
  const bound = bindDataSet(programOf(planes))(coloured)
  expect(E.isRight(bound) ? bound.right.train.data.get('x') : bound).toMatchObject({
    axes: ['images', 'colours', 'wide'],
    sizes: [5, 3, 2]
  })
  expect(E.isRight(bindDataSet(programOf(flat))(coloured))).toBe(true)
  expect(bindDataSet(programOf(planes))({ ...set, shape: [2, 1, 3] })).toMatchObject({
    left: [{ what: expect.stringContaining('toy has images over [5, 6] (2 × 1 × 3)') }]
  })
})
