/**
 * Expressions of a program with short names for what the derivation made up: the letters of the
 * parameters of guides, μ(s) and λ(s), and ε(s) for standard normal noise. For people; programs read
 * the names themselves.
 *
 * @since 0.1.0
 */
import { type Expr, print, printLatex, ref, refs, substitute } from '../../expr/index.ts'
import { guides, type GuideTag, loadingRole, type Role } from '../../guides/index.ts'

/** What parameters of guides are, by the ends of their names; each once. */
const roles: ReadonlyArray<Role> = [
  ...new Map(
    [...Object.values(guides).flatMap((g) => g.roles), loadingRole].map((r) => [r.suffix, r])
  ).values()
]

/** `fc1/w.location` → `μ(fc1/w)`; other names, those of data and declared sites, stay. */
export const symbol = (name: string): string => {
  const noise = /^(.+)\.noise(@.+)?$/.exec(name)
  if (noise !== null) return `ε(${noise[1] ?? ''}${noise[2] ?? ''})`
  const role = roles.find(({ suffix }) => name.endsWith(`.${suffix}`))
  return role === undefined ? name : `${role.letter}(${name.slice(0, -role.suffix.length - 1)})`
}

/** What the symbols of these guides are, in a line. */
export const symbolsText = (used: ReadonlyArray<GuideTag>, isJoint = false): string => {
  const theirs = roles.filter(
    (r) => used.some((tag) => guides[tag].roles.includes(r)) || (isJoint && r === loadingRole)
  )
  const words = theirs.map((r) => r.words)
  return [
    `${theirs.map((r) => `${r.letter}(s)`).join(', ')}: ` +
      `${[...words.slice(0, -2), words.slice(-2).join(' and ')].join(', ')} of the guide ` +
      'of s',
    'ε(s): standard normal noise, ε(s@y) that for y'
  ].join('; ')
}

const withSymbols = (e: Expr): Expr =>
  substitute(
    new Map([...refs([e])].map(([name, { axes }]) => [name, ref(symbol(name), axes)] as const))
  )(e)

export const showWithSymbols = (e: Expr): string => print(withSymbols(e))

const greek: Readonly<Record<string, string>> = {
  μ: '\\mu',
  λ: '\\lambda',
  ε: '\\epsilon',
  θ: '\\theta',
  φ: '\\phi',
  η: '\\eta'
}

export const latexWithSymbols = (e: Expr): string =>
  printLatex(withSymbols(e)).replace(
    /\\mathrm\{([μλεθφη])\((.*?)\)\}/g,
    (_, letter: string, of: string) =>
      `{${greek[letter] ?? letter}}_{\\mathrm{${of.replaceAll('·', ' \\cdot ')}}}`
  )
