/**
 * Expressions of a program with short names for what the derivation made up: μ(s) and λ(s) for
 * location and log-variance of the guide of s, ε(s) for its standard normal noise. For people;
 * programs read the names themselves.
 *
 * @since 0.1.0
 */
import { type Expr, print, printLatex, ref, refs, substitute } from '../../expr/index.ts'
import { parameterNames } from '../parts/Guide.ts'

const made = parameterNames('')

/** `fc1/w.location` → `μ(fc1/w)`; other names, those of data and declared sites, stay. */
export const symbol = (name: string): string => {
  const noise = /^(.+)\.noise(@.+)?$/.exec(name)
  if (noise !== null) return `ε(${noise[1] ?? ''}${noise[2] ?? ''})`
  return name.endsWith(made.logVariance)
    ? `λ(${name.slice(0, -made.logVariance.length)})`
    : name.endsWith(made.location)
      ? `μ(${name.slice(0, -made.location.length)})`
      : name
}

/** What the symbols are, in a line. */
export const symbolsText =
  'μ(s), λ(s): location and ln σ² of the guide of s; ε(s): standard normal noise, ε(s@y) that for y'

const withSymbols = (e: Expr): Expr =>
  substitute(
    new Map([...refs([e])].map(([name, { axes }]) => [name, ref(symbol(name), axes)] as const))
  )(e)

export const showWithSymbols = (e: Expr): string => print(withSymbols(e))

const greek: Readonly<Record<string, string>> = { μ: '\\mu', λ: '\\lambda', ε: '\\epsilon' }

export const latexWithSymbols = (e: Expr): string =>
  printLatex(withSymbols(e)).replace(
    /\\mathrm\{([μλε])\((.*?)\)\}/g,
    (_, letter: string, of: string) =>
      `{${greek[letter] ?? letter}}_{\\mathrm{${of.replaceAll('·', ' \\cdot ')}}}`
  )
