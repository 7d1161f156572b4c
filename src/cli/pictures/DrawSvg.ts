/**
 * Charts as SVG, drawn by Vega. The packages `vega` and `vega-lite` are installed by who wants
 * pictures, beside us or where the command is run; text is as wide as they guess, since nothing is
 * measured without a screen.
 *
 * @since 0.2.0
 */
import { left, right } from 'fp-ts/lib/Either.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import { problem, type Problem } from '../../ir/Problem.ts'
import type { Specification } from '../../report/charts/Chart.ts'
import { fileUrl, findPackage, messageOf, type OpenOptions } from '../../runtime/Packages.ts'

/** As much of Vega as is used: our declarations stand without its own. */
interface Vega {
  readonly parse: (specification: unknown) => unknown
  readonly View: new (
    runtime: unknown,
    options: { readonly renderer: 'none' }
  ) => { readonly toSVG: () => Promise<string>; readonly finalize: () => void }
}
interface VegaLite {
  readonly compile: (specification: unknown) => { readonly spec: unknown }
}

const install = 'npm install vega vega-lite, or --out NAME.json for the specification alone'

const absent = (names: ReadonlyArray<string>): Problem =>
  problem(
    'farrier plot',
    `expected the packages vega and vega-lite, did not find ${names.join(' and ')}`,
    'pictures are drawn by Vega, which is not installed with us',
    install
  )

/** The picture of a specification, as the text of a file. */
export const drawSvg =
  (options: OpenOptions) =>
  (specification: Specification): TaskEither<Problem, string> =>
  async () => {
    const names = ['vega', 'vega-lite']
    const [vegaPath, litePath] = names.map((name) => findPackage([name], options))
    if (vegaPath === undefined || litePath === undefined)
      return left(absent(names.filter((name) => findPackage([name], options) === undefined)))
    try {
      const vega: Vega = await import(fileUrl(vegaPath))
      const lite: VegaLite = await import(fileUrl(litePath))
      const { spec } = lite.compile(specification)
      const view = new vega.View(vega.parse(spec), { renderer: 'none' })
      const svg = await view.toSVG()
      view.finalize()
      return right(`${svg}\n`)
    } catch (e) {
      return left(
        problem(
          'farrier plot',
          `Vega does not draw: ${messageOf(e)}`,
          'vega 6 and vega-lite 6 are what the charts are written for',
          install
        )
      )
    }
  }
