import { pipe } from 'fp-ts/lib/function.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { disagreementProblem, disagreements } from '../../../src/data/binding/AxisSizes.ts'
import type { Labels } from '../../../src/data/binding/ColumnKinds.ts'
import type { FilledSlots } from '../../../src/data/binding/FillSlots.ts'
import {
  axis,
  bernoulli,
  categorical,
  contract,
  data,
  gather,
  indicesOf,
  mul,
  normal,
  observe,
  over,
  plate,
  positives,
  program,
  sample
} from '../../../src/index.ts'
import { showProblem } from '../../../src/ir/Problem.ts'
import type { Variational } from '../../../src/ir/Variational.ts'
import { bound, type Files, programOf, said } from './BoundFiles.ts'
import { joined } from '../../support/Joined.ts'

const people = plate('people'),
  features = axis('features', 3),
  schools = axis('schools', 3),
  parties = axis('parties', 3)

const regression = programOf(
  pipe(
    program,
    data('x', [people, features]),
    sample('w', over(features)(normal(0, 1))),
    observe('y', ({ x, w }) => normal(pipe(x, contract(features)(w)), 1))
  )
)
const vote = programOf(
  pipe(
    program,
    data('age', [people]),
    sample('w', over(parties)(normal(0, 1))),
    observe('party', ({ age, w }) => categorical({ logits: pipe(w, mul(age)), along: parties }))
  )
)
const yesOrNo = programOf(
  pipe(
    program,
    data('age', [people]),
    sample('w', normal(0, 1)),
    observe('fit', ({ age, w }) => bernoulli({ logits: pipe(age, mul(w)) }))
  )
)
const fixed = programOf(
  pipe(
    program,
    data('sigma', [schools], positives),
    sample('theta', over(schools)(normal(0, 1))),
    observe('y', ({ theta, sigma }) => normal(theta, sigma))
  )
)
const grouped = programOf(
  pipe(
    program,
    data('school', [people], indicesOf(schools)),
    data('size', [schools]),
    data('limit', []),
    sample('theta', ({ size }) => normal(size, 1)),
    observe('y', ({ theta, school, limit }) =>
      normal(pipe(theta, gather(schools)(school), mul(limit)), 1)
    )
  )
)
const matrix = programOf(
  pipe(
    program,
    sample('u', over(schools, features)(normal(0, 1))),
    observe('y', ({ u }) => normal(u, 1))
  )
)

const arrays = ({ data: all }: FilledSlots) =>
  Object.fromEntries(
    [...all].map(([name, { axes, sizes, values }]) => [name, { axes, sizes, values: [...values] }])
  )

const rows = 'id,x1,x2,x3,y,note\n7,1,2,3,10,a\n8,4,5,6,20,b\n'
const x = { axes: ['people', 'features'], sizes: [2, 3], values: [1, 2, 3, 4, 5, 6] }
const y = { axes: ['people'], sizes: [2], values: [10, 20] }

describe('columns are bound to slots', () => {
  test('by their names: a matrix takes those that begin with its name, in the order of the file', async () => {
    const found = await bound(regression, { 'people.csv': rows })
    expect(arrays(found)).toEqual({ x, y })
    expect([...found.axes]).toEqual([['features', ['x1', 'x2', 'x3']]])
  })

  test('as they are listed, or by a prefix', async () => {
    const renamed = 'y,c,age,b,m_1,m_2,m_3\n10,3,1,2,1,2,3\n20,6,4,5,4,5,6\n'
    for (const given of ['x=age,b,c', 'x=m_*', 'x=age,b,m_3'])
      expect(arrays(await bound(regression, { 'people.csv': renamed }, [given]))).toEqual({ x, y })
    expect(arrays(await bound(regression, { 'people.csv': rows }, ['y=id'])).y?.values).toEqual([
      7, 8
    ])
  })

  test('as arrays with the axes of the slot', async () => {
    const json = JSON.stringify({
      x: [
        [1, 2, 3],
        [4, 5, 6]
      ],
      y: [10, 20]
    })
    expect(arrays(await bound(regression, { 'people.json': json }))).toEqual({ x, y })
    // one file for each slot
    expect(
      arrays(
        await bound(regression, {
          'x.json': JSON.stringify({
            x: [
              [1, 2, 3],
              [4, 5, 6]
            ]
          }),
          'y.csv': 'y\n10\n20\n'
        })
      )
    ).toEqual({ x, y })
  })

  test('by rows and columns, where both axes of an observation are fixed', async () => {
    const cells = 'a,b,c\n1,2,3\n4,5,6\n7,8,9\n'
    const found = await bound(matrix, { 'cells.csv': cells }, ['y=*'])
    expect(arrays(found).y).toEqual({
      axes: ['schools', 'features'],
      sizes: [3, 3],
      values: [1, 2, 3, 4, 5, 6, 7, 8, 9]
    })
    expect(found.axes.get('features')).toEqual(['a', 'b', 'c'])
  })

  const byRows =
    'by rows, where a fixed axis stands for the plate; its members have the labels of the ' +
    'column of its name'
  test(byRows, async () => {
    const text = 'schools,sigma,y\nB,1,10\nA,2,20\nC,3,30\n'
    const found = await bound(fixed, { 'schools.csv': text })
    expect(arrays(found).sigma).toEqual({ axes: ['schools'], sizes: [3], values: [1, 2, 3] })
    expect([...found.axes]).toEqual([['schools', ['B', 'A', 'C']]])
    const named = text.replace('schools', 'name')
    expect((await bound(fixed, { 'schools.csv': named })).axes.size).toBe(0)
    expect(
      (await bound(fixed, { 'schools.csv': named }, ['schools=name'])).axes.get('schools')
    ).toEqual(['B', 'A', 'C'])
  })

  test('whatever the numbers of rows and columns are, cell by cell', async () => {
    const number = fc.integer({ min: -1000, max: 1000 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(number, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 9 }),
        fc.shuffledSubarray(['p', 'q', 'r'], { minLength: 3 }),
        async (cells, order) => {
          const text = `p,q,r,y\n${cells.map((row) => `${row.join()},0`).join('\n')}\n`
          const found = await bound(regression, { 'a.csv': text }, [`x=${order.join()}`])
          expect(arrays(found).x?.values).toEqual(
            cells.flatMap((row) => order.map((name) => (row['pqr'.indexOf(name)] ?? NaN) + 0))
          )
        }
      ),
      { numRuns: 50 }
    )
  })
})

describe('categories are bound by their labels', () => {
  test('the outcomes of a categorical give their axis its labels, sorted', async () => {
    const found = await bound(vote, { 'p.csv': 'age,party\n1,red\n2,blue\n3,green\n4,red\n' })
    expect(arrays(found).party?.values).toEqual([2, 0, 1, 2])
    expect(found.axes.get('parties')).toEqual(['blue', 'green', 'red'])
  })

  test('yes and no, true and false, 0 and 1', async () => {
    const outcomes = async (no: string, yes: string) =>
      bound(yesOrNo, { 'p.csv': `age,fit\n1,${yes}\n2,${no}\n` })
    for (const [no, yes, labels] of [
      ['no', 'yes', ['no', 'yes']],
      ['false', 'true', ['false', 'true']],
      ['FALSE', 'TRUE', ['false', 'true']],
      ['0', '1', undefined]
    ] as const) {
      const found = await outcomes(no, yes)
      expect(arrays(found).fit?.values).toEqual([1, 0])
      expect(found.outcomes.get('fit')).toEqual(labels)
    }
  })

  test('an index takes the order of the rows of its axis, where that has a table', async () => {
    const files = {
      'people.csv': 'school,y\nC,1\nA,2\nC,3\n',
      'schools.csv': 'school,size\nB,10\nC,30\nA,20\n',
      'limit.json': '{"limit": 4}'
    }
    const found = await bound(grouped, files)
    expect(arrays(found)).toMatchObject({
      school: { axes: ['people'], values: [1, 2, 1] },
      size: { axes: ['schools'], values: [10, 30, 20] },
      limit: { axes: [], sizes: [], values: [4] }
    })
    expect(found.axes.get('schools')).toEqual(['B', 'C', 'A'])
    expect(await said(grouped, { ...files, 'people.csv': 'school,y\nD,1\nBB,3\n' })).toMatch(
      /^people.csv: 'BB' is no member of schools\n.*row 2 has it.*\n {2}try: the members are B, C, A/
    )
    expect(
      await said(grouped, { ...files, 'schools.csv': 'school,size\nB,10\nC,30\nB,20\n' })
    ).toMatch(/^schools.csv, column 'school': rows 1 and 3 are both 'B'/)
  })

  test('those of a run are the only ones, in its order', async () => {
    const trained: Labels = { axes: new Map(), outcomes: new Map([['fit', ['yes', 'no']]]) }
    const one = await bound(yesOrNo, { 'p.csv': 'age,fit\n1,no\n' }, [], trained)
    expect(arrays(one).fit?.values).toEqual([1])
    expect(await said(yesOrNo, { 'p.csv': 'age,fit\n1,maybe\n' }, [], trained)).toMatch(
      /^p.csv, line 2 \(row 1\), column 'fit': 'maybe' is a category that the model was not trained/
    )
  })

  test('one label, or three, for two outcomes are refused', async () => {
    expect(await said(yesOrNo, { 'p.csv': 'age,fit\n1,yes\n2,yes\n' })).toMatch(
      /^fit: the model has 2 outcomes, and the data 1: yes\n {2}why: which outcome/
    )
    expect(await said(yesOrNo, { 'p.csv': 'age,fit\n1,a\n2,b\n3,c\n' })).toMatch(
      /the data 3: a, b, c/
    )
  })
})

describe('what does not fit is said, with both sides', () => {
  const table = { 'people.csv': 'age,weight,outcome\n1,2,3\n' }
  test.each<[string, Variational, Files, ReadonlyArray<string>, RegExp]>([
    [
      'a slot without columns',
      regression,
      table,
      [],
      joined(
        /^x: the model wants x over \[people, features 3\]; y over \[people\], /,
        /and people.csv has age, weight, outcome\n.*\n/,
        / {2}try: say which are meant: --bind x=age,weight,outcome\ny: /
      )
    ],
    [
      'a slot that wants more columns than there are',
      regression,
      { 'people.csv': 'age,y\n1,2\n' },
      [],
      / {2}try: x wants 3 columns, and 1 is not taken: add the others, or give the axes of x other sizes$/
    ],
    [
      'a name that is not in the header',
      regression,
      table,
      ['x=age,wieght', 'y=outcome'],
      /^--bind x: there is no column 'wieght'\n.*\n {2}try: did you mean weight\?$/
    ],
    [
      'a prefix that none begins with',
      regression,
      table,
      ['x=m_*', 'y=outcome'],
      /^--bind x: there is no column 'm_\*'\n.*\n {2}try: the columns are age, weight, outcome$/
    ],
    [
      'a name that the model has not',
      regression,
      table,
      ['z=age'],
      /^--bind z: the model has no slot, observation or axis 'z'\n {2}why: it has x, y, people, features/
    ],
    [
      'an axis bound to nothing there is',
      fixed,
      { 's.csv': 'sigma,y\n1,2\n' },
      ['schools=name'],
      /^--bind schools: there is no column 'name'/
    ],
    [
      'a column in two files',
      yesOrNo,
      { 'a.csv': 'age,fit\n1,0\n', 'b.csv': 'age,fit\n1,0\n' },
      [],
      /^age: age in a.csv; age in b.csv\n {2}why: it is not clear which file is meant/
    ],
    [
      'columns of two files for one slot',
      regression,
      { 'a.csv': 'p,q\n1,0\n', 'b.csv': 'r,y\n1,1\n' },
      ['x=p,q,r'],
      /no single file has all of p, q, r/
    ],
    [
      'two columns for one number a row',
      yesOrNo,
      { 'a.csv': 'p,q,fit\n1,0,1\n' },
      ['age=p,q'],
      /^a.csv: the model wants age over \[people\], and the data have 2 columns: p, q/
    ],
    [
      'an array with too many axes',
      yesOrNo,
      { 'a.json': '{"age": [[1, 2]], "fit": [0]}' },
      [],
      /age over \[people\], and the data have age over \[1, 2\]/
    ],
    [
      'text that is no binding',
      regression,
      table,
      ['x'],
      /^--bind: expected name=column, found 'x'/
    ],
    ['a name bound twice', regression, table, ['x=a', 'x=b'], /'x' is bound twice/]
  ])('%s', async (_, model, files, given, says) => {
    expect(await said(model, files, given)).toMatch(says)
  })
})

test('sizes that the data and the model disagree about are named with the option that sets them', async () => {
  const filled = await bound(regression, { 'p.csv': 'x1,x2,y\n1,2,3\n' })
  const found = disagreements(regression, filled.sizes)
  expect(found).toEqual([
    {
      axis: 'features',
      size: 2,
      inModel: 3,
      words: '2 columns of p.csv',
      slot: 'x over [people, features 3]'
    }
  ])
  const say = (options: ReadonlyArray<string>) =>
    found.map(disagreementProblem(options)).map(showProblem)[0]
  expect(say(['features'])).toMatch(
    /^features: features has 3 in the model, and the data have 2 columns of p.csv\n.*\n {2}try: --set features=2/
  )
  expect(say([])).toMatch(/axis\('features', 2\) in the model/)
  const rowsFound = await bound(fixed, { 's.csv': 'sigma,y\n1,2\n3,4\n' })
  expect(disagreements(fixed, rowsFound.sizes)).toMatchObject([
    { axis: 'schools', size: 2, words: '2 rows of s.csv' }
  ])
  // one column where an axis has more: what lies over it is named, and a size of 1 is no way out
  const one = await bound(matrix, { 'p.csv': 'y\n1\n2\n3\n' })
  expect(disagreements(matrix, one.sizes).map(disagreementProblem([])).map(showProblem)).toEqual([
    'features: features has 3 in the model, and the data have 1 column of p.csv\n' +
      '  why: the model wants y over [schools 3, features 3], and an axis has one size\n' +
      '  try: bind 3 columns, or leave features out of what lies over it in the model'
  ])
  const labels = await bound(vote, { 'p.csv': 'age,party\n1,a\n2,b\n' })
  expect(disagreements(vote, labels.sizes)).toMatchObject([
    { axis: 'parties', size: 2, words: '2 labels of party (a, b)' }
  ])
})
