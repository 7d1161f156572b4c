import fc from 'fast-check'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import {
  type Axis,
  normal,
  over,
  type Prior,
  program,
  sample,
  yields,
  halfCauchy,
  add,
  type Dist,
  exp,
  gamma,
  inverseGamma,
  logNormal,
  type Positive,
  binomial,
  positive,
  uniform
} from '../../src/dsl/index.ts'
import {
  arbitraryModelShape,
  failure,
  gateLaw,
  graphOf,
  type Law,
  law,
  linearUnder,
  modelLaws,
  priorLaws
} from '../../src/laws/index.ts'
import { mul, neg, ref } from '../../src/expr/index.ts'
import type { Variational } from '../../src/ir/Variational.ts'
import { deaths } from '../../src/laws/GateLaws.ts'
import { lawsOfProgram } from '../../src/laws/ModelLaws.ts'
import { compiled } from '../support/Models.ts'
import {
  elementwise,
  groupHorseshoe,
  groupJeffreys,
  nestedHorseshoe,
  normalPrior,
  regularise,
  scaleMixture
} from '../../src/priors/index.ts'

const runs = { numRuns: 25, seed: 1 }

const priors = [
  ['normal', normalPrior(), 'none'],
  ['group normal-Jeffreys', groupJeffreys, 'group'],
  ['group horseshoe', groupHorseshoe(0.1), 'group'],
  ['regularised horseshoe', pipe(groupHorseshoe(0.5), regularise(2)), 'group'],
  ['horseshoe', elementwise(groupHorseshoe(0.5)), 'every element']
] as const

for (const [name, prior, gates] of priors)
  describe(`the prior ${name}`, () => {
    for (const l of priorLaws(prior, { gates }))
      it(l.name, () => expect(failure(l, runs)).toBeUndefined())
  })

describe('generated models', () => {
  it('keep the laws of models', () => {
    fc.assert(
      fc.property(arbitraryModelShape({ maxUnits: 2 }), (shape) => {
        for (const l of modelLaws(
          graphOf({
            ...shape,
            tau0: 1,
            layers: shape.layers.map((x) => ({ ...x, activation: 'tanh' as const }))
          })
        ))
          expect(failure(l, { numRuns: 2, seed: 4 })).toBeUndefined()
      }),
      { numRuns: 15, seed: 2 }
    )
  })
})

describe('the kit itself', () => {
  it('says what fails and for what', () => {
    expect(
      failure(
        law('even', fc.integer({ min: 0, max: 9 }), (n) => n % 2 === 0),
        { seed: 1 }
      )
    ).toMatch(/^even: fails for \[[13579]\]/)
  })
  it('a floor under the scale is found to gate nothing', () => {
    const floored: Prior = ({ group, axes }) =>
      pipe(
        program,
        sample('z', over(group)(halfCauchy(1))),
        yields(({ z }) => over(...axes)(normal(0, pipe(z, add(positive(0.1))))))
      )
    const gate = priorLaws(floored).find((l) => l.name === 'gates what is expected')
    expect(gate === undefined ? '' : failure(gate, runs)).toMatch(/fails for/)
  })
  it('takes two gates of a prior for what they are, and says of any other word that there is no such one', () => {
    const nested = nestedHorseshoe(0.1)
    const [, gates] = priorLaws(nested, { gates: 'both' })
    expect(gates === undefined ? 'none' : failure(gates, runs)).toBeUndefined()
    const untyped: unknown = { gates: 'bothh' }
    expect(() => Reflect.apply(priorLaws, undefined, [nested, untyped])).toThrow(
      /priorLaws: gates: expected one of group, none, every element, both, found bothh[^]*did you mean both/
    )
  })
  it('refuses a prior that lacks an axis by the name of what lacks it', () => {
    const whole: unknown = ({ group }: { readonly group: Axis<string> }) =>
      pipe(
        program,
        sample('z', over(group)(halfCauchy(1))),
        yields(({ z }) => normal(0, z))
      )
    const laws: ReadonlyArray<Law> = Reflect.apply(priorLaws, undefined, [whole])
    const [first] = laws
    expect(first === undefined ? '' : failure(first, runs)).toMatch(
      /w: found priorLaws: its prior draws over \[(from|to)], which lacks the axis '(from|to)' of the weights/
    )
  })
  it('compares gates by target: a prior whose weights keep a part that nothing kills has none', () => {
    const offset: Prior = ({ group, axes }) =>
      pipe(
        program,
        sample('z', over(group)(halfCauchy(1))),
        sample('v', ({ z }) => normal(0, z)),
        yields(({ v }) => over(...axes)(normal(v, 1)))
      )
    const gate = priorLaws(offset).find((l) => l.name === 'gates what is expected')
    expect(gate === undefined ? '' : failure(gate, runs)).toMatch(/found from←w\/v, wanted from←w/)
  })
  /** What the kit says of w ~ normal(location, z) for one z a group. */
  const symmetry = (prior: Prior): string | undefined =>
    priorLaws(prior, { gates: 'none' })
      .filter((l) => l.name.startsWith('draws are finite and symmetric'))
      .map((l) => failure(l, runs))
      .join()
  const locatedAtScale =
    (scale: Dist<never, Positive>): Prior =>
    ({ group, axes }) =>
      pipe(
        program,
        sample('z', over(group)(scale)),
        yields(({ z }) => over(...axes)(normal(z, z)))
      )
  it('names the axes of a counterexample as its gates do, and is short', () => {
    const [, none] = priorLaws(groupHorseshoe(0.1), { gates: 'none' })
    expect(none === undefined ? '' : failure(none)).toMatch(
      /fails for \[{"from":1,"to":1,"group":"from"}]; .*found from←w, wanted none/
    )
    expect(symmetry(locatedAtScale(halfCauchy(1)))).toMatch(/"and 33 more"/)
  })
  it('refuses a prior about its own scale, also one that has no smooth draw', () => {
    for (const scale of [halfCauchy(1), inverseGamma({ shape: 2, scale: 1 })])
      expect(symmetry(locatedAtScale(scale))).toMatch(
        /w = .* at .* nats: found .* nats with w\.root reflected, wanted its opposite at as many nats/
      )
  })
  it('finds a mixture of any scales symmetric, and a mean that is symmetric itself', () => {
    const scales = [
      scaleMixture({ local: logNormal(0, 1) }),
      scaleMixture({ global: logNormal(0, 1), local: inverseGamma({ shape: 2, scale: 1 }) }),
      scaleMixture({ local: gamma({ shape: 2, rate: 1 }) })
    ]
    const around: Prior = ({ group, axes }) =>
      pipe(
        program,
        sample('m', over(group)(uniform(-1, 1))),
        sample('z', over(group)(logNormal(0, 1))),
        yields(({ m, z }) => over(...axes)(normal(m, z)))
      )
    for (const prior of [...scales, around]) expect(symmetry(prior)).toBe('')
  })
  it('sees a reflection that changes the density of another root', () => {
    const skew: Prior = ({ group, axes }) =>
      pipe(
        program,
        sample('v', over(group)(normal(0, 1))),
        sample('z', ({ v }) => gamma({ shape: exp(v), rate: 1 })),
        yields(({ v, z }) => over(...axes)(normal(v, z)))
      )
    expect(symmetry(skew)).toMatch(/wanted its opposite/)
  })
  it('says what was found and what was wanted, whatever fails', () => {
    expect(
      failure(
        law('even', fc.constant(1), (n) => n % 2 === 0),
        runs
      )
    ).toBe('even: fails for [1]; Error: found false, wanted true')
    // more values than are summed out
    const discrete: Prior = ({ axes }) =>
      pipe(
        program,
        sample('v', binomial({ total: 1e4, probability: 0.5 })),
        yields(({ v }) => over(...axes)(normal(v, 1)))
      )
    const refused = priorLaws(discrete, { gates: 'none' }).map((l) => failure(l, runs) ?? '')
    expect(refused.filter((why) => /^compiles.*: found .*, wanted a model/.test(why))).toHaveLength(
      2
    )
  })
  it('sees a wrong program by what is wrong with it', () => {
    const graph = linearUnder(groupHorseshoe(0.5), 2, 2, 'input')
    const { program: right } = compiled(graph)
    const double = mul(2)
    const wrong: ReadonlyArray<readonly [Variational, RegExp]> = [
      [{ ...right, lossNats: double(right.lossNats) }, /^the loss is .*loss: found .*, wanted /],
      [
        { ...right, complexity: right.complexity.map((c) => ({ ...c, nats: neg(c.nats) })) },
        /^a closed complexity cost .*cost of w.*: found -.*, wanted no less than 0/
      ],
      [
        { ...right, gradients: new Map([...right.gradients].map(([n, g]) => [n, double(g)])) },
        /^gradients equal .*slope by .*: found .*, wanted /
      ],
      [
        { ...right, gates: right.gates.map((g) => ({ ...g, axes: ['rows'] })) },
        /^a gate lies .*found rows←w by .*, wanted axes of \[from, to\]/
      ],
      [
        {
          ...right,
          predictions: right.predictions.map((p) => ({
            ...p,
            arguments: p.arguments.map((a) => ({ ...a, value: ref('w.base', []) }))
          }))
        },
        /^a prediction refers .*prediction of y: found w.base, wanted data and declared sites only/
      ]
    ]
    const failures = (p: Variational): ReadonlyArray<string> =>
      lawsOfProgram(graph, p).flatMap((l) => failure(l, runs) ?? [])
    expect(failures(right)).toEqual([])
    for (const [program, what] of wrong)
      expect(failures(program)).toContainEqual(expect.stringMatching(what))
  })
  it('puts numbers to gates: what dies with an element of a scale is its slice, and nothing else', () => {
    const g = linearUnder(groupHorseshoe(0.1), 3, 2, 'input')
    expect(failure(gateLaw(g), runs)).toBeUndefined()
    const [factor, target] = ['w/z', 'w'].map((name) => g.sites.find((s) => s.name === name))
    if (factor === undefined || target === undefined) throw new Error('no such sites')
    const numbers = Array.from({ length: 61 }, (_, i) => 0.5 + i / 61)
    const dead = deaths(g, factor, target, numbers)
    // an element of z is an index of `from`, and kills both its weights and no others
    expect(dead).toEqual([
      [true, true, false, false, false, false],
      [false, false, true, true, false, false],
      [false, false, false, false, true, true]
    ])
  })
})
