/** Distributions of distributions given what they cannot be made of. */
import { pipe } from 'fp-ts/lib/function.js'
import { isLeft } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import {
  axis,
  bernoulli,
  binomial,
  build,
  exponential,
  hurdle,
  inverseGaussian,
  mixture,
  normal,
  observe,
  over,
  poisson,
  program,
  sample,
  skewNormal,
  truncate,
  truncated,
  uniform,
  zeroInflated
} from '../../src/index.ts'
import type { UntypedDist } from '../../src/dsl/Dist.ts'

const kinds = axis('kinds', 2),
  items = axis('items', 3)

/** What is wrong with an observation under latents `l`, over the kinds. */
const problemsOf = (law: (l: Parameters<typeof mixture>[0]['logits']) => unknown): string => {
  const model = pipe(
    program,
    sample('l', over(kinds)(normal(0, 1))),
    // what a model file may write, types erased
    observe('y', ({ l }) => Object(law(Object(l))))
  )
  const built = build(model)
  return isLeft(built) ? built.left.map((p) => `${p.where}: ${p.what}`).join('\n') : ''
}

describe('mixtures', () => {
  const cases: ReadonlyArray<readonly [UntypedDist | ReadonlyArray<unknown>, string]> = [
    [[normal(0, 1), poisson(3)], 'its components are of real numbers, of whole numbers from 0'],
    [[normal(0, 1)], ''],
    [[uniform(0, 1), uniform(0, 2)], 'its components end at different values'],
    [[binomial({ total: 3, logits: 0 }), binomial({ total: 3, logits: 1 })], ''],
    [[normal(0, 1), normal(0, 1), normal(0, 1)], "found 3 distributions along 'kinds' of size 2"],
    [[normal(0, 1), 3], 'expected a distribution, found'],
    [over(items)(normal(0, 1)), 'found a distribution that is repeated over items'],
    [normal(0, -1), 'normal: scale must be a number above 0, found -1']
  ]
  test.each(cases)('%#', (of, expected) => {
    const found = problemsOf((logits) => mixture({ logits, along: kinds, of: Object(of) }))
    if (expected === '') expect(found).toBe('')
    else expect(found).toContain(expected)
  })
  test('logits without the axis', () =>
    expect(
      problemsOf((logits) => mixture({ logits, along: Object(items), of: normal(0, 1) }))
    ).toContain("mixture: expected the axis 'items', found a tensor over [kinds]"))
})

describe('zeros', () => {
  test('a probability beyond (0, 1), or given twice', () => {
    expect(zeroInflated({ structuralZero: 1, of: poisson(3) }).problems[0]?.what).toBe(
      'zeroInflated: structuralZero must be a number between 0 and 1, found 1'
    )
    const twice = { structuralZero: 0.5, structuralZeroLogits: 0, of: poisson(3) }
    expect(() => hurdle(twice)).toThrow('found structuralZero and structuralZeroLogits')
  })
  test('of what is no count', () => {
    const given = { structuralZero: 0.5, of: Object(normal(0, 1)) }
    expect(() => hurdle(given)).toThrow(
      'expected a distribution of counts, found one of real numbers'
    )
    expect(() => zeroInflated({ ...given, of: Object(bernoulli({ logits: 0 })) })).toThrow(
      'expected a distribution of counts, found one of 0 or 1'
    )
  })
})

describe('ends', () => {
  const what = (d: UntypedDist): string => d.problems.map((p) => p.what).join('\n')
  test('none, exchanged, or where the law has no density', () => {
    expect(() => truncated({ of: normal(0, 1) })).toThrow('found neither low nor high')
    // no form of what they have between two ends, nor of how that changes with their arguments
    for (const [tag, of] of [
      ['InverseGaussian', inverseGaussian({ mean: 1, shape: 2 })],
      ['SkewNormal', skewNormal({ location: 0, scale: 1, shape: 2 })]
    ] as const)
      expect(() => truncated({ low: 0.1, of })).toThrow(
        'truncated: expected a law that is a function of a normal, a logistic, an exponential, a Laplace, a ' +
          `Cauchy, a gamma or a beta draw, found ${tag}`
      )
    expect(what(truncated({ low: 2, high: 1, of: normal(0, 1) }))).toBe(
      'truncated: there is nothing between 2 and 1'
    )
    expect(what(truncated({ low: 1, high: 1, of: normal(0, 1) }))).toContain('there is nothing')
    expect(what(truncated({ low: -1, of: exponential(1) }))).toContain(
      'truncated: low must be a number above 0, found -1'
    )
    expect(() => truncated({ low: NaN, of: normal(0, 1) })).toThrow('expected a finite number')
    expect(() => truncated({ low: 0, high: Infinity, of: normal(0, 1) })).toThrow(
      'expected a finite number'
    )
  })
  test('of what is not truncated, says of which laws it may be', () => {
    expect(() => truncated({ low: 0, of: inverseGaussian({ mean: 1, shape: 1 }) })).toThrow(
      'found InverseGaussian'
    )
    expect(() => truncated({ low: 0, of: Object(poisson(3)) })).toThrow('found Poisson')
    expect(() => truncated({ low: 0, of: Object(3) })).toThrow('expected a distribution, found')
    expect(() => pipe(over(items)(normal(0, 1)), truncate({ low: 0 }))).toThrow('repeated over')
  })
})
