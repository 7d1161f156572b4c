/**
 * What the compiler prints, as files to read; a change of the derivation is a change of these.
 * Renew them with `vitest run test/golden -u`.
 */
import { build } from 'farrier'
import { describe, expect, test } from 'vitest'
import { compile, explain, objectiveLatex } from '../../src/compile/index.ts'
import { showExplanation } from '../../src/report/index.ts'
import { must } from '../inference/Fits.ts'
import { models } from './Models.ts'

describe.each(Object.entries(models))('%s', (name, { layer, network }) => {
  test('each pass, on one layer', async () => {
    const { stages } = must(compile()(must(build(layer))))
    await expect(
      stages.map(({ pass, text }) => `── ${pass}\n${text}\n`).join('\n')
    ).toMatchFileSnapshot(`${name}.passes.txt`)
  })
  test('the explanation, on two layers', async () => {
    const graph = must(build(network))
    await expect(
      `${showExplanation(explain(graph, must(compile()(graph)).program))}\n`
    ).toMatchFileSnapshot(`${name}.explain.txt`)
  })
  test('the objective in LaTeX, on one layer', async () => {
    await expect(
      `${objectiveLatex(must(compile()(must(build(layer)))).program)}\n`
    ).toMatchFileSnapshot(`${name}.objective.tex`)
  })
})
