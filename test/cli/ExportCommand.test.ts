import { beforeAll, expect, test } from 'vitest'
import { readSafetensors } from '../../src/storage/tensors/Safetensors.ts'
import { farrier, trainWords } from '../support/CommandLineRun.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { toyImages } from '../support/ToyImages.ts'

const files = memoryFileSystem({ files: toyImages('/data') })
const run = farrier({ files })
beforeAll(async () => {
  await run(...trainWords('/run', '--epochs', '20', '--rate-location', '0.02'))
  await run('press', '/run', '--out', '/net.farrier', '--backend', 'cpu')
})
const exported = (to: string, out: string) =>
  run('export', '/net.farrier', '--to', to, '--out', out)
const bytesAt = (path: string): Uint8Array => files.contents.get(path) ?? new Uint8Array()
const textAt = (path: string): string => new TextDecoder().decode(bytesAt(path))

test('ONNX: one file, with the names and axes of inputs and outputs in it', async () => {
  const { code, out, err } = await exported('onnx', '/net.onnx')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(out).toMatch(/^ONNX: \/net\.onnx \([\d,]+ bytes\)\n$/)
  for (const part of ['y.logits', 'MatMul', 'axes.x', 'images, pixels', 'farrier', 'model.ts'])
    expect(textAt('/net.onnx')).toContain(part)
})

test('TensorFlow.js: a graph model and its weights', async () => {
  const { code, out } = await exported('tfjs', '/tf')
  expect({ code, out: out.split('(')[0] }).toEqual({
    code: 0,
    out: 'TensorFlow.js: /tf/weights.bin, /tf/model.json '
  })
  const model = JSON.parse(textAt('/tf/model.json'))
  expect(model.signature.inputs.x.tensorShape.dim).toEqual([{ size: '-1' }, { size: '16' }])
  expect(model.weightsManifest[0].paths).toEqual(['weights.bin'])
  expect(model.userDefinedMetadata).toMatchObject({ model: 'model.ts', 'axes.x': 'images, pixels' })
})

test('the tensors alone: safetensors, and a table for each', async () => {
  expect((await exported('safetensors', '/net.safetensors')).code).toBe(0)
  const read = readSafetensors('/net.safetensors')(bytesAt('/net.safetensors'))
  if (read._tag === 'Left') throw new Error(read.left.what)
  const names = [...read.right.tensors.keys()].filter((n) => !n.startsWith('kept/'))
  expect((await exported('csv', '/tables')).code).toBe(0)
  for (const name of names) {
    const lines = textAt(`/tables/${name.replaceAll('/', '.')}.csv`)
      .trimEnd()
      .split('\n')
    const axes = JSON.parse(read.right.metadata['axes'] ?? '{}')[name]
    expect(lines[0]).toBe([...axes, 'value'].join(','))
    const values = lines.slice(1).map((l) => Math.fround(Number(l.split(',').at(-1))))
    expect(values).toEqual([...(read.right.tensors.get(name)?.values ?? [])])
  }
})

test.each([
  [['export', '/net.farrier', '--out', '/x'], 'farrier export --to: this option is needed'],
  [['export', '/net.farrier', '--to', 'onnx'], 'farrier export --out: this option is needed'],
  [['export', '/net.farrier', '--to', 'caffe', '--out', '/x'], 'expected one of onnx, tfjs'],
  [['export', '/no.farrier', '--to', 'onnx', '--out', '/x'], '/no.farrier']
])('%j is refused', async (words, message) => {
  const { code, out, err } = await run(...words)
  expect({ code, out }).toEqual({ code: 1, out: '' })
  expect(err).toContain(message)
})
