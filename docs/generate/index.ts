/** Writes what is made from the source into the pages of reference: `npm run docs:reference`. */
import { writeFileSync } from 'node:fs'
import { pages, pictures, withMade } from './Pages.ts'
import { root } from './WordsOfDoor.ts'

for (const [path, made] of Object.entries(pages)) {
  writeFileSync(root + path, withMade(path, await made()))
  process.stdout.write(`${path}\n`)
}
for (const [path, made] of Object.entries(pictures)) {
  writeFileSync(root + path, await made())
  process.stdout.write(`${path}\n`)
}
