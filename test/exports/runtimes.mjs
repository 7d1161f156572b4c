// Runs exported files in ONNX Runtime and in TensorFlow.js, from the folder in which they are installed. Prints a line
// of JSON for each case and runtime: {"runtime": "onnx", "name": …, "outputs": {…}} or {…, "error": …}.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const [installed, folder] = process.argv.slice(2)
const require = createRequire(join(installed, 'package.json'))
const ort = require('onnxruntime-node')
const tf = require('@tensorflow/tfjs-core')
require('@tensorflow/tfjs-backend-cpu')
const { loadGraphModel } = require('@tensorflow/tfjs-converter')

const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`)

const inOnnx = async ({ file, inputs }) => {
  const session = await ort.InferenceSession.create(join(folder, `${file}.onnx`))
  const feeds = Object.fromEntries(
    inputs.map((i) => [i.name, new ort.Tensor('float32', Float32Array.from(i.values), i.shape)])
  )
  const found = await session.run(feeds)
  return Object.fromEntries(
    Object.entries(found).map(([name, t]) => [name, { shape: [...t.dims], values: [...t.data] }])
  )
}

const inTfjs = async ({ file, inputs }) => {
  const json = JSON.parse(readFileSync(join(folder, `${file}.model.json`), 'utf8'))
  const bytes = readFileSync(join(folder, `${file}.weights.bin`))
  const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
  const artifacts = {
    ...json,
    weightSpecs: json.weightsManifest.flatMap((g) => g.weights),
    weightData
  }
  const model = await loadGraphModel({ load: async () => artifacts })
  const nodes = json.signature.inputs
  const feeds = Object.fromEntries(
    inputs.map((i) => [nodes[i.name].name, tf.tensor(i.values, i.shape, 'float32')])
  )
  const wanted = Object.entries(json.signature.outputs)
  const found = await model.executeAsync(
    feeds,
    wanted.map(([, o]) => o.name)
  )
  const all = Array.isArray(found) ? found : [found]
  return Object.fromEntries(
    wanted.map(([name], i) => [name, { shape: all[i].shape, values: [...all[i].dataSync()] }])
  )
}

await tf.setBackend('cpu')
for (const [runtime, run] of [
  ['onnxruntime-node', inOnnx],
  ['tfjs', inTfjs]
])
  for (const c of JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')))
    try {
      say({ runtime, name: c.name, outputs: await run(c) })
    } catch (error) {
      say({ runtime, name: c.name, error: String(error.message ?? error).split('\n')[0] })
    }
