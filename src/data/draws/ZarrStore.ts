/**
 * The files of a Zarr store as zarrita asks for them, and texts, which zarrita 0.7.5 does not know under
 * format 3: the same bytes are given to it as code points along one more dimension.
 *
 * @since 0.2.0
 */
import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import type { FileSystem } from '../../storage/FileSystem.ts'

/** The dimension along which the letters of a text lie, as code points. */
export const LETTERS = '(letters)'

const TextArrayC = t.type({
  zarr_format: t.literal(3),
  shape: t.readonlyArray(t.number),
  data_type: t.type({
    name: t.literal('fixed_length_utf32'),
    configuration: t.type({ length_bytes: t.number })
  }),
  chunk_grid: t.type({
    name: t.literal('regular'),
    configuration: t.type({ chunk_shape: t.readonlyArray(t.number) })
  }),
  dimension_names: t.readonlyArray(t.union([t.string, t.null]))
})

const asLetters = (description: unknown): unknown => {
  const found = TextArrayC.decode(description)
  if (E.isLeft(found)) return description
  const { shape, data_type, chunk_grid, dimension_names, ...rest } = found.right
  const letters = data_type.configuration.length_bytes / 4
  const { chunk_shape } = chunk_grid.configuration
  return {
    ...rest,
    shape: [...shape, letters],
    data_type: 'uint32',
    fill_value: 0,
    chunk_grid: { name: 'regular', configuration: { chunk_shape: [...chunk_shape, letters] } },
    dimension_names: [...dimension_names, LETTERS]
  }
}

/** A store as zarrita asks for it: what is not there is undefined. */
export interface Store {
  readonly get: (key: string) => Promise<Uint8Array | undefined>
}

export const storeIn = (files: FileSystem, folder: string): Store => {
  const fileAt = async (key: string): Promise<Uint8Array | undefined> => {
    const there = await files.exists(`${folder}${key}`)()
    if (E.isLeft(there) || !there.right) return undefined
    const bytes = await files.read(`${folder}${key}`)()
    if (E.isLeft(bytes)) throw new Error(bytes.left.what)
    return bytes.right
  }
  /** Arrays whose texts are read as letters: their chunks lie under one index less. */
  const texts = new Set<string>()
  return {
    get: async (key) => {
      const [array = '', chunk] = key.split('/c/')
      if (chunk !== undefined) return fileAt(texts.has(array) ? key.replace(/\/[^/]*$/, '') : key)
      const bytes = await fileAt(key)
      if (bytes === undefined || !key.endsWith('/zarr.json')) return bytes
      const description: unknown = JSON.parse(new TextDecoder().decode(bytes))
      const known = asLetters(description)
      if (known === description) return bytes
      texts.add(key.replace(/\/zarr\.json$/, ''))
      return new TextEncoder().encode(JSON.stringify(known))
    }
  }
}

/** So many letters each, those that are 0 at its end. */
export const textsIn = (points: Float64Array, letters: number): ReadonlyArray<string> =>
  Array.from({ length: points.length / letters }, (_, i) =>
    String.fromCodePoint(...points.subarray(i * letters, (i + 1) * letters)).replace(/\0+$/, '')
  )
