/** The store of draws that ArviZ opens: its files, byte by byte where that is what readers ask. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { arvizGroups, type DrawsToExport } from '../../src/export/arviz/ArvizGroups.ts'
import { type ZarrGroup, zarrFiles } from '../../src/export/arviz/ZarrFiles.ts'
import { chainAxis, drawAxisName, type WideTensor } from '../../src/ir/Posterior.ts'
import { between } from '../../src/laws/ArbitraryNumber.ts'

const wide = (
  own: ReadonlyArray<string>,
  sizes: ReadonlyArray<number>,
  value: (i: number) => number
): WideTensor => ({
  axes: [chainAxis, drawAxisName, ...own],
  sizes: [2, 3, ...sizes],
  values: Float64Array.from({ length: 6 * sizes.reduce((a, b) => a * b, 1) }, (_, i) => value(i))
})

const given: DrawsToExport = {
  version: '9.9.9',
  draws: {
    chains: 2,
    draws: 3,
    sites: new Map([
      ['mu', wide([], [], (i) => i / 4)],
      ['fc1/w', wide(['pixels', 'mu'], [2, 2], (i) => -i)]
    ]),
    statistics: new Map([
      ['divergent', wide([], [], (i) => (i === 4 ? 1 : 0))],
      ['leapfrogs', wide([], [], (i) => 2 ** i - 1)],
      ['log density', wide([], [], (i) => -i)]
    ])
  },
  logLikelihood: new Map([['y', wide(['pixels'], [2], (i) => -i / 8)]]),
  observed: new Map([['y', { axes: ['pixels'], sizes: [2], values: Float32Array.of(1, 2) }]]),
  constants: new Map(),
  labels: new Map([['pixels', ['links', 'größer 𝕏']]])
}

const filesOf = (group: ZarrGroup): ReadonlyMap<string, Uint8Array> =>
  new Map(zarrFiles(group).map(({ path, bytes }) => [path, bytes]))
const jsonAt = (files: ReadonlyMap<string, Uint8Array>, path: string) =>
  JSON.parse(new TextDecoder().decode(files.get(path) ?? new Uint8Array()))

describe('the groups of ArviZ', () => {
  const files = filesOf(arvizGroups(given))

  test('hold sites, statistics by the names of ArviZ, and data; empty ones are not there', () => {
    expect([...files.keys()].filter((p) => p.endsWith('zarr.json'))).toEqual([
      'posterior/chain/zarr.json',
      'posterior/draw/zarr.json',
      'posterior/pixels/zarr.json',
      'posterior/mu_axis/zarr.json',
      'posterior/mu/zarr.json',
      'posterior/fc1.w/zarr.json',
      'posterior/zarr.json',
      'sample_stats/chain/zarr.json',
      'sample_stats/draw/zarr.json',
      'sample_stats/diverging/zarr.json',
      'sample_stats/n_steps/zarr.json',
      'sample_stats/lp/zarr.json',
      'sample_stats/zarr.json',
      'log_likelihood/chain/zarr.json',
      'log_likelihood/draw/zarr.json',
      'log_likelihood/pixels/zarr.json',
      'log_likelihood/y/zarr.json',
      'log_likelihood/zarr.json',
      'observed_data/pixels/zarr.json',
      'observed_data/y/zarr.json',
      'observed_data/zarr.json',
      'zarr.json'
    ])
  })

  test('arrays say their dimensions, one chunk, a codec and a fill of their kind', () => {
    expect(jsonAt(files, 'posterior/fc1.w/zarr.json')).toMatchObject({
      zarr_format: 3,
      node_type: 'array',
      shape: [2, 3, 2, 2],
      data_type: 'float64',
      chunk_grid: { configuration: { chunk_shape: [2, 3, 2, 2] } },
      fill_value: 'NaN',
      codecs: [{ name: 'bytes', configuration: { endian: 'little' } }],
      dimension_names: ['chain', 'draw', 'pixels', 'mu_axis']
    })
    expect(jsonAt(files, 'sample_stats/diverging/zarr.json')).toMatchObject({
      data_type: 'bool',
      fill_value: false
    })
    expect(files.get('sample_stats/diverging/c/0/0')).toEqual(Uint8Array.of(0, 0, 0, 0, 1, 0))
    const steps = new BigInt64Array(files.get('sample_stats/n_steps/c/0/0')?.slice().buffer ?? [])
    expect([...steps]).toEqual([0n, 1n, 3n, 7n, 15n, 31n])
  })

  test('labels are texts of code points, as long as the longest', () => {
    expect(jsonAt(files, 'posterior/pixels/zarr.json').data_type).toEqual({
      name: 'fixed_length_utf32',
      configuration: { length_bytes: 32 }
    })
    const points = new Uint32Array(files.get('posterior/pixels/c/0')?.slice().buffer ?? [])
    expect(String.fromCodePoint(...points.slice(8))).toBe('größer 𝕏')
    expect(String.fromCodePoint(...points.slice(0, 5))).toBe('links')
    expect(points.slice(5, 8)).toEqual(Uint32Array.of(0, 0, 0))
  })
})

test('every number comes back, and the description of the root is the last file', () => {
  const group = fc
    .tuple(
      fc.array(fc.oneof(between(-1e3, 1e3), fc.constantFrom(NaN, Infinity, -0)), { minLength: 1 })
    )
    .map(([values]): ZarrGroup => ({
      attributes: { of: 'law' },
      groups: new Map(),
      arrays: new Map([
        [
          'x',
          {
            dimensions: ['i'],
            shape: [values.length],
            values: { kind: 'float64', values: Float64Array.from(values) }
          }
        ]
      ])
    }))
  fc.assert(
    fc.property(group, (g) => {
      const files = zarrFiles(g)
      expect(files.at(-1)?.path).toBe('zarr.json')
      const x = g.arrays.get('x')?.values
      const bytes = files.find(({ path }) => path === 'x/c/0')?.bytes ?? new Uint8Array()
      expect(x?.kind === 'float64' && x.values).toEqual(new Float64Array(bytes.slice().buffer))
    })
  )
})
