/**
 * The pipeline: Graph → Variational. The order of the passes is the order of this file.
 *
 * @since 0.1.0
 */
import * as E from 'fp-ts/lib/Either.js'
import { pipe } from 'fp-ts/lib/function.js'
import { family } from '../../distributions/index.ts'
import { type Expr, gradients, simplifier } from '../../expr/index.ts'
import type { Graph } from '../../ir/Graph.ts'
import type { Noise, Variational } from '../../ir/Variational.ts'
import { deriveGuide, type Guided } from '../passes/DeriveGuide.ts'
import { deriveMoments } from '../passes/DeriveMoments.ts'
import { deriveObjective, type Objective } from '../passes/DeriveObjective.ts'
import { derivePrediction } from '../passes/DerivePrediction.ts'
import { deriveSavings } from '../passes/DeriveSavings.ts'
import { deriveSparsity } from '../passes/DeriveSparsity.ts'
import { drawAll, drawables } from '../parts/Draw.ts'
import { expandMixtures } from '../passes/ExpandMixtures.ts'
import { lint } from '../passes/Lint.ts'
import { mergeScales } from '../passes/MergeScales.ts'
import { noncentre } from '../passes/Noncentre.ts'
import {
  type CompileOptions,
  defaultOptions,
  drawAxis,
  type OptionalPass
} from '../parts/CompileOptions.ts'
import type { Pass, Result } from '../parts/Pass.ts'
import { planKl } from '../passes/PlanKl.ts'
import {
  guideStage,
  klStage,
  objectiveStage,
  programStage,
  type Stage,
  workingStage
} from '../explain/Stages.ts'
import { begin, valueOf, type Working } from '../parts/Working.ts'

/** What is derived from a graph, as a program. */
export interface Compiled {
  readonly program: Variational
  readonly stages: ReadonlyArray<Stage>
}

/** The reparameterisations that the options leave on, in order. */
const reparameterisations = (o: CompileOptions): ReadonlyArray<Pass<Working, Working>> => {
  const on = (name: OptionalPass): boolean =>
    !o.skip.includes(name) && !(name === 'expandMixtures' && o.halfCauchy === 'collapsed')
  return [
    ...(on('noncentre') ? [noncentre] : []),
    ...(on('expandMixtures') ? [expandMixtures] : []),
    ...(on('mergeScales') ? [mergeScales] : [])
  ]
}

/** One joint draw of the declared latents from the guide. */
const deriveDraws = ({
  working: w,
  guides
}: Guided): { readonly draws: ReadonlyMap<string, Expr>; readonly noise: ReadonlyArray<Noise> } => {
  const forms = drawables(w, guides)
  const values = w.graph.sites
    .filter((s) => s.role === 'latent')
    .map((s) => [s.name, w.drawn.get(s.name) ?? valueOf(w)(s.name, s.axes)] as const)
  const { exprs, noise } = drawAll(forms, [])(values.map(([, v]) => v))
  return { draws: new Map(values.map(([n, v], i) => [n, exprs[i] ?? v])), noise }
}

const assemble =
  (o: CompileOptions) =>
  (objective: Objective): Variational => {
    const { working: w, guides } = objective
    // one simplifier for all outputs: what they share stays one node
    const tidy = o.skip.includes('simplify') ? (e: Expr): Expr => e : simplifier()
    const parameters = [...guides.values()].flatMap((g) => g.parameters)
    const lossNats = tidy(objective.lossNats)
    const gates = deriveSparsity(w.graph)
    const { draws, noise: drawNoise } = deriveDraws(objective)
    return {
      axes: o.samples > 1 ? [...w.graph.axes, { name: drawAxis, size: o.samples }] : w.graph.axes,
      data: w.graph.data,
      observed: w.graph.sites
        .filter((s) => s.role === 'observed')
        .map(({ name, axes, dist }) => ({ name, axes, support: family(dist).support._tag })),
      parameters,
      noise: objective.noise,
      errorCostNats: tidy(objective.errorCostNats),
      complexity: objective.complexity.map((c) => ({ ...c, nats: tidy(c.nats) })),
      lossNats,
      gradients: new Map([...gradients(lossNats, parameters)].map(([n, g]) => [n, tidy(g)])),
      gates,
      savings: deriveSavings(objective, o, gates).map((s) => ({ ...s, nats: tidy(s.nats) })),
      moments: deriveMoments(w, guides).map((m) =>
        m.closed === undefined
          ? m
          : { ...m, closed: { mean: tidy(m.closed.mean), variance: tidy(m.closed.variance) } }
      ),
      draws: new Map([...draws].map(([n, e]) => [n, tidy(e)])),
      drawNoise,
      predictions: derivePrediction(w.graph),
      decisions: w.decisions
    }
  }

/** Derives everything from a model's graph, or says everything that stands in the way. */
export const compile =
  (options: Partial<CompileOptions> = {}) =>
  (graph: Graph): Result<Compiled> => {
    const o: CompileOptions = { ...defaultOptions, ...options }
    const stages: Array<Stage> = []
    const seen =
      <A>(show: (a: A) => Stage) =>
      (a: A): A => {
        stages.push(show(a))
        return a
      }
    return pipe(
      lint.run(graph),
      E.map((g) => seen(workingStage('build'))(begin(g))),
      (start) =>
        reparameterisations(o).reduce(
          (w, p) => pipe(w, E.chain(p.run), E.map(seen(workingStage(p.name)))),
          start
        ),
      E.chain(deriveGuide.run),
      E.map(seen(guideStage)),
      E.chain(planKl(o).run),
      E.map(seen(klStage)),
      E.chain(deriveObjective(o).run),
      E.map(seen(objectiveStage)),
      E.map((objective) => ({ program: seen(programStage)(assemble(o)(objective)), stages }))
    )
  }
