/**
 * A tensor program without what nothing uses: windows of a convolution that is one, say.
 *
 * @since 0.2.0
 */
import type { At, Step, TensorProgram } from './TensorProgram.ts'

const operandsOf = (s: Step): ReadonlyArray<At> => {
  switch (s.op) {
    case 'input':
    case 'weight':
      return []
    case 'zip':
    case 'matmul':
      return [s.x, s.y]
    case 'where':
      return [s.condition, s.x, s.y]
    case 'conv':
      return [s.x, s.filters]
    case 'map':
    case 'reduce':
    case 'transpose':
    case 'reshape':
    case 'take':
    case 'pad':
    case 'maxPool':
      return [s.x]
  }
}

const moved = (s: Step, to: (at: At) => At): Step => {
  switch (s.op) {
    case 'input':
    case 'weight':
      return s
    case 'zip':
    case 'matmul':
      return { ...s, x: to(s.x), y: to(s.y) }
    case 'where':
      return { ...s, condition: to(s.condition), x: to(s.x), y: to(s.y) }
    case 'conv':
      return { ...s, x: to(s.x), filters: to(s.filters) }
    case 'map':
    case 'reduce':
    case 'transpose':
    case 'reshape':
    case 'take':
    case 'pad':
    case 'maxPool':
      return { ...s, x: to(s.x) }
  }
}

export const withoutUnused = ({ steps, outputs, open }: TensorProgram): TensorProgram => {
  const used = new Set(outputs.map((o) => o.at))
  for (let at = steps.length - 1; at >= 0; at--) {
    const step = steps[at]
    if (used.has(at) && step !== undefined) for (const o of operandsOf(step)) used.add(o)
  }
  const kept = steps.flatMap((_, at) => (used.has(at) ? [at] : []))
  const place = new Map(kept.map((at, i) => [at, i] as const))
  const to = (at: At): At => place.get(at) ?? 0
  return {
    steps: kept.flatMap((at) => {
      const step = steps[at]
      return step === undefined ? [] : [moved(step, to)]
    }),
    outputs: outputs.map((o) => ({ ...o, at: to(o.at) })),
    open
  }
}
