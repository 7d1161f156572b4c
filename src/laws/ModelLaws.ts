/**
 * Laws of whole models: what the compiler derives from a graph must hold whatever the graph.
 *
 * @since 0.1.0
 */
import fc from 'fast-check'
import { isLeft } from 'fp-ts/lib/Either.js'
import { compile, type CompileOptions } from '../compile/index.ts'
import { type Axes, evaluate, type Expr, type NamedArray, refs } from '../expr/index.ts'
import { showGate } from '../ir/Gate.ts'
import type { Graph } from '../ir/Graph.ts'
import type { Problem } from '../ir/Problem.ts'
import { isScored, klWeightName, type Variational, totalOf } from '../ir/Variational.ts'
import { gateLaw } from './GateLaws.ts'
import { eitherSign, logSpread, withExtremes } from './ArbitraryNumber.ts'
import { type Law, law, wanted } from './Law.ts'
import { sourceOf } from './ModelText.ts'

// ---------------------------------------------------------------------------
// binding
// ---------------------------------------------------------------------------

/** Every reference of a program bound: parameters, noise, data, and the sizes of plates. */
export interface Setting {
  readonly sizes: ReadonlyMap<string, number>
  readonly values: ReadonlyMap<string, NamedArray>
}

/** Arrays filled from a list of numbers, over and over, each name from a place of its own. */
export const settingOf = (
  graph: Graph,
  program: Variational,
  rows: number,
  numbers: ReadonlyArray<number>
): Setting => {
  const sizes = new Map([
    ...graph.axes.map((a) => [a.name, a.size === 'data' ? rows : a.size] as const),
    ['draw:', 1] as const
  ])
  let place = 0
  const array = (axes: Axes, of: (u: number) => number): NamedArray => {
    const shape = axes.map((a) => sizes.get(a) ?? 1)
    place += 7
    const from = place
    return {
      axes,
      sizes: shape,
      values: Float64Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) =>
        of(numbers[(i + from) % numbers.length] ?? 0)
      )
    }
  }
  return {
    sizes,
    values: new Map([
      ...program.parameters.map(
        (p) => [p.name, array(p.axes, (u) => (p.kind === 'logVariance' ? -3 + u : u))] as const
      ),
      ...program.noise.map((n) => [n.name, array(n.axes, (u) => u)] as const),
      ...program.data.map((d) => [d.name, array(d.axes, (u) => u)] as const),
      ...program.observed.map((d) => [d.name, array(d.axes, (u) => (u > 0 ? 1 : 0))] as const),
      [klWeightName, array([], () => 1)],
      ...graph.axes
        .filter((a) => a.size === 'data')
        .map((a) => [totalOf(a.name), array([], () => rows)] as const)
    ])
  }
}

/** Numbers in ±[10⁻³, 1.5], and among them 0 and what is next to nothing. */
const numbers = fc.array(withExtremes(eitherSign(logSpread(1e-3, 1.5)), 0, 1e-300), {
  minLength: 31,
  maxLength: 31
})

const value = (s: Setting, e: Expr): number => evaluate(s)(e).values[0] ?? NaN

// ---------------------------------------------------------------------------
// laws
// ---------------------------------------------------------------------------

const close = (
  what: string,
  found: number,
  want: number,
  tolerance: number
): ReadonlyArray<string> =>
  wanted(
    Math.abs(found - want) <= tolerance * Math.max(1, Math.abs(found), Math.abs(want)),
    what,
    found,
    want
  )

/** Laws of what was derived from a graph. */
export const lawsOfProgram = (graph: Graph, program: Variational): ReadonlyArray<Law> => {
  const source = (): string | undefined => sourceOf(graph)
  return [
    law(
      'the loss is the error cost plus the complexity',
      numbers,
      (u) => {
        const s = settingOf(graph, program, 2, u)
        return close(
          'loss',
          value(s, program.lossNats),
          value(s, program.errorCostNats) +
            program.complexity.reduce((a, c) => a + value(s, c.nats), 0),
          1e-9
        )
      },
      {
        formula: 'loss = error cost + Σ cost of each site, at any parameters, noise and data',
        tolerance: '1e-9: sums in another order',
        source
      }
    ),
    law(
      'a closed complexity cost is not negative, but for improper priors',
      numbers,
      (u) => {
        const s = settingOf(graph, program, 2, u)
        return program.complexity
          .filter((c) => c.how.kind === 'closed form' && !c.how.upToConstant)
          .flatMap((c) => {
            const nats = value(s, c.nats)
            return wanted(nats >= -1e-9, `cost of ${c.site}`, nats, 'no less than 0')
          })
      },
      { formula: 'KL(q ‖ p) ≥ 0', tolerance: '1e-9: of 0 rounding leaves as much', source }
    ),
    law(
      'gradients equal central differences along the first element',
      numbers,
      (u) => {
        // of draws that jump they are estimates, and the slope of nothing
        if (isScored(program)) return []
        const s = settingOf(graph, program, 2, u)
        return program.parameters.flatMap((p) => {
          const at = s.values.get(p.name),
            g = program.gradients.get(p.name)
          if (at === undefined || g === undefined)
            return [`${p.name}: found no gradient, wanted one`]
          const h = 1e-5
          const moved = (d: number): number =>
            value(
              {
                ...s,
                values: new Map([
                  ...s.values,
                  [
                    p.name,
                    {
                      ...at,
                      values: Float64Array.from(at.values, (v, i) => (i === 0 ? v + d : v))
                    }
                  ]
                ])
              },
              program.lossNats
            )
          return close(`slope by ${p.name}`, value(s, g), (moved(h) - moved(-h)) / (2 * h), 1e-4)
        })
      },
      {
        formula:
          '∂loss/∂θ = (loss(θ + h) − loss(θ − h))/2h, h = 1e-5, of the first element of each θ',
        tolerance: '1e-4: of a loss of 1e3 rounding leaves 1e-5 of the difference',
        source
      }
    ),
    law(
      'a gate lies on axes of its target, and its factors are sites',
      fc.constant(program.gates),
      (gates) =>
        gates.flatMap((g) => {
          const target = graph.sites.find((x) => x.name === g.target)
          const absent = g.factors.filter((f) => !graph.sites.some((x) => x.name === f))
          return g.axes.every((a) => target?.axes.includes(a)) && absent.length === 0
            ? []
            : [
                `found ${showGate(g)} by ${g.factors.join(', ')}, ` +
                  `wanted axes of [${target?.axes.join(', ') ?? ''}] and declared factors`
              ]
        }),
      { formula: 'axes of a gate ⊆ axes of its target; its factors are declared', source }
    ),
    gateLaw(graph),
    law(
      'a prediction refers to data and declared sites only',
      fc.constant(program.predictions),
      (predictions) =>
        predictions.flatMap((p) =>
          [...refs(p.arguments.map((a) => a.value)).keys()].flatMap((n) =>
            wanted(
              [...graph.data, ...graph.sites].some((x) => x.name === n),
              `prediction of ${p.site}`,
              n,
              'data and declared sites only'
            )
          )
        ),
      { formula: 'what a prediction refers to ⊆ data and declared sites', source }
    )
  ]
}

/** What a refused model is reported as. */
export const refusal = (problems: ReadonlyArray<Problem>): ReadonlyArray<string> =>
  problems.map((p) => `${p.where}: found ${p.what}, wanted a model that compiles`)

/** Laws of one graph under one set of options; of a graph that is refused, that it is. */
export const modelLaws = (
  graph: Graph,
  options: Partial<CompileOptions> = {}
): ReadonlyArray<Law> => {
  const made = compile(options)(graph)
  return isLeft(made)
    ? [law('compiles', fc.constant(graph), () => refusal(made.left))]
    : lawsOfProgram(graph, made.right.program)
}
