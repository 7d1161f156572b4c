/** Layers at given arrays: the value of the one called `layer`, by the interpreter. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { expect } from 'vitest'
import { build } from '../../src/dsl/index.ts'
import { evaluate, type NamedArray } from '../../src/expr/index.ts'
import { normals } from '../../src/runtime/Noise.ts'

export const built = (p: Parameters<typeof build>[0]) => {
  const graph = build(p)
  if (isLeft(graph)) throw new Error(graph.left.map((q) => q.what).join('; '))
  return graph.right
}

export const array = (name: string, axes: ReadonlyArray<string>, sizes: ReadonlyArray<number>) => ({
  axes,
  sizes,
  values: normals(
    { seed: 3, step: 0 },
    name,
    sizes.reduce((a, b) => a * b, 1)
  )
})

/** Row-major over `axes`, whatever the order the interpreter has. */
export const inOrder = (found: NamedArray, axes: ReadonlyArray<string>): ReadonlyArray<number> => {
  expect([...found.axes].sort()).toEqual([...axes].sort())
  const sizes = axes.map((a) => found.sizes[found.axes.indexOf(a)] ?? 0)
  return Array.from({ length: found.values.length }, (_, k) => {
    let rest = k
    const at = new Map<string, number>()
    for (const [d, a] of [...axes.entries()].reverse()) {
      at.set(a, rest % (sizes[d] ?? 1))
      rest = Math.floor(rest / (sizes[d] ?? 1))
    }
    return (
      found.values[
        found.axes.reduce((i, a, d) => i * (found.sizes[d] ?? 1) + (at.get(a) ?? 0), 0)
      ] ?? NaN
    )
  })
}

export const expectSame = (found: ReadonlyArray<number>, wanted: ArrayLike<number>): void => {
  expect(found.length).toBe(wanted.length)
  found.forEach((v, i) => expect(Math.abs(v - (wanted[i] ?? NaN))).toBeLessThan(1e-4))
}

/** The value of the layer named `layer`, at given arrays. */
export const valueOf = (
  graph: ReturnType<typeof built>,
  values: ReadonlyMap<string, NamedArray>
): NamedArray => {
  const layer = graph.named.find((n) => n.name === 'layer')
  if (layer === undefined) throw new Error('the layer has no name')
  const sizes = graph.axes.map((a) => [a.name, a.size === 'data' ? 2 : a.size] as const)
  return evaluate({ sizes: new Map(sizes), values })(layer.value)
}
