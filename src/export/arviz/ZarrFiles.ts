/**
 * A tree of named arrays as the files of a Zarr store, format 3: what Python's zarr and xarray open.
 *
 * Each array is one chunk, little-endian, not compressed. Said explicitly because readers refuse, or
 * read as missing, what is left to defaults: the `bytes` codec, a fill value of the array's own kind,
 * the names of dimensions. The root comes last: a store that was not written to its end is none.
 *
 * @since 0.2.0
 */

// model

/** Row-major, one number or text for each place of `shape`. */
export interface ZarrArray {
  readonly dimensions: ReadonlyArray<string>
  readonly shape: ReadonlyArray<number>
  readonly values: ZarrValues
}

export type ZarrValues =
  | { readonly kind: 'float64'; readonly values: Float64Array }
  | { readonly kind: 'float32'; readonly values: Float32Array }
  /** Whole numbers. */
  | { readonly kind: 'int64'; readonly values: ArrayLike<number> }
  | { readonly kind: 'bool'; readonly values: ReadonlyArray<boolean> }
  | { readonly kind: 'text'; readonly values: ReadonlyArray<string> }

export interface ZarrGroup {
  readonly attributes: Readonly<Record<string, unknown>>
  readonly arrays: ReadonlyMap<string, ZarrArray>
  readonly groups: ReadonlyMap<string, ZarrGroup>
}

/** A path inside the store, and what is there. */
export interface StoredFile {
  readonly path: string
  readonly bytes: Uint8Array
}

// combinators

const codePoints = (text: string): ReadonlyArray<number> =>
  Array.from(text, (letter) => letter.codePointAt(0) ?? 0)

/** Letters of the longest text; a text of none still has one. */
const lettersOf = (texts: ReadonlyArray<string>): number =>
  Math.max(1, ...texts.map((text) => codePoints(text).length))

/** The bytes of so many values of `size` bytes, written by `put`. */
const bytesOf = (
  count: number,
  size: number,
  put: (view: DataView, at: number, i: number) => void
): Uint8Array => {
  const view = new DataView(new ArrayBuffer(count * size))
  for (let i = 0; i < count; i++) put(view, i * size, i)
  return new Uint8Array(view.buffer)
}

interface Encoded {
  readonly type: unknown
  readonly fill: unknown
  readonly bytes: Uint8Array
}

const encoded = (v: ZarrValues): Encoded => {
  switch (v.kind) {
    case 'float64':
      return {
        type: 'float64',
        fill: 'NaN',
        bytes: bytesOf(v.values.length, 8, (view, at, i) =>
          view.setFloat64(at, v.values[i] ?? NaN, true)
        )
      }
    case 'float32':
      return {
        type: 'float32',
        fill: 'NaN',
        bytes: bytesOf(v.values.length, 4, (view, at, i) =>
          view.setFloat32(at, v.values[i] ?? NaN, true)
        )
      }
    case 'int64':
      return {
        type: 'int64',
        fill: 0,
        bytes: bytesOf(v.values.length, 8, (view, at, i) =>
          view.setBigInt64(at, BigInt(v.values[i] ?? 0), true)
        )
      }
    case 'bool':
      return {
        type: 'bool',
        fill: false,
        bytes: Uint8Array.from(v.values, (is) => (is ? 1 : 0))
      }
    case 'text': {
      const letters = lettersOf(v.values)
      return {
        type: { name: 'fixed_length_utf32', configuration: { length_bytes: 4 * letters } },
        fill: '',
        bytes: bytesOf(v.values.length, 4 * letters, (view, at, i) =>
          codePoints(v.values[i] ?? '').forEach((point, k) =>
            view.setUint32(at + 4 * k, point, true)
          )
        )
      }
    }
  }
}

const json = (value: unknown): Uint8Array =>
  new TextEncoder().encode(`${JSON.stringify(value, undefined, 2)}\n`)

/** A path and the description there. */
type Described = readonly [path: string, description: Readonly<Record<string, unknown>>]

const describedArray = (
  { dimensions, shape }: ZarrArray,
  { type, fill }: Encoded
): Described[1] => ({
  zarr_format: 3,
  node_type: 'array',
  shape,
  data_type: type,
  chunk_grid: { name: 'regular', configuration: { chunk_shape: shape } },
  chunk_key_encoding: { name: 'default', configuration: { separator: '/' } },
  fill_value: fill,
  codecs: [{ name: 'bytes', configuration: { endian: 'little' } }],
  attributes: {},
  dimension_names: dimensions,
  storage_transformers: []
})

interface Laid {
  readonly chunks: ReadonlyArray<StoredFile>
  readonly described: ReadonlyArray<Described>
}

/** Everything in a group, by its path; the group itself last. */
const laid = ({ attributes, arrays, groups }: ZarrGroup, path: string): Laid => {
  const inside = (name: string): string => (path === '' ? name : `${path}/${name}`)
  const below = [...groups].map(([name, group]) => laid(group, inside(name)))
  const own = [...arrays].map(([name, array]) => {
    const found = encoded(array.values)
    return {
      chunk: {
        path: [inside(name), 'c', ...array.shape.map(() => '0')].join('/'),
        bytes: found.bytes
      },
      described: [inside(name), describedArray(array, found)] as const
    }
  })
  return {
    chunks: [...below.flatMap((b) => b.chunks), ...own.map((o) => o.chunk)],
    described: [
      ...below.flatMap((b) => b.described),
      ...own.map((o) => o.described),
      [path, { zarr_format: 3, node_type: 'group', attributes }]
    ]
  }
}

// destructors

/** Numbers first, then descriptions, that of the root with all others in it at the end. */
export const zarrFiles = (root: ZarrGroup): ReadonlyArray<StoredFile> => {
  const { chunks, described } = laid(root, '')
  const others = described.filter(([path]) => path !== '')
  return [
    ...chunks,
    ...others.map(([path, d]) => ({ path: `${path}/zarr.json`, bytes: json(d) })),
    {
      path: 'zarr.json',
      bytes: json({
        zarr_format: 3,
        node_type: 'group',
        attributes: root.attributes,
        consolidated_metadata: {
          kind: 'inline',
          must_understand: false,
          metadata: Object.fromEntries(others)
        }
      })
    }
  ]
}
