/**
 * Draws that other programs made, by what lies at a path.
 *
 * - a file `….csv`                       one chain of CmdStan
 * - a folder of files `….csv`            a chain each, in the order of their names
 * - a file `….nc`, `….netcdf`           a NetCDF file of ArviZ
 * - a folder with `zarr.json`, `.zgroup`  a Zarr store of ArviZ
 *
 * @since 0.2.0
 */
import { pipe } from 'fp-ts/lib/function.js'
import * as TE from 'fp-ts/lib/TaskEither.js'
import type { TaskEither } from 'fp-ts/lib/TaskEither.js'
import type { Problem } from '../../ir/Problem.ts'
import type { FileSystem } from '../../storage/FileSystem.ts'
import { readNetcdfDraws } from './NetcdfDraws.ts'
import { readStanCsv } from './StanCsv.ts'
import { type ReadDraws, readZarrDraws } from './ZarrDraws.ts'

/** Elements count from 1 there, along axes without names. */
const fromStan = (
  files: FileSystem,
  paths: ReadonlyArray<string>
): TaskEither<Problem, ReadDraws> =>
  pipe(
    readStanCsv(files, paths),
    TE.map((draws) => {
      const sizes = new Map<string, number>()
      for (const { axes, sizes: own } of draws.sites.values())
        axes.forEach((axis, d) => sizes.set(axis, Math.max(sizes.get(axis) ?? 0, own[d] ?? 0)))
      return {
        draws,
        labels: new Map(
          [...sizes].map(([axis, size]) => [
            axis,
            Array.from({ length: size }, (_, i) => String(i + 1))
          ])
        )
      }
    })
  )

/**
 * The draws at a path; undefined where there are none of these forms, as in the folder of a run. Errors:
 * those of the form.
 *
 * @example
 *   import { nodeFileSystem, readOthersDraws } from 'farrier'
 *
 *   const read = await readOthersDraws(nodeFileSystem, 'docs')()
 *   assert(read._tag === 'Right' && read.right === undefined)
 */
export const readOthersDraws = (
  files: FileSystem,
  path: string
): TaskEither<Problem, ReadDraws | undefined> => {
  const folder = path.replace(/(.)\/+$/, '$1')
  if (/\.(nc|netcdf)$/.test(folder)) return readNetcdfDraws(files, folder)
  if (folder.endsWith('.csv')) return fromStan(files, [folder])
  return pipe(
    files.exists(folder),
    TE.chain((there) => (there ? files.list(folder) : TE.right([]))),
    // what is no folder is told of by who wants something there
    TE.orElse(() => TE.right<Problem, ReadonlyArray<string>>([])),
    TE.chain((names): TaskEither<Problem, ReadDraws | undefined> => {
      if (names.includes('run.json')) return TE.right(undefined)
      if (names.includes('zarr.json') || names.includes('.zgroup'))
        return readZarrDraws(files, folder)
      const chains = names.filter((name) => name.endsWith('.csv'))
      return chains.length === 0
        ? TE.right(undefined)
        : fromStan(
            files,
            chains.map((name) => `${folder}/${name}`)
          )
    })
  )
}
