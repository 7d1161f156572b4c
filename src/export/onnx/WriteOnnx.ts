/**
 * A network as an ONNX file, in versions that released runtimes load.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Problems } from '../../ir/Problem.ts'
import { type GraphWriter, throughTable } from '../network/FormatTable.ts'
import { freshNames } from '../network/FreshNames.ts'
import { OPEN, type Shape, type TensorProgram } from '../network/TensorProgram.ts'
import { onnxTable } from './OnnxTable.ts'
import {
  type Bytes,
  floatTensor,
  integerAttribute,
  integersAttribute,
  integerTensor,
  modelMessage,
  nodeMessage,
  valueMessage
} from './OnnxWire.ts'

/** The operations of opset 17 came with ONNX 1.12; IR version 8 is its file format. */
const versions = { ir: 8, opset: 17 } as const

/**
 * Inputs are the data slots by their names, outputs the arguments of the predictions: `y.logits`. Of
 * the axis that comes with the data any number of rows may be given.
 *
 * Errors: an operation that ONNX lacks, by its name.
 */
export const onnxFile =
  (name: string, metadata: Readonly<Record<string, string>>) =>
  (program: TensorProgram): E.Either<Problems, Bytes> => {
    const { steps, outputs, open } = program
    const fresh = freshNames()
    for (const o of outputs) fresh(o.name)
    for (const s of steps) if (s.op === 'input') fresh(s.name)
    const inputs: Array<Bytes> = [],
      initializers: Array<Bytes> = [],
      nodes: Array<Bytes> = []
    const sizes = (shape: Shape): ReadonlyArray<number | string> =>
      shape.map((n) => (n === OPEN ? (open ?? 'rows') : n))
    const writer: GraphWriter = {
      node: (type, operands, attributes = {}) => {
        const output = fresh(type.toLowerCase())
        const own = Object.entries(attributes).map(([key, value]) =>
          Array.isArray(value)
            ? integersAttribute(key, value)
            : integerAttribute(key, Number(value))
        )
        nodes.push(nodeMessage(type, operands, output, own))
        return output
      },
      number: (value) => {
        const own = fresh('number')
        initializers.push(floatTensor(own, [], Float32Array.of(value)))
        return own
      },
      integers: (values, shape = [values.length]) => {
        const own = fresh('integers')
        initializers.push(integerTensor(own, shape, values))
        return own
      },
      weight: (wanted, shape, values) => {
        const own = fresh(wanted)
        initializers.push(floatTensor(own, shape, values))
        return own
      },
      input: (wanted, _, shape) => {
        inputs.push(valueMessage(wanted, sizes(shape)))
        return wanted
      }
    }
    return pipe(
      program,
      throughTable(onnxTable, writer),
      E.map((names) => {
        const results = outputs.map((o) => {
          nodes.push(nodeMessage('Identity', [names[o.at] ?? ''], o.name, []))
          return valueMessage(o.name, sizes(steps[o.at]?.shape ?? []))
        })
        return modelMessage(versions, 'farrier', metadata, {
          name,
          nodes,
          initializers,
          inputs,
          outputs: results
        })
      })
    )
  }
