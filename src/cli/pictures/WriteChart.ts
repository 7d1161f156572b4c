/**
 * A chart written into a file: as a picture, or as its specification.
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import { problem } from '../../ir/Problem.ts'
import type { Specification } from '../../report/charts/Chart.ts'
import { attempt, type Command } from '../Command.ts'

const bytes = (written: string): Uint8Array => new TextEncoder().encode(written)

/** As the ending of its name says. `option` is what named it. */
export const writeChart = (
  option: string,
  path: string,
  specification: Specification
): Command<void> =>
  attempt(({ files, drawSvg }) =>
    path.endsWith('.json')
      ? files.writeWhole(path, bytes(`${JSON.stringify(specification, undefined, 2)}\n`))
      : path.endsWith('.svg')
        ? pipe(
            drawSvg(specification),
            TE.chain((svg) => files.writeWhole(path, bytes(svg)))
          )
        : TE.left(
            problem(
              option,
              `expected a name that ends in .svg or .json, found '${path}'`,
              'the ending says what is written: a picture, or its specification',
              '--out picture.svg'
            )
          )
  )

/** `runs/models/eight-schools.ts` → `eight-schools`. */
export const nameOfModel = (path: string): string =>
  path.replace(/^.*[/\\]/, '').replace(/\.[^.]+$/, '')
