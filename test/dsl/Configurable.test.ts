/** Options of a model, from text to typed values, and what a model file may export. */
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { describe, expect, it } from 'vitest'
import {
  axis,
  choice,
  configurable,
  flag,
  halfCauchy,
  normal,
  optionsOf,
  over,
  positiveInteger,
  positiveNumber,
  program,
  realNumber,
  resolveModel,
  sample,
  showProblem
} from '../../src/index.ts'

const network = configurable(
  {
    scale: choice(['cauchy', 'fixed'], 'cauchy', 'the scale of w'),
    tau0: positiveNumber(1e-5, 'the global scale'),
    units: positiveInteger(3),
    location: realNumber(0),
    deep: flag(false)
  },
  (o) =>
    pipe(
      program,
      sample('s', halfCauchy(o.tau0)),
      sample('w', ({ s }) =>
        over(axis('units', o.units))(normal(o.location, o.scale === 'cauchy' ? s : 1))
      ),
      sample(o.deep ? 'deep' : 'shallow', normal(0, 1))
    )
)

const sites = (settings: Readonly<Record<string, string>>) =>
  pipe(
    resolveModel(network, settings),
    E.bimap(
      (ps) => ps.map(showProblem),
      (g) => ({
        dists: g.sites.map((s) => s.dist),
        names: g.sites.map((s) => s.name),
        axes: g.axes
      })
    )
  )

describe('configurable', () => {
  it('takes defaults for what is not set', () => {
    expect(sites({})).toMatchObject({
      right: {
        names: ['s', 'w', 'shallow'],
        axes: [{ name: 'units', size: 3 }],
        dists: [{ scale: { value: 1e-5 } }, { scale: { name: 's' } }, {}]
      }
    })
  })
  it('decodes what is set', () => {
    fc.assert(
      fc.property(
        fc.double({ min: Number.MIN_VALUE, max: 1e300, noNaN: true }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0 /* −0 is written 0 */),
        fc.boolean(),
        (tau0, units, location, deep) => {
          expect(
            sites({
              scale: 'fixed',
              tau0: String(tau0),
              units: String(units),
              location: String(location),
              deep: String(deep)
            })
          ).toMatchObject({
            right: {
              axes: [{ name: 'units', size: units }],
              names: ['s', 'w', deep ? 'deep' : 'shallow'],
              dists: [
                { scale: { value: tau0 } },
                { location: { value: location }, scale: { value: 1 } },
                {}
              ]
            }
          })
        }
      ),
      { numRuns: 50 }
    )
  })
  it('lists everything that is wrong, with what is known', () => {
    expect(
      sites({ tau: '1', scale: 'laplace', tau0: '0', units: '2.5', location: 'left', deep: 'yes' })
    ).toMatchInlineSnapshot(`
      {
        "_tag": "Left",
        "left": [
          "option tau: this model has no option of that name
        why: options are declared by the model file
        try: known: scale (one of cauchy, fixed; default cauchy), tau0 (a number above 0; default \
0.00001), units (a whole number above 0; default 3), location (a number; default 0), deep (true or \
false; default false)",
          "option scale: expected one of cauchy, fixed, found 'laplace'
        why: it is the scale of w
        try: leave it out for the default, cauchy",
          "option tau0: expected a number above 0, found '0'
        why: it is the global scale
        try: leave it out for the default, 0.00001",
          "option units: expected a whole number above 0, found '2.5'
        why: the model cannot be written with that value
        try: leave it out for the default, 3",
          "option location: expected a number, found 'left'
        why: the model cannot be written with that value
        try: leave it out for the default, 0",
          "option deep: expected true or false, found 'yes'
        why: the model cannot be written with that value
        try: leave it out for the default, false",
        ],
      }
    `)
  })
  it.each(['', ' ', '1e999', 'NaN', '1,5', '0x', '-1'])(
    'refuses %j as a number above 0',
    (text) => {
      expect(E.isLeft(sites({ tau0: text }))).toBe(true)
    }
  )
  it('is not fooled by names that every object has', () => {
    expect(sites({ constructor: '1', toString: '2' })).toMatchObject({
      left: [
        expect.stringContaining('option constructor: this model has no option'),
        expect.stringContaining('option toString')
      ]
    })
  })
  it('describes its options', () => {
    expect(optionsOf(network).slice(0, 2)).toEqual([
      {
        name: 'scale',
        expects: 'one of cauchy, fixed',
        default: 'cauchy',
        description: 'the scale of w'
      },
      {
        name: 'tau0',
        expects: 'a number above 0',
        default: '0.00001',
        description: 'the global scale'
      }
    ])
    expect(optionsOf(program)).toEqual([])
  })
  it('takes a program without options as a model, and no settings for it', () => {
    const plain = pipe(program, sample('a', normal(0, 1)))
    expect(resolveModel(plain, {})).toMatchObject({ right: { sites: [{ name: 'a' }] } })
    expect(
      pipe(
        resolveModel(plain, { tau0: '1' }),
        E.mapLeft((ps) => ps.map(showProblem))
      )
    ).toMatchInlineSnapshot(`
      {
        "_tag": "Left",
        "left": [
          "option tau0: this model has no option of that name
        why: options are declared by the model file
        try: leave it out: this model has no options",
        ],
      }
    `)
  })
})
