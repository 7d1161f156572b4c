/**
 * Parameters taken over from another run.
 *
 * @since 0.1.0
 */
import type { NamedTensor } from '../../ir/Posterior.ts'
import { arrange, type Tensors } from '../host/Tensors.ts'

/** What was taken over, and what was not, with the reason. */
export interface InitFrom {
  readonly parameters: Tensors
  readonly taken: ReadonlyArray<string>
  readonly left: ReadonlyArray<{ readonly name: string; readonly why: string }>
}

const shape = (t: NamedTensor): string =>
  `[${t.axes.map((a, i) => `${a} ${t.sizes[i]}`).join(', ')}]`

/** Same axes in any order, same sizes. */
const fits = (a: NamedTensor, b: NamedTensor): boolean =>
  a.axes.length === b.axes.length &&
  a.axes.every((axis, i) => a.sizes[i] === b.sizes[b.axes.indexOf(axis)])

/**
 * `initial` with the values of `from` wherever name, axes and sizes agree; the rest stays as it
 * was, and is listed.
 */
export const initFrom = (initial: Tensors, from: Tensors): InitFrom => {
  const matched = [...initial].map(([name, t]) => {
    const other = from.get(name)
    if (other === undefined) return { name, t, why: 'the other run does not have it' }
    return fits(t, other)
      ? { name, t: arrange(t.axes, t.sizes)(other), why: undefined }
      : { name, t, why: `${shape(t)} here, ${shape(other)} there` }
  })
  return {
    parameters: new Map(matched.map(({ name, t }) => [name, t] as const)),
    taken: matched.flatMap(({ name, why }) => (why === undefined ? [name] : [])),
    left: [
      ...matched.flatMap(({ name, why }) => (why === undefined ? [] : [{ name, why }])),
      ...[...from.keys()]
        .filter((name) => !initial.has(name))
        .map((name) => ({ name, why: 'this model does not have it' }))
    ]
  }
}
