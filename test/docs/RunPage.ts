/**
 * A page as a person follows it: its files are written, its commands are run, in the order in which
 * they stand, in an empty folder; what it shows is compared with what was printed.
 *
 * The first line of a block says what it is:
 *
 * - `ts NAME`, `csv NAME`, any language and a name: a file of that name
 * - `sh`: commands, one a line; `npx farrier …` and `node FILE` are run, the others (`npm …`) are
 *   for a shell
 * - `text`: what the block of commands before it prints; a line `…` stands for any lines
 *
 * The folder is called `/home/you`. Numbers are compared to 5 % or two units of the last digit that
 * is shown, whatever is more, since processors round in their own ways; everything else to the
 * letter, blanks aside.
 */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { withCompileCache } from '../support/CompileCache.ts'
import { root } from './Blocks.ts'

// model

export interface Fence {
  readonly line: number
  readonly language: string
  /** The rest of the line that opens it. */
  readonly name: string
  readonly text: string
}

export interface Shown {
  readonly where: string
  readonly wanted: string
  /** What the commands before it printed. */
  readonly printed: string
}

export interface PageRun {
  /** Commands that ended with another code than 0, with what they said. */
  readonly failed: ReadonlyArray<string>
  readonly shown: ReadonlyArray<Shown>
}

// constructors

export const fencesOf = (path: string): ReadonlyArray<Fence> => {
  const text = readFileSync(root + path, 'utf8')
  return [...text.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```/gm)].map((m) => ({
    line: text.slice(0, m.index).split('\n').length,
    language: m[1] ?? '',
    name: m[2] ?? '',
    text: m[3] ?? ''
  }))
}

/** The commands of a block, as words; a line that ends in `\` goes on in the next. */
export const commandsOf = (block: string): ReadonlyArray<ReadonlyArray<string>> =>
  block
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '')
    .map((line) =>
      [...line.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, a, b, c]) => a ?? b ?? c ?? '')
    )

/** Runs commands by the command line of this repository, in the folder it is started in. */
const driver = (steps: ReadonlyArray<ReadonlyArray<string>>): string => `
  import { commandLine } from ${JSON.stringify(`${root}src/cli/CommandLine.ts`)}
  import { production } from ${JSON.stringify(`${root}src/cli/Production.ts`)}
  import { loadModelModule } from ${JSON.stringify(`${root}src/cli/ModelHooks.ts`)}
  const answers = []
  for (const [program, ...words] of ${JSON.stringify(steps)}) {
    const said = { code: 0, out: '', err: '' }
    const terminal = { out: (t) => { said.out += t }, err: (t) => { said.err += t }, isWatched: false }
    if (program === 'farrier') said.code = await commandLine({ ...production, terminal })(words)
    else {
      console.log = (...texts) => terminal.out(texts.join(' ') + '\\n')
      const loaded = await loadModelModule(words[0])()
      if (loaded._tag === 'Left') Object.assign(said, { code: 1, err: JSON.stringify(loaded.left) })
    }
    answers.push(said)
  }
  process.stdout.write('\\n' + JSON.stringify(answers))
  process.exit(0)`

interface Said {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** `npx farrier x` and `node x` are run. */
const runnable = (words: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<string>> =>
  words[0] === 'npx' ? [words.slice(1)] : words[0] === 'node' ? [words] : []

// destructors

export const runPage = (path: string): PageRun => {
  const folder = mkdtempSync(join(tmpdir(), 'farrier-page-'))
  try {
    // as if it were installed here: pages name files of the package
    mkdirSync(join(folder, 'node_modules'))
    symlinkSync(root.replace(/\/$/, ''), join(folder, 'node_modules/farrier'))
    const fences = fencesOf(path)
    // files are written first: a block shows a file when it speaks of it, and no command changes one
    fences
      .filter(({ name }) => name !== '')
      .forEach(({ name, text }) => {
        mkdirSync(dirname(join(folder, name)), { recursive: true })
        writeFileSync(join(folder, name), text)
      })
    const blocks = fences.map((fence) => ({
      fence,
      steps:
        fence.language === 'sh' ? commandsOf(fence.text).flatMap((words) => runnable(words)) : []
    }))
    const steps = blocks.flatMap((block) => block.steps)
    writeFileSync(join(folder, 'driver.mjs'), driver(steps))
    const { stdout, stderr } = spawnSync(process.execPath, ['driver.mjs'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...withCompileCache, NO_COLOR: '1' }
    })
    const answers: ReadonlyArray<Said> = JSON.parse(
      stdout.slice(stdout.lastIndexOf('\n') + 1) || '[]'
    )
    if (answers.length < steps.length) throw new Error(`${path}: ${stderr}`)
    const shown: Array<Shown> = []
    let done = 0
    let printed = ''
    blocks.forEach(({ fence, steps: own }) => {
      if (fence.language === 'sh') {
        printed = answers
          .slice(done, done + own.length)
          .map(({ code, out, err }) => (code === 0 ? out : out + err))
          .join('')
          .replaceAll(`${folder}/`, '/home/you/')
        done += own.length
      }
      if (fence.language === 'text')
        shown.push({ where: `${path}:${fence.line + 1}`, wanted: fence.text, printed })
    })
    // a command that fails is right where the page shows what it says
    const isShown = ({ err }: Said): boolean =>
      shown.some((s) => s.printed.includes(err.replaceAll(`${folder}/`, '/home/you/')))
    return {
      failed: answers.flatMap((said, i) =>
        said.code === 0 || (said.err !== '' && isShown(said))
          ? []
          : [`${(steps[i] ?? []).join(' ')}: ${said.err}`]
      ),
      shown
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
