/**
 * `npm run results`: the study `dsl-examples/studies/lenets.ts`, and its tables between the marks of
 * docs/results.md, its JSON and its picture beside it. It goes on where it was interrupted; cells that
 * have not run have rows that say so.
 *
 * ```
 * npm run results                     # hours
 * npm run results -- --report         # what has run so far
 * npm run results -- --processes 2    # options of farrier study
 * ```
 */
import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { putBetweenMarks } from './results/Marks.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const [study, out] = ['dsl-examples/studies/lenets.ts', 'runs/results']
const document = `${root}docs/results.md`

const words = ['study', study, '--out', out, ...process.argv.slice(2)]
const { status } = spawnSync(process.execPath, ['bin/farrier.js', ...words], {
  cwd: root,
  stdio: 'inherit'
})
if (status === 0) {
  const markdown = readFileSync(`${root}${out}/results.md`, 'utf8')
  const tables = markdown
    .slice(markdown.indexOf('###'))
    .replace('(results.svg)', '(images/results.svg)')
    .trimEnd()
  const made = putBetweenMarks(`\`npm run results\`\n\n${tables}`)(readFileSync(document, 'utf8'))
  if (made === undefined) throw new Error('internal: docs/results.md has lost its marks')
  writeFileSync(document, made)
  copyFileSync(`${root}${out}/results.json`, `${root}docs/results.json`)
  copyFileSync(`${root}${out}/results.svg`, `${root}docs/images/results.svg`)
}
process.exitCode = status ?? 1
