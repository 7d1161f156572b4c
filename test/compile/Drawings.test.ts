/** What is derived as LaTeX and as a graph, of generated models and of every example. */
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { modelDot, modelLatex, siteStory } from '../../src/compile/index.ts'
import { family } from '../../src/distributions/index.ts'
import { refs } from '../../src/expr/index.ts'
import { compileGraph, type CompiledModel, type Graph } from '../../src/index.ts'
import { arbitraryModelShape, graphOf } from '../../src/laws/ArbitraryModel.ts'
import { showStory } from '../../src/report/index.ts'
import { exampleGraphs } from '../support/ExampleGraphs.ts'
import { latexProblem } from '../support/LatexCheck.ts'

const compiled = (graph: Graph): CompiledModel => {
  const c = compileGraph()(graph)
  if (E.isLeft(c)) throw new Error(c.left[0].what)
  return c.right
}

const formulas = (latex: string): ReadonlyArray<string> =>
  latex.split('\n').filter((line) => !line.startsWith('%'))

const wrong = ({ graph, program }: CompiledModel): ReadonlyArray<string> =>
  formulas(modelLatex(graph, program)).flatMap((line) => {
    const problem = latexProblem(line)
    return problem === undefined ? [] : [`${problem}: ${line}`]
  })

/** The arrows of a graph in DOT; names have no quotes here. */
const arrows = (dot: string, dashed: boolean): ReadonlyArray<string> =>
  [...dot.matchAll(/^ {2}"([^"]+)" -> "([^"]+)"(.*)$/gm)]
    .filter(([, , , rest = '']) => rest.includes('dashed') === dashed)
    .map(([, from = '', to = '']) => `${from} → ${to}`)

const spokenOf = (graph: Graph): ReadonlyArray<string> =>
  graph.sites.flatMap((s) =>
    [...refs(family(s.dist).arguments.map((a) => a.value)).keys()].map((n) => `${n} → ${s.name}`)
  )

const holds = (m: CompiledModel): void => {
  expect(wrong(m)).toEqual([])
  const dot = modelDot(m.graph, m.program.gates)
  expect(arrows(dot, false)).toEqual(spokenOf(m.graph))
  expect(arrows(dot, true)).toEqual(
    m.program.gates.flatMap((g) => g.factors.map((f) => `${f} → ${g.target}`))
  )
  for (const s of m.graph.sites.slice(0, 4)) {
    const story = siteStory(m.graph, m.program)(s.name)
    if (E.isLeft(story)) throw new Error(story.left.what)
    const { speaksOf, parts } = story.right
    expect(speaksOf.map((n) => `${n.name} → ${s.name}`).toSorted()).toEqual(
      spokenOf(m.graph)
        .filter((arrow) => arrow.endsWith(` → ${s.name}`))
        .toSorted()
    )
    expect(parts.map((p) => p.site)).toEqual(
      m.program.complexity.filter((c) => c.declared === s.name).map((c) => c.site)
    )
    expect(parts.every((p) => p.nats !== '' && p.starts.length > 0)).toBe(true)
    expect(showStory(story.right, [])).toContain(s.name)
  }
}

describe('LaTeX has no mistakes, a graph the arrows of the model, a story its costs', () => {
  test('of generated models', () => {
    fc.assert(
      fc.property(arbitraryModelShape(), (shape) => holds(compiled(graphOf(shape)))),
      { numRuns: 15 }
    )
  })
  test('of every example', async () => {
    for (const [, graph] of await exampleGraphs()) holds(compiled(graph))
  })
})

test('the check of LaTeX sees what is wrong', () => {
  for (const [line, says] of [
    ['\\left(x', 'left is not closed'],
    ['\\frac{x}{y', '{ is not closed'],
    ['x}', '} closes nothing'],
    ['\\begin{cases} x \\right)', '\\right closes nothing'],
    ['\\foo{x}', '\\foo is no command'],
    ['x_y', '_ without a group'],
    ['a & b', '& outside an environment'],
    ['½', '½ is no letter of TeX']
  ] as const)
    expect(latexProblem(line)).toBe(says)
})
