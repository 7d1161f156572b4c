/** The table of an example in `dsl-examples/data/`, as its text and as numbers. */
import { readFileSync } from 'node:fs'

export interface ExampleTable {
  readonly text: string
  /** Without the line of names. */
  readonly rows: ReadonlyArray<ReadonlyArray<number>>
}

export const exampleTable = (name: string): ExampleTable => {
  const text = readFileSync(new URL(`../../dsl-examples/data/${name}`, import.meta.url), 'utf8')
  const [, ...lines] = text.trimEnd().split('\n')
  return { text, rows: lines.map((line) => line.split(',').map(Number)) }
}
