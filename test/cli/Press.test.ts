import { beforeAll, expect, test } from 'vitest'
import { farrier, trainWords } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { toyImages } from '../support/ToyImages.ts'

let trained: Readonly<Record<string, Uint8Array>> = {}
beforeAll(async () => {
  const files = memoryFileSystem({ files: toyImages('/data') })
  await farrier({ files })(
    ...trainWords(
      '/run',
      // what leaves a training is not there any more for the press to save
      '--no-shrink',
      '--epochs',
      '60',
      '--rate-location',
      '0.02',
      '--rate-scale',
      '0.05',
      '--rate-variance',
      '0.05'
    )
  )
  trained = Object.fromEntries(files.contents)
})

/** A trained run in `/run`, pressed into `/net.farrier`. */
const pressed = async (...words: ReadonlyArray<string>) => {
  const files = memoryFileSystem({ files: trained })
  const run = farrier({ files })
  const answer = await run('press', '/run', '--out', '/net.farrier', '--backend', 'cpu', ...words)
  return { files, run, answer, bytes: files.contents.get('/net.farrier') ?? new Uint8Array() }
}

test('a run is pressed; the file is evaluated and inspected without the model', async () => {
  const { files, answer, bytes } = await pressed('--tolerance', '0.05')
  expect(answer).toMatchObject({
    code: 0,
    err: 'pressing /run: effects on 36 training images, tolerance 0.05 nats per datum\n'
  })
  expect(answer.out).toMatch(/^pressed \/run into \/net.farrier\n/)
  expect(answer.out).toContain(`${bytes.length}  the file`)
  const blind = farrier({ files, model: 'no model here' })
  const tested = await blind(
    'eval',
    '/net.farrier',
    '--data',
    '/data',
    '--backend',
    'cpu',
    '--json'
  )
  expect(tested.err).toBe('')
  expect(JSON.parse(tested.out)).toMatchObject({
    evaluations: [{ site: 'y', count: 15 }],
    provenance: { model: 'model.ts', seed: 1, epochs: 60 },
    row: { sizeBytes: bytes.length }
  })
  const inspected = await blind('inspect', '/net.farrier', '--json')
  const { ledger } = JSON.parse(inspected.out)
  expect(ledger.reduce((sum: number, row: { sizeBytes: number }) => sum + row.sizeBytes, 0)).toBe(
    bytes.length
  )
  expect((await blind('inspect', '/net.farrier')).out).toContain(`${bytes.length}  the file`)
})

test('the pressed network predicts as its run does, within the tolerance', async () => {
  const { run, answer } = await pressed('--json')
  const { nats } = JSON.parse(answer.out)
  expect(nats.final).toBeLessThanOrEqual(nats.baseline + 0.006)
  const [net, posterior] = [
    await run('eval', '/net.farrier', '--data', '/data', '--json'),
    await run('eval', '/run', '--json')
  ].map((a) => JSON.parse(a.out))
  expect(net.evaluations[0].errorRate).toBeCloseTo(posterior.plugIn[0].errorRate, 1)
})

test('the pixels that are always dark are pruned, and the file says which are read', async () => {
  const { run, answer } = await pressed('--tolerance', '0.1', '--json')
  const gate = JSON.parse(answer.out).gates.find(
    (g: { axes: ReadonlyArray<string> }) => g.axes[0] === 'pixels'
  )
  expect(gate.of).toBe(16)
  expect(gate.alive).toBeLessThanOrEqual(12)
  // pixels whose weights are all rounded to zero are not read either
  const [, reads] =
    /pixels: reads (\d+) of 16/.exec((await run('inspect', '/net.farrier')).out) ?? []
  expect(Number(reads)).toBeGreaterThan(0)
  expect(Number(reads)).toBeLessThanOrEqual(gate.alive)
})

test('with everything pruned the network is a constant, and still predicts', async () => {
  const { run, answer } = await pressed('--threshold', 'pixels=-99', '--json')
  expect(JSON.parse(answer.out).gates[0].alive).toBe(0)
  const tested = await run('eval', '/net.farrier', '--data', '/data', '--backend', 'cpu', '--json')
  expect(JSON.parse(tested.out).evaluations[0].errorRate).toBeCloseTo(2 / 3)
})

const savedCosts =
  'what masks save of the complexity cost is told: with everything pruned, ' +
  'the costs of the weights and of their scales'
test(savedCosts, async () => {
  const { files, answer } = await pressed(
    '--threshold',
    'pixels=-99',
    '--threshold',
    'hidden=99',
    '--json'
  )
  const [pixels, hidden] = JSON.parse(answer.out).gates
  const last =
    new TextDecoder()
      .decode(files.contents.get('/run/metrics.jsonl'))
      .trimEnd()
      .split('\n')
      .at(-1) ?? ''
  const costs: Readonly<Record<string, number>> = JSON.parse(last).complexityNats
  const gone = Object.entries(costs).filter(([site]) => /^fc1\/w(\.base|\/z)/.test(site))
  expect(gone.length).toBeGreaterThanOrEqual(3)
  expect(pixels.savedNats / gone.reduce((sum, [, nats]) => sum + nats, 0)).toBeCloseTo(1, 5)
  expect(hidden).toMatchObject({ alive: 5, savedNats: 0 })
  expect((await pressed('--threshold', 'pixels=-99')).answer.out).toMatch(
    new RegExp(
      `nats per datum +cost saved, nats\\n(.*\\n)?pixels←fc1/w .* ${pixels.savedNats.toFixed(1)}\\n`
    )
  )
})

test.each([
  ['kmeans:2', 'kMeans=2', 'by k-means'],
  ['entropy:3', 'entropy=3', 'entropy-constrained']
])('weights may share levels: --bits %s', async (bits, stored, words) => {
  const { answer } = await pressed('--bits', bits, '--json')
  const { provenance, sizeBytes } = JSON.parse(answer.out)
  expect(provenance.settings.precision).toBe(stored)
  expect(sizeBytes).toBeGreaterThan(0)
  const shown = await pressed('--bits', bits)
  expect(shown.answer.out).toContain(`levels for the weights of a tensor, ${words}`)
})

test('bits and thresholds may be given', async () => {
  const { answer } = await pressed(
    '--bits',
    '5',
    '--threshold',
    'pixels=-1',
    '--threshold',
    'split',
    '--fold-means',
    '--json'
  )
  const { gates, precision, provenance } = JSON.parse(answer.out)
  expect(precision).toEqual({ _tag: 'Bits', totalBits: 5 })
  expect(gates.map((g: { rule: string }) => g.rule)).toEqual(['given', 'split'])
  expect(gates[0].threshold).toBe(-1)
  expect(provenance.settings).toEqual({
    data: 'data',
    range: '0..1',
    tolerance: '0.006',
    precision: 'bits=5',
    threshold: 'pixels=-1 split',
    means: 'folded'
  })
})

test.each([
  [
    ['--bits', '1'],
    "--bits: expected auto, a whole number from 2 to 24, kmeans:N or entropy:N with N up to 12, found '1'"
  ],
  [['--bits', 'kmeans:13'], "N up to 12, found 'kmeans:13'"],
  [
    ['--threshold', 'pixels'],
    "--threshold: expected auto, split, a number or axis=x, found 'pixels'"
  ],
  [['--threshold', 'classes=1'], 'threshold of classes: no gate switches classes'],
  [['--tolerance', '-1'], "farrier press --tolerance: expected a number above 0, found '-1'"]
])('%j is refused', async (words, message) => {
  const { answer, bytes } = await pressed(...words)
  expect(answer.code).toBe(1)
  expect(answer.err).toContain(message)
  expect(bytes.length).toBe(0)
})

test('to a budget of bytes it is pressed at the least tolerance that keeps to it', async () => {
  const wide = await pressed('--tolerance', '0.001')
  const most = wide.bytes.length - 20
  const { answer, bytes, files } = await pressed('--target-bytes', String(most))
  expect(answer.code).toBe(0)
  expect(answer.err).toBe(`pressing /run: effects on 36 training images, at most ${most} bytes\n`)
  expect(bytes.length).toBeLessThanOrEqual(most)
  expect(bytes.length).toBeGreaterThan(most / 2)
  const { out } = await farrier({ files })('inspect', '/net.farrier', '--json')
  expect(JSON.parse(out).provenance.settings).toMatchObject({ mostBytes: String(most) })
  const none = await pressed('--target-bytes', '30')
  expect(none.answer.code).toBe(1)
  expect(none.answer.err).toContain('leaves 30 bytes or less')
  expect(none.bytes.length).toBe(0)
  const both = await pressed('--target-bytes', '3000', '--non-zero', '5')
  expect(both.answer.err).toContain('two budgets')
})
