/** Charts are specifications that Vega-Lite accepts without a warning, of numbers it can draw. */
import fc from 'fast-check'
import { View, parse } from 'vega'
import { compile } from 'vega-lite'
import { describe, expect, test } from 'vitest'
import { eitherSign, logSpread, withExtremes } from '../../src/laws/ArbitraryNumber.ts'
import type { SiteSummary } from '../../src/inference/index.ts'
import type { Specification } from '../../src/report/charts/Chart.ts'
import { dataChart, isDrawable } from '../../src/report/charts/DataChart.ts'
import { lossChart } from '../../src/report/charts/LossChart.ts'
import { replicatedChart } from '../../src/report/charts/ReplicatedChart.ts'
import { posteriorChart } from '../../src/report/charts/PosteriorChart.ts'

/** The picture, and everything that Vega-Lite or Vega had to say about it. */
const drawn = async (chart: Specification) => {
  const said: Array<string> = []
  const note = (...words: ReadonlyArray<unknown>) => {
    said.push(words.join(' '))
    return logger
  }
  const logger = {
    level: () => logger,
    error: note,
    warn: note,
    info: () => logger,
    debug: () => logger
  }
  const specification = JSON.parse(JSON.stringify(chart))
  const { spec } = compile(specification, { logger })
  const view = new View(parse(spec), { renderer: 'none', logger })
  const svg = await view.toSVG()
  view.finalize()
  return { svg, said }
}

const count = (svg: string, pattern: RegExp): number => [...svg.matchAll(pattern)].length
const rules = /<g class="mark-rule role-mark[^"]*"[^>]*>(.*?)<\/g>/g
const linesIn = (svg: string): number =>
  [...svg.matchAll(rules)].reduce((n, [, inner]) => n + count(inner ?? '', /<line /g), 0)
const pointsIn = (svg: string): number =>
  [...svg.matchAll(/<g class="mark-symbol role-mark[^"]*"[^>]*>(.*?)<\/g>/g)].reduce(
    (n, [, inner]) => n + count(inner ?? '', /<path /g),
    0
  )

const none = new Map<string, ReadonlyArray<string>>()

/** Quantiles at 5, 25, 50, 75 and 95 %: m − 2, m − 1, m, m + 1, m + 2. */
const around = (m: number): ReadonlyArray<number> => [m - 2, m - 1, m, m + 1, m + 2]

const site = (
  name: string,
  axes: ReadonlyArray<string>,
  medians: ReadonlyArray<number>,
  count = medians.length
): SiteSummary => ({
  site: name,
  axes,
  count,
  elements: medians.map((m, i) => ({
    index: axes.length === 0 ? [] : [i],
    mean: m,
    sd: 1,
    quantiles: around(m)
  })),
  moments: 'closed form',
  quantiles: 'draws'
})

const schools = [site('mu', [], [4.5]), site('theta', ['schools'], [5, 4, 3])]

describe('the posterior', () => {
  test('has a row for every element: two intervals and a point', async () => {
    const { svg, said } = await drawn(posteriorChart('The posterior of schools', schools, none))
    expect(said).toEqual([])
    expect(linesIn(svg)).toBe(8)
    expect(pointsIn(svg)).toBe(4)
    for (const text of ['The posterior of schools', 'mu', 'schools 0', 'schools 2', 'theta'])
      expect(svg).toContain(`>${text}</text>`)
  })

  test('has the median, and quantiles as the ends of its intervals', () => {
    const [panel] = Object(posteriorChart('The posterior', schools, none)).vconcat
    expect(panel.data.values).toEqual([
      { label: 'mu', middle: 4.5, narrowLow: 3.5, narrowHigh: 5.5, wideLow: 2.5, wideHigh: 6.5 }
    ])
  })

  test('names indices where they have names', async () => {
    const names = new Map([['schools', ['Ash', 'Beech', 'Cedar']]])
    const { svg } = await drawn(posteriorChart('The posterior', schools, names))
    expect(svg).toContain('>schools Cedar</text>')
  })

  test('says of which site not every element is drawn', async () => {
    const { svg } = await drawn(
      posteriorChart('The posterior', [site('w', ['a'], [1, 2], 1234)], none)
    )
    expect(svg).toContain('w: the first 2 of 1,234 elements')
  })

  test('that is not finite somewhere keeps the other rows and counts what it leaves out', async () => {
    const broken = [site('w', ['a'], [1, Infinity, 3])]
    const { svg, said } = await drawn(posteriorChart('The posterior', broken, none))
    expect(said).toEqual([])
    expect(pointsIn(svg)).toBe(2)
    expect(svg).toContain('1 element is not finite and left out')
  })

  test('has labels that are never cut, whatever their length up to forty characters', () =>
    fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[a-z]{1,36}$/), async (axis) => {
        const { svg } = await drawn(posteriorChart('The posterior', [site('w', [axis], [1])], none))
        expect(svg).toContain(`>${axis} 0</text>`)
      }),
      { numRuns: 10 }
    ))
})

describe('the data', () => {
  const observed = { axes: ['schools'], sizes: [2], values: Float32Array.of(28, -3) }
  const names = { indices: none, outcomes: none }

  test('are diamonds beside what is predicted', async () => {
    const quantiles = Float64Array.from([...around(5), ...around(4)])
    const predicted = {
      site: 'y',
      axes: ['schools'],
      sizes: [2],
      values: {
        _tag: 'Numbers' as const,
        mean: Float64Array.of(5, 4),
        sd: Float64Array.of(1, 1),
        quantiles
      }
    }
    const chart = dataChart('Data', [{ predicted, observed }], names, [])
    const { svg, said } = await drawn(chart)
    expect(said).toEqual([])
    expect([linesIn(svg), pointsIn(svg)]).toEqual([4, 4])
    const [panel] = Object(chart).vconcat
    expect(panel.data.values[0]).toMatchObject({ middle: 5, wideHigh: 7, observed: 28 })
    expect(panel.data.values[1]).toMatchObject({ middle: 4, wideLow: 2, observed: -3 })
  })

  test('of yes and no stand beside the probability of yes; other choices are not drawn', () => {
    const predicted = {
      site: 'y',
      axes: ['schools'],
      sizes: [2],
      values: {
        _tag: 'Outcomes' as const,
        outcomes: 2,
        probabilities: Float64Array.of(0.25, 0.75, 0.5, 0.5)
      }
    }
    expect(isDrawable(predicted)).toBe(true)
    const labels = { indices: none, outcomes: new Map([['y', ['no', 'yes']]]) }
    const chart = dataChart('Data', [{ predicted, observed }], labels, [])
    expect(JSON.stringify(chart)).toContain('"title":"y: 0 no, 1 yes"')
    const [panel] = Object(chart).vconcat
    expect(panel.data.values.map((v: { middle: number }) => v.middle)).toEqual([0.75, 0.5])
    expect(isDrawable({ ...predicted, values: { ...predicted.values, outcomes: 3 } })).toBe(false)
  })
})

describe('the loss', () => {
  const records = [5, 3, Infinity, 2, 1].map((nats, i) => ({
    epoch: i + 1,
    lossNatsPerDatum: nats,
    errorNatsPerDatum: nats / 2
  }))

  test('is a line with its points, and a gap where it is not finite', async () => {
    const { svg, said } = await drawn(lossChart('Training', records))
    expect(said).toEqual([])
    // an infinite value would empty the line: the pieces before and after it are there
    const paths = [...svg.matchAll(/aria-roledescription="line mark"[^>]* d="([^"]*)"/g)]
    expect(paths.map(([, d]) => count(d ?? '', /[ML]/g))).toEqual([4, 4])
    expect(paths.map(([, d]) => count(d ?? '', /M/g))).toEqual([2, 2])
    expect(svg).toContain('2 values are not finite and left out')
  })

  test('of one epoch is a point', async () => {
    const { svg, said } = await drawn(lossChart('Training', records.slice(0, 1)))
    expect(said).toEqual([])
    expect(pointsIn(svg)).toBeGreaterThanOrEqual(2)
  })
})

describe('the chart of replicated data', () => {
  const statistic = (replicated: ReadonlyArray<number>, observed: number) => ({
    site: 'y',
    name: 'mean',
    observed,
    replicated: Float64Array.from(replicated),
    p: 0.5
  })

  test('has bars for replications and a line for the data, also where all are equal', async () => {
    const some = Array.from({ length: 100 }, (_, i) => Math.sin(i * i))
    const { svg, said } = await drawn(
      replicatedChart('t', [], [statistic(some, 3), statistic([2, 2, 2], 2), statistic([0], 1)])
    )
    expect(said).toEqual([])
    expect(linesIn(svg)).toBeGreaterThanOrEqual(3)
    expect(svg).toContain('y: mean')
    // bars stand on the axis, each as high as its count: M x,y h width v height
    const heights = [...svg.matchAll(/aria-roledescription="bar" d="M[^h]*h[\d.]+v([\d.]+)/g)]
    expect(Math.max(...heights.map(([, h]) => Number(h)))).toBeGreaterThan(60)
  })

  test('leaves out what is not finite, and counts it', async () => {
    const { svg, said } = await drawn(
      replicatedChart('t', [], [statistic([NaN, Infinity, 1, 2], NaN), statistic([NaN], 1)])
    )
    expect(said).toEqual([])
    expect(svg).toContain('3 statistics are not finite and left out')
  })

  test('counts every finite replication once', () => {
    fc.assert(
      fc.property(
        fc.array(withExtremes(eitherSign(logSpread(1e-6, 1e9)), 0, -5e-324), { minLength: 1 }),
        (x) => {
          const chart = JSON.parse(JSON.stringify(replicatedChart('t', [], [statistic(x, 0)])))
          const bars = chart.concat[0].layer[0].data.values
          const counted = bars.reduce((n: number, b: { readonly count: number }) => n + b.count, 0)
          expect(counted).toBe(x.length)
        }
      )
    )
  })
})
