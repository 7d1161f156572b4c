// Draws every line of standard input, one JSON object each: { kind: 'latex' | 'dot', name, text }.
// Runs in the folder where the packages are; prints one JSON object for each that is refused.
import { createInterface } from 'node:readline'
import katex from 'katex'
import { instance } from '@viz-js/viz'

const viz = await instance()
for await (const line of createInterface({ input: process.stdin })) {
  const { kind, name, text } = JSON.parse(line)
  try {
    if (kind === 'latex') katex.renderToString(text, { throwOnError: true, strict: 'error' })
    else if (!viz.renderString(text, { format: 'svg' }).includes('<svg'))
      throw new Error('no picture')
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ kind, name, error: String(error) })}\n`)
  }
}
