/**
 * The words that a door exports, as their doc comments tell them: the first paragraph is the line,
 * `@example` the example, and the comment above an export of the door the section.
 *
 * @since 0.2.0
 */
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** - `isType` of words that are gone when a model runs: interfaces and type aliases. */
export interface Word {
  readonly name: string
  readonly section: string
  readonly isType: boolean
  readonly line: string
  readonly example: string | undefined
}

const titleAbove = (file: ts.SourceFile, statement: ts.Statement): string =>
  (ts.getLeadingCommentRanges(file.text, statement.getFullStart()) ?? [])
    .map(({ pos, end }) => file.text.slice(pos, end))
    .filter((comment) => comment.startsWith('//'))
    .map((comment) => comment.replace(/^\/\/\s*/, ''))
    .join(' ')

/** Name → the comment `// …` above the export, or above an earlier one; in the order of the door. */
const sectionsOf = (
  file: ts.SourceFile,
  all: (star: ts.ExportDeclaration) => ReadonlyArray<string>
): ReadonlyMap<string, string> => {
  const sections = new Map<string, string>()
  let section = ''
  for (const statement of file.statements) {
    section = titleAbove(file, statement) || section
    if (!ts.isExportDeclaration(statement)) continue
    const { exportClause } = statement
    const names =
      exportClause === undefined
        ? all(statement)
        : ts.isNamedExports(exportClause)
          ? exportClause.elements.map(({ name }) => name.text)
          : []
    names.forEach((name) => sections.set(name, section))
  }
  return sections
}

/** A list is its points one after the other. */
const oneLine = (text: string): string =>
  text
    .trim()
    .replace(/^- /, '')
    .replace(/;?\n- /g, '; ')
    .replace(/\s*\n\s*/g, ' ')

/** Everything that is published, read once. */
const published = ((): (() => ts.Program) => {
  const made: Array<ts.Program> = []
  return () => {
    if (made[0] === undefined) {
      const { config }: { readonly config?: unknown } = ts.readConfigFile(
        `${root}tsconfig.json`,
        ts.sys.readFile
      )
      const host = { ...ts.sys, readDirectory: () => [] }
      const { options } = ts.parseJsonConfigFileContent(config, host, root)
      made.push(ts.createProgram([`${root}src/index.ts`, `${root}src/laws/index.ts`], options))
    }
    return made[0] ?? published()
  }
})()

/** `door` relative to the repository. */
export const wordsOfDoor = (door: string): ReadonlyArray<Word> => {
  const program = published()
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(root + door)
  const symbol = file === undefined ? undefined : checker.getSymbolAtLocation(file)
  if (file === undefined || symbol === undefined) throw new Error(`${door} exports nothing`)
  const sections = sectionsOf(file, ({ moduleSpecifier }) => {
    const star = moduleSpecifier && checker.getSymbolAtLocation(moduleSpecifier)
    return star === undefined ? [] : checker.getExportsOfModule(star).map(({ name }) => name)
  })
  const order = [...sections.keys()]
  const read = (exported: ts.Symbol): Word => {
    const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0
    const word = isAlias ? checker.getAliasedSymbol(exported) : exported
    const comment = ts.displayPartsToString(word.getDocumentationComment(checker))
    const example = word.getJsDocTags(checker).find(({ name }) => name === 'example')
    return {
      name: exported.name,
      section: sections.get(exported.name) ?? '',
      isType: (word.flags & ts.SymbolFlags.Value) === 0,
      line: oneLine(comment.split(/\n\s*\n/)[0] ?? ''),
      example: example === undefined ? undefined : ts.displayPartsToString(example.text).trim()
    }
  }
  return checker
    .getExportsOfModule(symbol)
    .map(read)
    .toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name))
}
