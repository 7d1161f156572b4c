import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import { normal, observe, program, sample } from '../../src/index.ts'
import { farrier, trainWords } from '../support/CommandLineRun.ts'

const explain = (...words: ReadonlyArray<string>) => farrier()('explain', 'model.ts', ...words)

test('sites, guides, costs, gates and the objective', async () => {
  const { code, out, err } = await explain()
  expect({ code, err }).toEqual({ code: 0, err: '' })
  for (const part of ['pixels 16, hidden 5, classes 3', 'fc1/w/z', 'halfCauchy', 'logNormal', 'closed form', 'pixels←fc1/w', 'hidden←fc2/w', '−ELBO']) expect(out).toContain(part)
})

test('--set chooses among the options of the model, and the derivation follows', async () => {
  const { out } = await explain('--set', 'prior=jeffreys', '--set', 'units=7', '--json')
  const { sites, axes } = JSON.parse(out)
  expect(axes).toContainEqual({ name: 'hidden', size: 7 })
  expect(sites.find((s: { name: string }) => s.name === 'fc1/w/z').support).toBe('Signed')
})

test('options of the compiler change how costs are computed', async () => {
  const kinds = async (...words: ReadonlyArray<string>): Promise<ReadonlyArray<string>> =>
    JSON.parse((await explain(...words, '--json')).out).sites.flatMap((s: { parts: ReadonlyArray<{ cost: { kind: string } }> }) => s.parts.map((p) => p.cost.kind))
  expect(await kinds()).not.toContain('quadrature')
  expect(await kinds('--half-cauchy', 'collapsed')).toContain('quadrature')
  expect(await kinds('--set', 'prior=jeffreys')).not.toContain('approximation')
  expect(await kinds('--set', 'prior=jeffreys', '--jeffreys', 'fitted')).toContain('approximation')
})

test('--strict analytic refuses a model whose costs need Monte Carlo, and lets others pass', async () => {
  expect((await explain('--strict', 'analytic')).code).toBe(0)
  const model = pipe(program, sample('w', normal(0, 1), { guide: 'logNormal' }), observe('y', ({ w }) => normal(w, 1)))
  const open = farrier({ model })
  expect((await open('explain', 'model.ts')).out).toContain('Monte Carlo')
  for (const command of [['explain', 'model.ts'], trainWords('/run')]) {
    const { code, out, err } = await open(...command, '--strict', 'analytic')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^model\.ts: w: KL\(LogNormal ‖ Normal\) has no closed form\n {2}why: strict: 'analytic' refuses Monte Carlo costs/)
  }
})

test('--print-after prints the model after one pass, --latex the objective, --plan what a step costs', async () => {
  expect((await explain('--print-after', 'noncentre')).out).toContain('fc1/w.base[pixels, hidden] ~ normal(0, 1)')
  expect((await explain('--latex')).out).toMatch(/^-\\mathrm\{ELBO\} = /)
  const { out } = await explain('--plan', '--batch', '32')
  expect(out).toContain('\nplan\n')
  expect(out).toMatch(/product +32×16 · 16×5/)
})
