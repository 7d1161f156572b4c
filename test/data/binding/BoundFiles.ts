/** The whole way from files to arrays, as tests of bindings walk it. */
import * as E from 'fp-ts/lib/Either.js'
import { parseBindings } from '../../../src/data/binding/BindText.ts'
import { columnKinds, type Labels } from '../../../src/data/binding/ColumnKinds.ts'
import { type FilledSlots, fillSlots } from '../../../src/data/binding/FillSlots.ts'
import { findColumns } from '../../../src/data/binding/FindColumns.ts'
import { openTable } from '../../../src/data/tables/OpenTable.ts'
import { compileModel } from '../../../src/index.ts'
import { type Problem, showProblem } from '../../../src/ir/Problem.ts'
import type { Variational } from '../../../src/ir/Variational.ts'
import { memoryFileSystem } from '../../support/MemoryFileSystem.ts'
import { bytesOf } from '../../support/Tables.ts'

export const programOf = (model: Parameters<ReturnType<typeof compileModel>>[0]): Variational => {
  const compiled = compileModel()(model)
  if (E.isLeft(compiled)) throw new Error(JSON.stringify(compiled.left))
  return compiled.right.program
}

export type Files = Readonly<Record<string, string>>

/** The whole way from files to arrays. */
export const bind = async (
  model: Variational,
  files: Files,
  given: ReadonlyArray<string> = [],
  trained?: Labels
): Promise<E.Either<ReadonlyArray<Problem>, FilledSlots>> => {
  const bindings = parseBindings(given)
  if (E.isLeft(bindings)) return bindings
  const disk = memoryFileSystem({
    files: Object.fromEntries(Object.entries(files).map(([path, text]) => [path, bytesOf(text)]))
  })
  const open = []
  for (const path of Object.keys(files)) {
    const table = await openTable(disk, path)()
    if (E.isLeft(table)) return E.left([table.left])
    open.push(table.right)
  }
  const found = findColumns(model, open, bindings.right)
  if (E.isLeft(found)) return found
  const kinds = columnKinds(found.right, open.length, trained)
  const tables = []
  for (const [i, table] of open.entries()) {
    const read = await table.read(kinds[i] ?? new Map())()
    if (E.isLeft(read)) return read
    tables.push(read.right)
  }
  return fillSlots(found.right, tables)
}

export const bound = async (...args: Parameters<typeof bind>): Promise<FilledSlots> => {
  const result = await bind(...args)
  if (E.isLeft(result)) throw new Error(result.left.map(showProblem).join('\n'))
  return result.right
}
export const said = async (...args: Parameters<typeof bind>): Promise<string> => {
  const result = await bind(...args)
  return E.isLeft(result) ? result.left.map(showProblem).join('\n') : 'nothing'
}
