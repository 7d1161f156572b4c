/**
 * The module around a model of NumPyro: what it imports, what it is given, how it is run.
 *
 * @since 0.2.0
 */
import type { Axes } from '../../expr/Expr.ts'
import { type Reserved, wordsOf } from '../source/Identifiers.ts'
import type { EmittedSlot } from '../source/ModelToEmit.ts'
import { helperNames, helpersIn } from './NumpyroHelpers.ts'

/** Names that the module has already, and words of Python that a site may be called. */
export const pythonReserved: Reserved = {
  words: new Set([
    ...wordsOf(
      'constraints dist float int jax jnp json main model numpyro special Path MCMC NUTS ' +
        'and as assert async await break class continue def del elif else except False finally for ' +
        'from global if import in is lambda None nonlocal not or pass raise return True try while ' +
        'with yield'
    ),
    ...helperNames
  ]),
  own: /^t\d+$/
}

export const comment = (axes: Axes): string => (axes.length === 0 ? '' : `  # ${axes.join(', ')}`)

const said = ({ holds, name, axes, identifier }: EmittedSlot, isObserved: boolean): string => {
  const words = [
    ...(holds === 'size' ? [`the size of ${name}`] : identifier === name ? [] : [name]),
    ...(axes.length === 0 ? [] : [`over ${axes.join(', ')}`]),
    ...(isObserved ? ['observed'] : [])
  ]
  return words.length === 0 ? '' : `  # ${words.join(', ')}`
}

const indented = (lines: ReadonlyArray<string>): string => lines.map((l) => `    ${l}\n`).join('')

const width = 100

/** A `numpyro.sample` that is too long for a line, one argument of it a line. */
const wrapped = (line: string): ReadonlyArray<string> => {
  const found =
    /^(\s*)(.*?numpyro\.(?:sample|factor)\()("(?:[^"\\]|\\.)*"), (.*?)(, obs=\w+)?\)$/.exec(line)
  if (line.length <= width - 4 || found === null) return [line]
  const [, indent = '', head = '', name = '', law = '', obs = ''] = found
  return [
    `${indent}${head}`,
    `${indent}    ${name},`,
    `${indent}    ${law},`,
    ...(obs === '' ? [] : [`${indent}    ${obs.slice(2)},`]),
    `${indent})`
  ]
}

const runs = (hasData: boolean): string => `

if __name__ == "__main__":
${hasData ? '    import json\n    from pathlib import Path\n\n' : ''}    from numpyro.infer import MCMC, NUTS

${
  hasData
    ? `    given = json.loads(Path(__file__).with_name("data.json").read_text())
    data = {name: jnp.asarray(x) if isinstance(x, list) else x for name, x in given.items()}
`
    : ''
}    mcmc = MCMC(NUTS(model), num_warmup=1000, num_samples=1000, num_chains=4, chain_method="sequential")
    mcmc.run(jax.random.key(0)${hasData ? ', **data' : ''})
    mcmc.print_summary()
`

export const moduleText = (
  name: string,
  slots: ReadonlyArray<EmittedSlot>,
  observed: ReadonlySet<string>,
  body: ReadonlyArray<string>
): string => {
  const lines = body.flatMap(wrapped)
  const text = lines.join('\n')
  const helpers = helpersIn(text)
  const uses = (word: string): boolean => [text, ...helpers].some((t) => t.includes(`${word}.`))
  const parameters = slots.map((s) => {
    const isObserved = observed.has(s.name) && s.holds !== 'size'
    return `${s.identifier}${isObserved ? '=None' : ''},${said(s, isObserved)}`
  })
  return `"""${name} for NumPyro, written by farrier. Run it beside its data.json."""
import jax
import jax.numpy as jnp
import numpyro
import numpyro.distributions as dist
${uses('special') ? 'from jax.scipy import special\n' : ''}${
    uses('constraints') ? 'from numpyro.distributions import constraints\n' : ''
  }
jax.config.update("jax_enable_x64", True)

${helpers.map((h) => `\n${h}\n`).join('')}
${
  parameters.length === 0 ? 'def model():\n' : `def model(\n${indented(parameters)}):\n`
}${indented(lines)}${runs(slots.length > 0)}`
}
