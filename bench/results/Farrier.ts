/** The command line as a subprocess. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const launcher = fileURLToPath(new URL('../../bin/farrier.js', import.meta.url))

/** Something that a person has to put right. */
export class Refusal extends Error {}

/**
 * What a command prints on its standard output; what it says on the other goes on to ours, behind
 * `label`.
 */
export const farrier = (label: string, words: ReadonlyArray<string>): Promise<string> =>
  new Promise((done, reject) => {
    const child = spawn(process.execPath, [launcher, ...words], {
      stdio: ['ignore', 'pipe', 'pipe']
    })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    createInterface({ input: child.stderr }).on('line', (said) =>
      process.stderr.write(`${label}: ${said}\n`)
    )
    child.on('error', reject)
    child.on('close', (code) =>
      code === 0
        ? done(out)
        : reject(
            new Refusal(
              `${label}: farrier ${words.join(' ')} ended with ${code === null ? 'a signal' : `code ${code}`}`
            )
          )
    )
  })
