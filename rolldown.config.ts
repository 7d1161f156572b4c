/**
 * The form of the package for Node: the command line, both doors and what threads run, as a few files, with the
 * packages that every start needs. One by one they are a thousand files, and finding them takes longer than
 * sampling a small model. They lie in one folder, so that files name each other as they do in a clone, and share
 * what they have in common, so that every module exists once.
 *
 * Pages are bundled from the rest of `dist/`, where a file is a file of the source.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'rolldown'

const manifestOf = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

/** Others are loaded when they are needed, are the user's own, or are large. */
const isTaken = (name: string): boolean =>
  /^(fp-ts|io-ts|@stdlib\/.*|@noble\/hashes|crc-32|csv-parse|commander)$/.test(name)

const { dependencies, peerDependencies } = manifestOf(import.meta.dirname)
const left = Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => !isTaken(name))

/** Each licence of what was taken, once, under the names of those that have it. */
const licences: Plugin = {
  name: 'licences',
  generateBundle(_options, bundle) {
    const folders = Object.values(bundle)
      .flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
      .flatMap((id) => /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(id)?.[0] ?? [])
    const named = new Map<string, ReadonlyArray<string>>()
    for (const folder of [...new Set(folders)].sort()) {
      const { name, version } = manifestOf(folder)
      const text = readdirSync(folder)
        .filter((file) => /^(licen[cs]e|notice)/i.test(file))
        .map((file) => readFileSync(join(folder, file), 'utf8').trim())
        .join('\n\n')
      if (text === '') this.error(`${name} has no licence beside it`)
      named.set(text, [...(named.get(text) ?? []), `${name} ${version}`])
    }
    const source = [...named].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`)
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source: source.join('\n---\n\n') })
  }
}

export default defineConfig({
  input: {
    main: 'src/cli/main.ts',
    index: 'src/index.ts',
    'laws/index': 'src/laws/index.ts',
    ModelWords: 'src/cli/ModelWords.ts',
    ChainWorker: 'src/inference/nuts/threads/ChainWorker.ts',
    TeamWorker: 'src/runtime/engine/threads/TeamWorker.ts'
  },
  platform: 'node',
  external: left.map((name) => new RegExp(`^${name}(/|$)`)),
  // modules in the place of their CommonJS, so that what is not used can be left out
  resolve: { alias: { 'fp-ts/lib': 'fp-ts/es6' }, mainFields: ['module', 'main'] },
  plugins: [licences],
  output: { dir: 'dist/node', chunkFileNames: '[name]-[hash].js' }
})
