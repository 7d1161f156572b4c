/**
 * A network as a graph model of TensorFlow.js: `model.json`, and its weights in one file beside it.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Problems } from '../../ir/Problem.ts'
import { type Attribute, type GraphWriter, throughTable } from '../network/FormatTable.ts'
import { freshNames } from '../network/FreshNames.ts'
import type { Shape, TensorProgram } from '../network/TensorProgram.ts'
import { tfjsTable } from './TfjsTable.ts'

/** The two files. */
export interface TfjsModel {
  readonly json: string
  readonly weights: Uint8Array
}

export const WEIGHTS = 'weights.bin'

const shapeJson = (shape: Shape) => ({
  dim: shape.map((size) => ({ size: String(size) }))
})

const attributeJson = (value: Attribute) =>
  typeof value === 'boolean'
    ? { b: value }
    : typeof value === 'number'
      ? { i: String(value) }
      : 'type' in value
        ? { type: value.type }
        : 'text' in value
          ? { s: btoa(value.text) }
          : { list: { i: value.map(String) } }

/** Names of nodes are of these letters, and begin with one of the first. */
const nodeName = (name: string): string =>
  name.replaceAll(/[^A-Za-z0-9_.\\/-]/g, '_').replace(/^[^A-Za-z0-9.]/, 'x')

interface Weight {
  readonly name: string
  readonly shape: Shape
  readonly dtype: 'float32' | 'int32'
}

/**
 * Inputs are the data slots by their names, outputs the arguments of the predictions: `y.logits`.
 *
 * Errors: an operation that TensorFlow.js lacks, by its name.
 */
export const tfjsModel =
  (metadata: Readonly<Record<string, string>>) =>
  (program: TensorProgram): E.Either<Problems, TfjsModel> => {
    const { steps, outputs } = program
    const fresh = freshNames()
    const nodes: Array<unknown> = []
    const inputs: Array<readonly [string, unknown]> = []
    const kept: Array<Weight> = [],
      parts: Array<DataView> = []
    const reserved = [...outputs, ...steps.flatMap((s) => (s.op === 'input' ? [s] : []))].map(
      (x) => [x.name, fresh(nodeName(x.name))] as const
    )
    const reservedName = new Map(reserved)

    const constant = (weight: Weight, count: number, write: (v: DataView) => void): string => {
      const view = new DataView(new ArrayBuffer(count * 4))
      write(view)
      kept.push(weight)
      parts.push(view)
      const type = weight.dtype === 'float32' ? 'DT_FLOAT' : 'DT_INT32'
      nodes.push({
        name: weight.name,
        op: 'Const',
        attr: {
          dtype: { type },
          value: { tensor: { dtype: type, tensorShape: shapeJson(weight.shape) } }
        }
      })
      return weight.name
    }
    const floats = (wanted: string, shape: Shape, values: Float32Array): string =>
      constant({ name: fresh(nodeName(wanted)), shape, dtype: 'float32' }, values.length, (v) =>
        values.forEach((x, i) => v.setFloat32(4 * i, x, true))
      )
    const writer: GraphWriter = {
      node: (op, operands, attributes = {}) => {
        const name = fresh(op.toLowerCase())
        nodes.push({
          name,
          op,
          input: operands,
          attr: {
            T: { type: 'DT_FLOAT' },
            ...Object.fromEntries(
              Object.entries(attributes).map(([key, value]) => [key, attributeJson(value)])
            )
          }
        })
        return name
      },
      number: (value) => floats('number', [], Float32Array.of(value)),
      integers: (values, shape = [values.length]) =>
        constant({ name: fresh('integers'), shape, dtype: 'int32' }, values.length, (v) =>
          values.forEach((x, i) => v.setInt32(4 * i, x, true))
        ),
      weight: floats,
      input: (wanted, _, shape) => {
        const name = reservedName.get(wanted) ?? ''
        nodes.push({
          name,
          op: 'Placeholder',
          attr: { dtype: { type: 'DT_FLOAT' }, shape: { shape: shapeJson(shape) } }
        })
        inputs.push([
          wanted,
          { name: `${name}:0`, dtype: 'DT_FLOAT', tensorShape: shapeJson(shape) }
        ])
        return name
      }
    }
    return pipe(
      program,
      throughTable(tfjsTable, writer),
      E.map((names) => {
        const results = outputs.map((o) => {
          const name = reservedName.get(o.name) ?? ''
          nodes.push({
            name,
            op: 'Identity',
            input: [names[o.at] ?? ''],
            attr: { T: { type: 'DT_FLOAT' } }
          })
          const tensorShape = shapeJson(steps[o.at]?.shape ?? [])
          return [o.name, { name: `${name}:0`, dtype: 'DT_FLOAT', tensorShape }] as const
        })
        const model = {
          format: 'graph-model',
          generatedBy: 'farrier',
          convertedBy: null,
          userDefinedMetadata: metadata,
          signature: {
            inputs: Object.fromEntries(inputs),
            outputs: Object.fromEntries(results)
          },
          modelTopology: { node: nodes, library: {}, versions: { producer: 1 } },
          weightsManifest: [{ paths: [WEIGHTS], weights: kept }]
        }
        const weights = new Uint8Array(parts.reduce((n, p) => n + p.byteLength, 0))
        let at = 0
        for (const p of parts) {
          weights.set(new Uint8Array(p.buffer), at)
          at += p.byteLength
        }
        return { json: `${JSON.stringify(model)}\n`, weights }
      })
    )
  }
