/** Discrete latents that are summed out, against the sum over every combination of their values. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compile, deriveDensity, explain } from '../../src/compile/index.ts'
import * as D from '../../src/distributions/index.ts'
import {
  add,
  constant,
  constants,
  type Expr,
  gather,
  logSumExp,
  mul,
  ref,
  sub,
  sumOver
} from '../../src/expr/index.ts'
import { sumOut } from '../../src/compile/enumerate/SumOut.ts'
import { evaluate } from '../../src/expr/numbers/Reference.ts'
import type { Graph, Site } from '../../src/ir/Graph.ts'
import { showProblem } from '../../src/ir/Problem.ts'
import { between } from '../../src/laws/ArbitraryNumber.ts'

const site = (
  name: string,
  role: Site['role'],
  dist: D.Distribution,
  axes: ReadonlyArray<string> = []
): Site => ({ name, role, dist, axes, options: {} })

const sizes = new Map([
  ['rows', 2],
  ['items', 3],
  ['kinds', 3]
])
const graphOf = (...sites: ReadonlyArray<Site>): Graph => ({
  axes: [...sizes].map(([name, size]) => ({ name, size })),
  data: [],
  sites,
  named: []
})

const mu = site('mu', 'latent', D.normal(0, 2), ['kinds'])
const kindOf = (z: string, axes: ReadonlyArray<string>): Expr =>
  pipe(ref('mu', ['kinds']), gather('kinds', ref(z, axes)))
const logits = constants(['kinds'], [3], [0.3, -1, 0.5])
const kinds = D.categorical({ logits, along: 'kinds' })

/** Models with the sizes of what is summed out. */
const models: Readonly<Record<string, readonly [Graph, Readonly<Record<string, number>>]>> = {
  'of a row each, read by two sites of different families': [
    graphOf(
      mu,
      site('z', 'latent', kinds, ['rows']),
      site('y', 'observed', D.normal(kindOf('z', ['rows']), 0.7), ['rows']),
      site('x', 'observed', D.logistic(pipe(kindOf('z', ['rows']), mul(2)), 1.5), ['rows', 'items'])
    ),
    { z: 3 }
  ],
  'one for all rows': [
    graphOf(
      mu,
      site('z', 'latent', kinds),
      site('y', 'observed', D.normal(kindOf('z', []), 0.7), ['rows'])
    ),
    { z: 3 }
  ],
  'one under another': [
    graphOf(
      mu,
      site('on', 'latent', D.bernoulli({ logits: 0.4 }), ['rows']),
      site(
        'z',
        'latent',
        D.categorical({ logits: pipe(logits, mul(ref('on', ['rows']))), along: 'kinds' }),
        ['rows']
      ),
      site('y', 'observed', D.normal(pipe(kindOf('z', ['rows']), add(ref('on', ['rows']))), 0.7), [
        'rows'
      ])
    ),
    { on: 2, z: 3 }
  ],
  'one of a row and one for all': [
    graphOf(
      mu,
      site('all', 'latent', D.bernoulli({ logits: -0.2 })),
      site('z', 'latent', kinds, ['rows']),
      site('y', 'observed', D.normal(pipe(kindOf('z', ['rows']), add(ref('all', []))), 0.7), [
        'rows'
      ])
    ),
    { all: 2, z: 3 }
  ],
  'a count up to a total, read by a latent': [
    graphOf(
      mu,
      site('n', 'latent', D.binomial({ total: 4, probability: 0.3 }), ['kinds']),
      site('m', 'latent', D.normal(ref('n', ['kinds']), 0.5), ['kinds']),
      site('y', 'observed', D.normal(pipe(ref('m', ['kinds']), add(ref('mu', ['kinds']))), 0.7), [
        'kinds'
      ])
    ),
    { n: 5 }
  ]
}

type Arrays = ReadonlyMap<
  string,
  {
    readonly axes: ReadonlyArray<string>
    readonly sizes: ReadonlyArray<number>
    readonly values: ReadonlyArray<number>
  }
>

const countOf = (axes: ReadonlyArray<string>): number =>
  axes.reduce((n, a) => n * (sizes.get(a) ?? 1), 1)
const arrayOf = (axes: ReadonlyArray<string>, values: ReadonlyArray<number>) => ({
  axes,
  sizes: axes.map((a) => sizes.get(a) ?? 1),
  values
})

/** Every way to give these sites values. */
const combinations = (
  sites: ReadonlyArray<Site>,
  counts: Readonly<Record<string, number>>
): ReadonlyArray<Arrays> =>
  sites.reduce<ReadonlyArray<Arrays>>(
    (all, { name, axes }) => {
      const n = countOf(axes),
        k = counts[name] ?? 0
      const own = Array.from({ length: k ** n }, (_, code) =>
        arrayOf(
          axes,
          Array.from({ length: n }, (_unused, i) => Math.floor(code / k ** i) % k)
        )
      )
      return all.flatMap((before) => own.map((a) => new Map([...before, [name, a] as const])))
    },
    [new Map()]
  )

const logJoint = (g: Graph, values: Arrays): number =>
  g.sites.reduce((sum, s) => {
    const nats = evaluate({ sizes, values })(D.family(s.dist).logDensity(ref(s.name, s.axes)))
    // constant along axes that the density lacks
    const spread = countOf(s.axes) / nats.values.length
    return sum + spread * nats.values.reduce((a, b) => a + b, 0)
  }, 0)

describe.each(Object.entries(models))('%s', (_, [graph, counts]) => {
  const derived = deriveDensity()(graph)
  if (isLeft(derived)) throw new Error(derived.left.map(showProblem).join('\n'))
  const { density } = derived.right
  const gone = graph.sites.filter((s) => s.name in counts),
    others = graph.sites.filter((s) => !(s.name in counts))
  const free = others.map((s) =>
    fc.array(between(-3, 3), { minLength: countOf(s.axes), maxLength: countOf(s.axes) })
  )

  test('conditionals, one after the other, are the probability of every combination', () =>
    fc.assert(
      fc.property(fc.tuple(...free), (numbers) => {
        const known: Arrays = new Map(
          others.map((s, i) => [s.name, arrayOf(s.axes, numbers[i] ?? [])])
        )
        const summed = sumOut(graph)
        if (isLeft(summed)) throw new Error('cannot be summed out')
        const { conditionals, graph: left } = summed.right
        expect(conditionals.map((c) => c.site).toSorted()).toEqual(Object.keys(counts).toSorted())
        const every = new Map([
          ...sizes,
          ...left.axes.flatMap((a) =>
            typeof a.size === 'number' ? [[a.name, a.size] as const] : []
          )
        ])
        const all = combinations(gone, counts).map((z) => ({
          z,
          nats: logJoint(graph, new Map([...known, ...z]))
        }))
        const most = Math.max(...all.map(({ nats }) => nats))
        const total = all.reduce((sum, { nats }) => sum + Math.exp(nats - most), 0)
        for (const { z, nats } of all) {
          let product = 0
          conditionals.forEach(({ site: name, along, logits: ln }, i) => {
            // those that come later are not read
            const before = conditionals.slice(0, i).map((c) => c.site)
            const at = z.get(name) ?? arrayOf([], [])
            const values = new Map([
              ...known,
              ...[...z].filter(([n]) => before.includes(n)),
              ['own', at] as const
            ])
            const found = evaluate({ sizes: every, values })(
              pipe(ln, sub(logSumExp([along])(ln)), gather(along, ref('own', at.axes)))
            )
            const n = countOf(at.axes)
            product += (n / found.values.length) * found.values.reduce((a, b) => a + b, 0)
          })
          expect(Math.abs(product - (nats - most - Math.log(total)))).toBeLessThan(1e-9)
        }
      }),
      { numRuns: 20 }
    ))

  test('the density is the sum over all combinations, the values are means under them', () =>
    fc.assert(
      fc.property(fc.tuple(...free), (numbers) => {
        const known: Arrays = new Map(
          others.map((s, i) => [s.name, arrayOf(s.axes, numbers[i] ?? [])])
        )
        const all = combinations(gone, counts).map((z) => ({
          z,
          mass: Math.exp(logJoint(graph, new Map([...known, ...z])))
        }))
        const total = all.reduce((sum, { mass }) => sum + mass, 0)
        // coordinates of real latents are locations and scales away from them: none here is moved
        const at = new Map([
          ...known,
          ...others.map((s) => [`u:${s.name}`, known.get(s.name) ?? arrayOf([], [])] as const)
        ])
        const run = evaluate({
          sizes: new Map([
            ...sizes,
            ...density.axes.flatMap((a) =>
              typeof a.size === 'number' ? [[a.name, a.size] as const] : []
            )
          ]),
          values: at
        })
        expect(
          Math.abs((run(density.logJointNats).values[0] ?? NaN) - Math.log(total))
        ).toBeLessThan(1e-10)
        for (const s of gone) {
          const value = density.values.get(s.name)
          const found = run(value ?? constant(NaN))
          const isIndex = D.family(s.dist).support._tag === 'Categories'
          const n = countOf(s.axes)
          const share = (holds: (z: number) => number, i: number): number =>
            all.reduce(
              (sum, { z, mass }) => sum + mass * holds(z.get(s.name)?.values[i] ?? NaN),
              0
            ) / total
          const wanted = Array.from({ length: n }, (_unused, i) =>
            isIndex
              ? [0, 1, 2].map((k) => share((z) => (z === k ? 1 : 0), i))
              : [share((z) => z, i)]
          ).flat()
          expect(found.values).toHaveLength(wanted.length)
          wanted.forEach((w, i) =>
            expect(Math.abs((found.values[i] ?? NaN) - w)).toBeLessThan(1e-10)
          )
        }
      }),
      { numRuns: 8 }
    ))
  test('it has a guide, and explain says what the sum costs', () => {
    const compiled = compile()(graph)
    if (isLeft(compiled)) throw new Error(compiled.left.map(showProblem).join('\n'))
    const { decisions } = explain(graph, compiled.right.program)
    expect(decisions.flatMap((d) => (d.pass === 'enumerate' ? [d.site] : [])).toSorted()).toEqual(
      gone.map((s) => s.name).toSorted()
    )
    expect(
      compiled.right.program.parameters.some((p) =>
        gone.some((s) => p.name.startsWith(`${s.name}.`))
      )
    ).toBe(false)
  })
})

describe('refused by name', () => {
  const refusals = (g: Graph): string => {
    const found = deriveDensity()(g)
    return isLeft(found) ? found.left.map(showProblem).join('\n') : 'accepted'
  }
  const z = site('z', 'latent', kinds, ['rows'])
  test('several elements that one reads', () => {
    const all = sumOver(['rows'])(kindOf('z', ['rows']))
    expect(refusals(graphOf(mu, z, site('y', 'observed', D.normal(all, 1), ['items'])))).toContain(
      'z: it cannot be summed out: y depends on several of its elements, along rows'
    )
  })
  test('two that cross in one site', () => {
    const w = site('w', 'latent', D.bernoulli({ logits: 0 }), ['items'])
    const location = pipe(kindOf('z', ['rows']), add(ref('w', ['items'])))
    const crossed = graphOf(
      mu,
      z,
      w,
      site('y', 'observed', D.normal(location, 1), ['rows', 'items'])
    )
    expect(refusals(crossed)).toContain('y depends on several of its elements, along ')
  })
  test('more terms than are worth it', () => {
    const n = (name: string) => site(name, 'latent', D.binomial({ total: 99, logits: 0 }))
    const sum = pipe(ref('n', []), add(ref('m', [])))
    expect(
      refusals(graphOf(n('n'), n('m'), site('y', 'observed', D.normal(sum, 1), ['rows'])))
    ).toContain('the density of y would be a sum of 10000 terms')
  })
  test('a value that ends another', () => {
    const ended = D.uniform(0, pipe(ref('b', ['rows']), add(1)))
    const g = graphOf(
      site('b', 'latent', D.bernoulli({ logits: 0 }), ['rows']),
      site('x', 'latent', ended, ['rows']),
      site('y', 'observed', D.normal(ref('x', ['rows']), 1), ['rows'])
    )
    expect(refusals(g)).toContain('the values of x end where it says')
  })
  test('values without end', () => {
    const g = graphOf(
      site('n', 'latent', D.poisson(3)),
      site('y', 'observed', D.normal(ref('n', []), 1), ['rows'])
    )
    expect(refusals(g)).toContain('n: no coordinates for Poisson (support Counts)')
  })
  test('nothing that shares a plate: a fit, whose steps may see batches, draws it', () => {
    const shared: Graph = {
      ...graphOf(
        mu,
        site('z', 'latent', kinds),
        site('y', 'observed', D.normal(kindOf('z', []), 1), ['all'])
      ),
      axes: [
        { name: 'all', size: 'data' },
        { name: 'kinds', size: 3 }
      ]
    }
    expect(refusals(shared)).toBe('accepted')
    const compiled = compile()(shared)
    if (isLeft(compiled)) throw new Error(compiled.left.map(showProblem).join('\n'))
    expect(compiled.right.program.decisions.filter((d) => d.pass === 'enumerate')).toEqual([
      {
        pass: 'enumerate',
        site: 'z',
        what: 'z is drawn, and not summed out: elements of y along the plate all share it',
        why: 'a step may see a batch of them, and their density is no sum over elements'
      }
    ])
  })
})
