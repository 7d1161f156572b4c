import { expect, test } from 'vitest'
import { farrier } from '../support/CommandLineRun.ts'
import { toyModel } from '../support/ToyModel.ts'

test('the options of a model, with what they expect and their defaults', async () => {
  const { code, out, err } = await farrier()('options', 'model.ts')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const [head, prior, units] = out.split('\n')
  expect(head).toMatch(/^option +default +expects +what it is$/)
  expect(prior).toMatch(/^prior +horseshoe +one of horseshoe, jeffreys$/)
  expect(units).toMatch(/^units +5 +a whole number above 0 +hidden units$/)
})

test('--json has them as the model has', async () => {
  const { out } = await farrier()('options', 'model.ts', '--json')
  expect(JSON.parse(out)).toEqual({ model: 'model.ts', options: toyModel.options })
})

test('a model without options says so', async () => {
  const fixed = toyModel.configure({})
  if (fixed._tag === 'Left') throw new Error('internal: the toy model is sound')
  expect(await farrier({ model: fixed.right })('options', 'model.ts')).toMatchObject({
    code: 0,
    out: 'model.ts has no options\n'
  })
})

test('what is no model is refused', async () => {
  const { code, err } = await farrier({ model: 'no model' })('options', 'model.ts')
  expect(code).toBe(1)
  expect(err).toMatch(/^model.ts: default export: expected a model/)
})
