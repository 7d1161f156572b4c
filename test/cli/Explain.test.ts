import { pipe } from 'fp-ts/lib/function.js'
import { expect, test } from 'vitest'
import { halfNormal, normal, observe, program, sample } from '../../src/index.ts'
import { farrier, trainWords } from '../support/CommandLineRun.ts'
import { joined } from '../support/Joined.ts'

const explain = (...words: ReadonlyArray<string>) => farrier()('explain', 'model.ts', ...words)

test('sites, guides, costs, gates and the objective', async () => {
  const { code, out, err } = await explain()
  expect({ code, err }).toEqual({ code: 0, err: '' })
  for (const part of [
    'pixels 16, hidden 5, classes 3',
    'fc1/w/z',
    'halfCauchy',
    'logNormal',
    'closed form',
    'pixels←fc1/w',
    'hidden←fc2/w',
    '−ELBO'
  ])
    expect(out).toContain(part)
})

test('--set chooses among the options of the model, and the derivation follows', async () => {
  const { out } = await explain('--set', 'prior=jeffreys', '--set', 'units=7', '--json')
  const { sites, axes } = JSON.parse(out)
  expect(axes).toContainEqual({ name: 'hidden', size: 7 })
  expect(sites.find((s: { name: string }) => s.name === 'fc1/w/z').support).toBe('Signed')
})

test('options of the compiler change how costs are computed', async () => {
  const kinds = async (...words: ReadonlyArray<string>): Promise<ReadonlyArray<string>> =>
    JSON.parse((await explain(...words, '--json')).out).sites.flatMap(
      (s: { parts: ReadonlyArray<{ cost: { kind: string } }> }) => s.parts.map((p) => p.cost.kind)
    )
  expect(await kinds()).not.toContain('quadrature')
  expect(await kinds('--half-cauchy', 'collapsed')).toContain('quadrature')
  expect(await kinds('--set', 'prior=jeffreys')).not.toContain('approximation')
  expect(await kinds('--set', 'prior=jeffreys', '--jeffreys', 'fitted')).toContain('approximation')
})

test('--strict analytic refuses a model whose costs need Monte Carlo, and lets others pass', async () => {
  expect((await explain('--strict', 'analytic')).code).toBe(0)
  const model = pipe(
    program,
    sample('w', halfNormal(1), { guide: 'softplusNormal' }),
    observe('y', ({ w }) => normal(w, 1))
  )
  const open = farrier({ model })
  expect((await open('explain', 'model.ts')).out).toContain('Monte Carlo')
  for (const command of [['explain', 'model.ts'], trainWords('/run')]) {
    const { code, out, err } = await open(...command, '--strict', 'analytic')
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(
      joined(
        /^model\.ts: w: KL\(SoftplusNormal ‖ HalfNormal\) has no closed form\n/,
        / {2}why: strict: 'analytic' refuses Monte Carlo costs/
      )
    )
  }
})

test('--print-after prints the model after one pass, --latex the objective, --plan what a step costs', async () => {
  expect((await explain('--print-after', 'noncentre')).out).toContain(
    'fc1/w.base[pixels, hidden] ~ normal(0, 1)'
  )
  const { out: latex } = await explain('--latex')
  expect(latex).toMatch(/^% sites\n\\mathrm\{fc1\/w\/s\} \\sim /)
  expect(latex).toMatch(/\n% objective, in nats\n-\\mathrm\{ELBO\} = /)
  const { out } = await explain('--plan', '--batch', '32')
  expect(out).toContain(
    '\nplan of a training step\n' +
      'images: 32 by --batch, since no --data say how many there are; other sizes are the ' +
      "model's\n"
  )
  expect(out).toMatch(/product +32×16 · 16×5/)
})

const kernelsAreShown =
  '--plan shows the kernels of the executor: what each computes, why, of which sites, ' +
  'what is written in place'
test(kernelsAreShown, async () => {
  const { code, out } = await explain('--plan', '--threads', '1')
  expect(code).toBe(0)
  expect(out).toMatch(
    joined(
      /\non the executor wasm\nengine {3}1 thread, shared memory no, /,
      /relaxed multiply-add (yes|no), vectors joined in pairs (yes|no)\n/
    )
  )
  expect(out).toMatch(
    joined(
      /\nmemory {3}[\d.]+ kB a run, [\d.]+ kB of it workspace and \d+ B constants\n/,
      /state {4}(\d+) of \1 arrays written where the old ones lie\n/,
      /kernels {2}\d+ in \d+ phases, [\d.]+ kB of code\n/
    )
  )
  expect(out).toMatch(
    joined(
      /\n *\d+ {2}(one|all) +product 128×16 · 16×5, direct +fc1\/w\n/,
      / {13}rows of y are contiguous, and 128 rows read them too seldom to pay for a copy\n/
    )
  )
  expect(out).toMatch(/\n *\d+ {2}(one|all) +loop over 16×5: \d+ operations +6 {2}fc1\/w\n/)
  expect(out).toMatch(/noise fc1\/w\.base\.noise@y, 640 numbers/)
})

const sizesOfData =
  '--plan with --data takes its sizes, a batch at most as large as they are; --json has the ' +
  'same facts'
test(sizesOfData, async () => {
  const { out } = await explain('--plan', '--data', '/data', '--batch', '100')
  expect(out).toContain('\nimages: batches of 36 of the 36 in /data\n')
  const { plan } = JSON.parse(
    (await explain('--plan', '--data', '/data', '--batch', '12', '--threads', '1', '--json')).out
  )
  expect(plan).toMatchObject({
    sizes: { images: 12, pixels: 16, hidden: 5, classes: 3 },
    executor: { name: 'wasm', engine: { threads: 1, threadsWanted: 1 }, elsewhere: [] }
  })
  expect(
    plan.executor.kernels
      .filter((k: { kind: string }) => k.kind === 'product')
      .reduce((n: number, k: { flops: number }) => n + k.flops, 0)
  ).toBe(plan.productFlops)
  expect((await explain('--plan', '--data', '/nowhere')).code).toBe(1)
})

test('--plan on a backend that has no kernels of its own says so', async () => {
  expect((await explain('--plan', '--backend', 'cpu')).out).toContain(
    '\non the executor tfjs/cpu\nevery instruction is a kernel of its own, run in the order of the plan\n'
  )
})

test('--why tells the story of one site, and names the nearest where there is none', async () => {
  const { code, out } = await explain('--why', 'fc1/w/z')
  expect(code).toBe(0)
  expect(out).toMatch(/^site {7}fc1\/w\/z \[pixels\] Positive ~ halfCauchy\(1\)\n/)
  for (const part of [
    'used by    fc1/w (scale)',
    'expandMixtures: fc1/w/z becomes fc1/w/z.a, fc1/w/z.b',
    'guide      fc1/w/z.a ~ logNormal(μ, exp(½λ)) (positive support)',
    'cost       KL(LogNormal ‖ Gamma), closed form: ',
    'gates      pixels←fc1/w by fc1/w/z: '
  ])
    expect(out).toContain(part)
  const unknown = await explain('--why', 'fc1/w/zz')
  expect(unknown.code).toBe(1)
  expect(unknown.err).toMatch(
    /^site 'fc1\/w\/zz': the model has no such site\n[^]*did you mean fc1\/w\/z/
  )
  const { story } = JSON.parse((await explain('--why', 'fc1/w/z', '--json')).out)
  expect(story.parts).toHaveLength(2)
})

test('--dot prints the model as a graph: data, sites, what speaks of what, and gates', async () => {
  const { out } = await explain('--dot')
  expect(out).toMatch(/^digraph model \{\n[^]*\n\}\n$/)
  for (const line of [
    '  "x" [label="x [images, pixels]", shape=box]',
    '  "fc1/w/z" [label="fc1/w/z [pixels]\\nhalfCauchy(1)"]',
    '  "fc1/w/z" -> "fc1/w"',
    '  "fc1/w/z" -> "fc1/w" [style=dashed, constraint=false, label="pixels"]'
  ])
    expect(out.split('\n')).toContain(line)
})
