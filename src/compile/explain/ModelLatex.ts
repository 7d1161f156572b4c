/**
 * What was derived as LaTeX: a formula a line, under comments that say what they are: the declared
 * sites, their guides, what switches what off, and the objective.
 *
 * @since 0.2.0
 */
import { family } from '../../distributions/index.ts'
import { latexName, printLatex } from '../../expr/index.ts'
import { guides } from '../../guides/index.ts'
import type { Gate } from '../../ir/Gate.ts'
import type { Graph, Site } from '../../ir/Graph.ts'
import type { Cost, Variational } from '../../ir/Variational.ts'
import { objectiveLatex } from './Explain.ts'

const brackets = (inside: string): string => `\\left(${inside}\\right)`

const over = (name: string, axes: ReadonlyArray<string>): string =>
  axes.length === 0
    ? latexName(name)
    : `${latexName(name)}\\left[${axes.map(latexName).join(', ')}\\right]`

/** z[features] ∼ halfCauchy(scale = 1) */
const siteLatex = ({ name, axes, dist }: Site): string => {
  const f = family(dist)
  const given = f.arguments.map((a) => `${latexName(a.name)} = ${printLatex(a.value)}`)
  return `${over(name, axes)} \\sim \\operatorname{${f.tag}}${brackets(given.join(',\\; '))}`
}

const letters: Readonly<Record<string, string>> = {
  μ: '\\mu',
  λ: '\\lambda',
  θ: '\\theta',
  η: '\\eta'
}

/** The law of a guide in the letters of its parameters, which are those of the site. */
const lawLatex = (law: string, site: string): string =>
  law
    .replace(/[A-Za-z]{2,}/g, (word) => `\\operatorname{${word}}`)
    .replace(/½/g, '\\tfrac{1}{2}')
    .replace(/±/g, '\\pm ')
    .replace(/[μλθη]/g, (letter) => `{${letters[letter] ?? letter}}_{${latexName(site)}}`)

/** Noise that sites share has correlations, and no law of its own: a comment. */
const guideLatex = ({ site, guide, how }: Cost): string =>
  how.kind === 'total correlation'
    ? `% the noise of ${site} is correlated`
    : `q\\left(${latexName(site)}\\right) = ${lawLatex(guides[guide].law, site)}`

/** Of draws that jump: ∇E f = E[(f − b)∇ ln q] */
const estimatorLatex = ({ site, estimator }: Cost): ReadonlyArray<string> => {
  const q = `q\\left(${latexName(site)}\\right)`
  return estimator === 'score function'
    ? [
        `\\nabla \\mathrm{E}_{${q}} \\, f = ` +
          `\\mathrm{E}_{${q}} \\left[\\left(f - b\\right) \\nabla \\log ${q}\\right]`
      ]
    : []
}

/** w[features] → 0 as z → 0 */
const gateLatex = ({ target, axes, factors }: Gate): string =>
  `${over(target, axes)} \\to 0 \\;\\text{ as }\\; ${factors.map(latexName).join(' \\, ')} \\to 0`

const part = (title: string, lines: ReadonlyArray<string>): ReadonlyArray<string> =>
  lines.length === 0 ? [] : [`% ${title}`, ...lines]

/** Each line that is no comment is a formula of its own. */
export const modelLatex = (graph: Graph, program: Variational): string =>
  [
    ...part('sites', graph.sites.map(siteLatex)),
    ...part('guides', program.complexity.map(guideLatex)),
    ...part(
      'gradients by score function, b the mean over the other draws',
      program.complexity.flatMap(estimatorLatex)
    ),
    ...part('gates', program.gates.map(gateLatex)),
    ...part('objective, in nats', [objectiveLatex(program)])
  ].join('\n')
