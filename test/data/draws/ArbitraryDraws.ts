/** Draws of generated sizes and names, with any numbers. */
import fc from 'fast-check'
import {
  chainAxis,
  drawAxisName,
  type PosteriorDraws,
  placeAxis,
  stanStatistics,
  type WideTensor
} from '../../../src/ir/Posterior.ts'

const anyNumber = fc.double({ noNaN: false })

const tensor = (
  chains: number,
  draws: number,
  sizes: ReadonlyArray<number>
): fc.Arbitrary<WideTensor> => {
  const count = sizes.reduce((a, b) => a * b, chains * draws)
  return fc.array(anyNumber, { minLength: count, maxLength: count }).map((values) => ({
    axes: [chainAxis, drawAxisName, ...sizes.map((_, d) => placeAxis(d))],
    sizes: [chains, draws, ...sizes],
    values: Float64Array.from(values)
  }))
}

/** Sites have names that Stan could have, and axes that have only a place. */
export const arbitraryDraws: fc.Arbitrary<PosteriorDraws> = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 4 }))
  .chain(([chains, draws]) =>
    fc
      .tuple(
        fc.dictionary(
          fc.constantFrom('mu', 'theta', 'w_1', 'L'),
          fc
            .array(fc.integer({ min: 1, max: 3 }), { maxLength: 3 })
            .chain((sizes) => tensor(chains, draws, sizes)),
          { minKeys: 1, noNullPrototype: true }
        ),
        fc.subarray(stanStatistics.map(([, name]) => name)),
        tensor(chains, draws, [])
      )
      .map(([sites, named, one]) => ({
        chains,
        draws,
        sites: new Map(Object.entries(sites)),
        statistics: new Map(named.map((name) => [name, one] as const))
      }))
  )
