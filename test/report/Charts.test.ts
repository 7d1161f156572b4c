/** Charts are specifications that Vega-Lite accepts without a warning, of numbers it can draw. */
import fc from 'fast-check'
import { View, parse } from 'vega'
import { compile } from 'vega-lite'
import { describe, expect, test } from 'vitest'
import type { SitePosterior } from '../../src/ir/Posterior.ts'
import type { Specification } from '../../src/report/charts/Chart.ts'
import { lossChart } from '../../src/report/charts/LossChart.ts'
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

const site = (
  axes: ReadonlyArray<string>,
  sizes: ReadonlyArray<number>,
  means: ReadonlyArray<number>,
  variance = 1
): SitePosterior => ({
  mean: { axes, sizes, values: Float32Array.from(means) },
  variance: { axes, sizes, values: Float32Array.from(means, () => variance) }
})

const schools = new Map([
  ['mu', site([], [], [4.5], 9)],
  ['theta', site(['schools'], [3], [5, 4, 3], 16)]
])

describe('the posterior', () => {
  test('has a row for every element: two intervals and a point', async () => {
    const { svg, said } = await drawn(posteriorChart('The posterior of schools', schools, 40))
    expect(said).toEqual([])
    expect(linesIn(svg)).toBe(8)
    expect(pointsIn(svg)).toBe(4)
    for (const text of ['The posterior of schools', 'mu', 'schools 0', 'schools 2', 'theta'])
      expect(svg).toContain(`>${text}</text>`)
  })

  test('intervals are one and two standard deviations about the mean', () => {
    const [panel] = Object(posteriorChart('The posterior', schools, 40)).vconcat
    expect(panel.data.values).toEqual([
      {
        label: 'mu',
        middle: 4.5,
        narrowLow: 1.5,
        narrowHigh: 7.5,
        wideLow: -1.5,
        wideHigh: 10.5
      }
    ])
  })

  test('of a large site has the elements furthest from 0, in their order, and says so', async () => {
    const large = new Map([['w', site(['a', 'b'], [2, 3], [0.1, -5, 0.2, 4, 0.3, 0.4])]])
    const { svg } = await drawn(posteriorChart('The posterior', large, 2))
    expect(svg).toContain('>a 0, b 1</text>')
    expect(svg).toContain('>a 1, b 0</text>')
    expect(svg).toContain('the 2 elements furthest from 0: w (of 6)')
    expect(pointsIn(svg)).toBe(2)
  })

  test('that is not finite somewhere keeps the other rows and counts what it leaves out', async () => {
    const broken = new Map([['w', site(['a'], [3], [1, Infinity, 3])]])
    const { svg, said } = await drawn(posteriorChart('The posterior', broken, 40))
    expect(said).toEqual([])
    expect(pointsIn(svg)).toBe(2)
    expect(svg).toContain('1 element is not finite and left out')
  })

  test('has labels that are never cut, whatever their length up to forty characters', () =>
    fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[a-z]{1,36}$/), async (axis) => {
        const { svg } = await drawn(
          posteriorChart('The posterior', new Map([['w', site([axis], [1], [1])]]), 9)
        )
        expect(svg).toContain(`>${axis} 0</text>`)
      }),
      { numRuns: 10 }
    ))
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
