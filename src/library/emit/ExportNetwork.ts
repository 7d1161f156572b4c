/**
 * A pressed network as files of other formats.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import type { Artifact } from '../../compress/index.ts'
import { networkProgram } from '../../export/network/NetworkProgram.ts'
import type { TensorProgram } from '../../export/network/TensorProgram.ts'
import { onnxFile } from '../../export/onnx/WriteOnnx.ts'
import { tfjsModel, WEIGHTS } from '../../export/tfjs/WriteTfjs.ts'
import {
  type NamedFile,
  networkSafetensors,
  networkTables
} from '../../export/weights/NetworkTensors.ts'
import type { Problems } from '../../ir/Problem.ts'

export type ExportFormat = 'onnx' | 'tfjs' | 'safetensors' | 'csv'

/** - `isFolder` several files: where they go is a folder. */
export const exportFormats: {
  readonly [F in ExportFormat]: { readonly name: string; readonly isFolder: boolean }
} = {
  onnx: { name: 'ONNX', isFolder: false },
  tfjs: { name: 'TensorFlow.js', isFolder: true },
  safetensors: { name: 'safetensors', isFolder: false },
  csv: { name: 'CSV', isFolder: true }
}

/** Where the network comes from, and how its inputs were scaled, as texts. */
const metadataOf = ({ provenance }: Artifact): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    Object.entries(provenance.settings).map(([key, value]) => [`setting.${key}`, value])
  ),
  model: provenance.model,
  seed: String(provenance.seed),
  epochs: String(provenance.epochs)
})

/** Inputs and outputs with their axes in order. */
const axesOf = ({ steps, outputs }: TensorProgram): Readonly<Record<string, string>> =>
  Object.fromEntries([
    ...steps.flatMap((s) => (s.op === 'input' ? [[`axes.${s.name}`, s.axes.join(', ')]] : [])),
    ...outputs.map((o) => [`axes.${o.name}`, o.axes.join(', ')])
  ])

const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const one = (bytes: Uint8Array): ReadonlyArray<NamedFile> => [{ name: '', bytes }]

/** A single file has no name. Errors: an operation that the format lacks, by its name. */
const writers: {
  readonly [F in ExportFormat]: (a: Artifact) => E.Either<Problems, ReadonlyArray<NamedFile>>
} = {
  onnx: (artifact) =>
    pipe(
      networkProgram(artifact.network),
      E.chain((p) =>
        onnxFile(artifact.provenance.model, { ...metadataOf(artifact), ...axesOf(p) })(p)
      ),
      E.map(one)
    ),
  tfjs: (artifact) =>
    pipe(
      networkProgram(artifact.network),
      E.chain((p) => tfjsModel({ ...metadataOf(artifact), ...axesOf(p) })(p)),
      E.map(({ json, weights }) => [
        { name: WEIGHTS, bytes: weights },
        { name: 'model.json', bytes: text(json) }
      ])
    ),
  safetensors: (artifact) =>
    E.right(one(networkSafetensors(artifact.network, metadataOf(artifact)))),
  csv: (artifact) => E.right(networkTables(artifact.network))
}

export const exportNetwork = (
  format: ExportFormat,
  artifact: Artifact
): E.Either<Problems, ReadonlyArray<NamedFile>> => writers[format](artifact)
