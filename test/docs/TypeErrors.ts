/**
 * What the compiler says of programs that are in no file, under the options of this repository;
 * unused names are a reader's.
 */
import ts from 'typescript'
import { type Block, root } from './Blocks.ts'

/** `programs` by a path in the repository; answers by where each stands, '' where all is well. */
export const typeErrors = (programs: ReadonlyMap<string, Block>): ReadonlyMap<string, string> => {
  const texts = new Map([...programs].map(([path, { code }]) => [root + path, code] as const))
  const { config }: { readonly config?: unknown } = ts.readConfigFile(
    `${root}tsconfig.json`,
    ts.sys.readFile
  )
  const options = {
    ...ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root).options,
    noUnusedLocals: false,
    noUnusedParameters: false
  }
  const host = ts.createCompilerHost(options)
  const program = ts.createProgram([...texts.keys()], options, {
    ...host,
    fileExists: (path) => texts.has(path) || host.fileExists(path),
    directoryExists: () => true,
    readFile: (path) => texts.get(path) ?? host.readFile(path),
    getSourceFile: (path, language) => {
      const text = texts.get(path)
      return text === undefined
        ? host.getSourceFile(path, language)
        : ts.createSourceFile(path, text, language)
    }
  })
  const said = (path: string): string =>
    [
      ...program.getSyntacticDiagnostics(program.getSourceFile(root + path)),
      ...program.getSemanticDiagnostics(program.getSourceFile(root + path))
    ]
      .map((d) => ts.flattenDiagnosticMessageText(d.messageText, '\n'))
      .join('\n')
  return new Map([...programs].map(([path, { where }]) => [where, said(path)] as const))
}
