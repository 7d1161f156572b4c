/** The numbers every contestant starts from, the same to the last bit here and in start.py. */

/** Integers of a hash of (stream, index) over 2³²: uniform on [0, 1). */
export const uniforms = (stream: number, count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, i) => {
    let h = (i + stream * 0x9e3779b9) >>> 0
    h = Math.imul(h ^ (h >>> 16), 0x85ebca6b) >>> 0
    h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 0
    return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32
  })

/** Uniform numbers of that mean and standard deviation. */
export interface Around {
  readonly stream: number
  readonly centre: number
  readonly sd: number
}

export const around = ({ stream, centre, sd }: Around, count: number): Float64Array =>
  uniforms(stream, count).map((u) => centre + sd * Math.sqrt(3) * (2 * u - 1))

/** [batch, 784] in [0, 1), four of five 0. */
export const pixels = (batch: number): Float32Array =>
  Float32Array.from(uniforms(1000, batch * 784), (u) => Math.max(0, 5 * u - 4))

export const classes = (batch: number): Float32Array =>
  Float32Array.from({ length: batch }, (_, i) => i % 10)

/** Of a layer: scales z, weights w, biases b. */
export const layerStart = (
  layer: number,
  part: 'z' | 'w' | 'b',
  kind: 'location' | 'logVariance',
  inputs: number
): Around => {
  const offset = { z: 0, w: 2, b: 4 }[part]
  return kind === 'logVariance'
    ? { stream: 10 * layer + offset + 1, centre: -9, sd: 0.5 }
    : {
        stream: 10 * layer + offset,
        ...{
          z: { centre: 1, sd: 0.1 },
          w: { centre: 0, sd: Math.sqrt(2 / inputs) },
          b: { centre: 0, sd: 0.1 }
        }[part]
      }
}

/** Sites of a guide in the order of their streams, with where their locations lie. */
export const guideStart =
  (sites: ReadonlyArray<readonly [string, number]>) =>
  (name: string): Around => {
    const index = sites.findIndex(([site]) => name.startsWith(`${site}.l`)),
      [, location = 0] = sites[index] ?? []
    return name.endsWith('.logVariance')
      ? { stream: 901 + 2 * index, centre: -4, sd: 0.5 }
      : { stream: 900 + 2 * index, centre: location, sd: 0.1 }
  }

/**
 * x [400, 100] and y = x·w + noise of sd ½, where w is 2, −1.5, 1, −0.5 on the first four features
 * and 0 else.
 */
export const regression = (): { readonly x: Float32Array; readonly y: Float32Array } => {
  const people = 400,
    features = 100
  const x = around({ stream: 1001, centre: 0, sd: 1 }, people * features),
    noise = around({ stream: 1002, centre: 0, sd: 0.5 }, people)
  const y = noise.map((e, i) =>
    [2, -1.5, 1, -0.5].reduce((sum, w, j) => sum + w * (x[i * features + j] ?? 0), e)
  )
  return { x: Float32Array.from(x), y: Float32Array.from(y) }
}

/**
 * A row-major array of `shape` with its positions in another order: position k of the result is
 * `order[k]` of the array.
 */
export const transposed = (
  values: Float64Array,
  shape: ReadonlyArray<number>,
  order: ReadonlyArray<number>
): Float64Array => {
  const strideOf = (position: number): number =>
    shape.slice(position + 1).reduce((n, d) => n * d, 1)
  const places = order.reduce<ReadonlyArray<number>>(
    (before, position) =>
      before.flatMap((place) =>
        Array.from({ length: shape[position] ?? 1 }, (_, i) => place + i * strideOf(position))
      ),
    [0]
  )
  return Float64Array.from(places, (place) => values[place] ?? NaN)
}
