/**
 * Is a line LaTeX mathematics? Brackets and environments nest, every command is one that KaTeX has,
 * and each script stands on something. `npm run test:drawings` asks KaTeX itself.
 */
const commands: ReadonlySet<string> = new Set(
  (
    'mathrm operatorname left right begin end text frac tfrac sqrt sum exp log sin cos tanh max min ' +
    'nabla psi Phi Gamma delta mu lambda eta epsilon theta beta infty cdot le sim pm to ldots lfloor rfloor phantom'
  ).split(' ')
)

type Problem = string | undefined

const opening: Readonly<Record<string, string>> = { '}': '{', right: 'left', end: 'begin' }

/** The first thing that is wrong, or nothing. */
export const latexProblem = (line: string): Problem => {
  const open: Array<string> = []
  let last = ''
  const tokens = line.match(/\\[A-Za-z]+|\\.|[{}_^&]|[^\\{}_^&\s]/g) ?? []
  for (const [i, token] of tokens.entries()) {
    const name = token.replace(/^\\/, '')
    if (/^\\[A-Za-z]+$/.test(token)) {
      if (!commands.has(name)) return `${token} is no command`
      if (name === 'left' || name === 'begin') open.push(name)
      if ((name === 'right' || name === 'end') && open.pop() !== opening[name])
        return `${token} closes nothing`
    } else if (token === '{') open.push(token)
    else if (token === '}' && open.pop() !== '{') return '} closes nothing'
    else if ((token === '_' || token === '^') && tokens[i + 1] !== '{')
      return `${token} without a group`
    else if (token === '&' && !open.includes('begin')) return '& outside an environment'
    else if (token.length === 1 && token > '~') return `${token} is no letter of TeX`
    if ((token === '_' || token === '^') && last === '') return `${token} stands on nothing`
    last = token
  }
  return open.length === 0 ? undefined : `${open.at(-1) ?? ''} is not closed`
}
