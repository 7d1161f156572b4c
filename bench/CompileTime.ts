/**
 * From a model to a module that runs, in a process that has done nothing else:
 * `node bench/CompileTime.ts jeffreys|horseshoe|chain [--sites 100]`. The last line is JSON:
 * milliseconds of each part.
 */
import { parseArgs } from 'node:util'

const {
  values: given,
  positionals: [what = 'jeffreys']
} = parseArgs({ allowPositionals: true, options: { sites: { type: 'string', default: '100' } } })

const laps: Array<readonly [string, number]> = []
let before = performance.now()
const lap = (name: string): void => {
  const now = performance.now()
  laps.push([name, now - before])
  before = now
}

await import('binaryen')
lap('binaryen')
const { build } = await import('../src/dsl/index.ts')
const { compile } = await import('../src/compile/index.ts')
const { adam, trainStep } = await import('../src/lower/index.ts')
const { groupHorseshoe, groupJeffreys } = await import('../src/priors/index.ts')
const { chain } = await import('./Chain.ts')
const { network } = await import('./Compiled.ts')
const { batch } = await import('./Lenet.ts')
const { openWatched } = await import('./Watched.ts')
const watched = await openWatched(1, () => performance.now())
lap('source')

const must = <A>(
  result: { readonly _tag: 'Left' } | { readonly _tag: 'Right'; readonly right: A }
): A => {
  if (result._tag === 'Left') throw new Error(`refused: ${JSON.stringify(result)}`)
  return result.right
}

const graph = must(
  what === 'chain'
    ? build(chain(Number(given.sites)))
    : build(network(what === 'horseshoe' ? groupHorseshoe(1e-5) : groupJeffreys))
)
lap('build')
const { program } = must(compile({ jeffreys: 'fitted' })(graph))
lap('compile')
const plan = must(
  trainStep(
    program,
    adam
  )(new Map(program.axes.map((a) => [a.name, a.size === 'data' ? batch : a.size])))
)
lap('lower')
must(watched.executor.prepare(plan))
lap('generate')
process.stdout.write(
  `${JSON.stringify({ ...Object.fromEntries(laps), engine: watched.loadMs() })}\n`
)
process.exit()
