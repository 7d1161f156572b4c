/**
 * How each operation of a plan is done by kernels of tfjs.
 *
 * @since 0.1.0
 */
import type { Instruction } from '../../ir/Plan.ts'
import { fillNormals, streamKey } from '../Noise.ts'
import {
  asNumbers,
  type Context,
  elements,
  get,
  mapKernels,
  type Rules,
  type SpecialRules,
  type Step,
  stretch,
  zipKernels
} from './TfjsStep.ts'
import { foldRule, unfoldRule } from './TfjsWindows.ts'
import { wasmRules } from './TfjsWasmRules.ts'

const rules: Rules = {
  Input:
    (_, { name }) =>
    (run) => {
      const x = run.inputs.get(name)
      if (x === undefined) throw new Error(`internal: no input ${name}`)
      return x
    },
  Noise: ({ kernels }, { name }, shape) => {
    const n = elements(shape)
    const scratch = new Float32Array(n)
    return (run) => {
      const values = kernels.copies ? scratch : new Float32Array(n)
      fillNormals(streamKey(run.key, name), values)
      return kernels.write(values, shape)
    }
  },
  Fill:
    ({ kernels }, { value }, shape) =>
    () =>
      kernels.write(new Float32Array(elements(shape)).fill(value), shape),
  Literal:
    ({ kernels }, { values }, shape) =>
    () =>
      kernels.write(Float32Array.from(values), shape),
  Range:
    ({ kernels }, _, shape) =>
    () =>
      kernels.write(
        Float32Array.from({ length: elements(shape) }, (_unused, i) => i),
        shape
      ),
  Map: ({ need }, { op, x }) => {
    const kernel = need(mapKernels[op])
    return (run) => kernel({ x: get(run, x) })
  },
  Zip: (context, { op, x, y }) => {
    const kernel = context.need(zipKernels[op])
    const numbers = asNumbers(context, op)
    return (run) => numbers(kernel({ a: get(run, x), b: get(run, y) }))
  },
  Where: (context, { condition, x, y }, shape) => {
    const differs = context.need('NotEqual'),
      select = context.need('Select')
    const zeros = context.constant(0, shape)
    const operands = [
      stretch(context, condition, shape),
      stretch(context, x, shape),
      stretch(context, y, shape)
    ] as const
    return (run) => {
      const [c, t, e] = [operands[0](run), operands[1](run), operands[2](run)]
      const truth = differs({ a: c.x, b: zeros })
      const out = select({ condition: truth, t: t.x, e: e.x })
      context.kernels.release(truth)
      for (const o of [c, t, e]) if (o.own) context.kernels.release(o.x)
      return out
    }
  },
  Reduce: ({ need }, { op, positions, x }) => {
    const kernel = need({ sum: 'Sum', max: 'Max', min: 'Min' }[op])
    const attrs = { axis: [...positions], reductionIndices: [...positions], keepDims: false }
    return (run) => kernel({ x: get(run, x) }, attrs)
  },
  MatMul: ({ need }, { x, y }) => {
    const kernel = need('BatchMatMul')
    const attrs = { transposeA: false, transposeB: false }
    return (run) => kernel({ a: get(run, x), b: get(run, y) }, attrs)
  },
  Transpose: ({ need }, { permutation, x }) => {
    const kernel = need('Transpose')
    const attrs = { perm: [...permutation] }
    return (run) => kernel({ x: get(run, x) }, attrs)
  },
  Reshape: ({ need }, { x }, shape) => {
    const kernel = need('Reshape')
    const attrs = { shape: [...shape] }
    return (run) => kernel({ x: get(run, x) }, attrs)
  },
  Unfold: unfoldRule,
  Fold: foldRule
}

const specialRules: ReadonlyMap<string, SpecialRules> = new Map([['wasm', wasmRules]])

/** The step of an instruction on the backend of the context. */
export const stepOf = (context: Context, { operation: o, shape }: Instruction): Step => {
  const special = specialRules.get(context.kernels.backendName) ?? {}
  switch (o._tag) {
    case 'Input':
      return rules.Input(context, o, shape)
    case 'Noise':
      return rules.Noise(context, o, shape)
    case 'Fill':
      return rules.Fill(context, o, shape)
    case 'Literal':
      return rules.Literal(context, o, shape)
    case 'Range':
      return rules.Range(context, o, shape)
    case 'Map':
      return special.Map?.(context, o, shape) ?? rules.Map(context, o, shape)
    case 'Zip':
      return special.Zip?.(context, o, shape) ?? rules.Zip(context, o, shape)
    case 'Where':
      return special.Where?.(context, o, shape) ?? rules.Where(context, o, shape)
    case 'Reduce':
      return special.Reduce?.(context, o, shape) ?? rules.Reduce(context, o, shape)
    case 'MatMul':
      return special.MatMul?.(context, o, shape) ?? rules.MatMul(context, o, shape)
    case 'Transpose':
      return special.Transpose?.(context, o, shape) ?? rules.Transpose(context, o, shape)
    case 'Reshape':
      return special.Reshape?.(context, o, shape) ?? rules.Reshape(context, o, shape)
    case 'Unfold':
      return special.Unfold?.(context, o, shape) ?? rules.Unfold(context, o, shape)
    case 'Fold':
      return special.Fold?.(context, o, shape) ?? rules.Fold(context, o, shape)
  }
}
