/**
 * Types of the pages, which have the browser's: `node test/browser/types.ts`, behind `tsc -p .`, which has checked
 * what they import. Exits 1 with what the compiler says.
 */
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const folder = fileURLToPath(new URL('./', import.meta.url))
const { config }: { readonly config?: unknown } = ts.readConfigFile(
  `${folder}tsconfig.json`,
  ts.sys.readFile
)
const { fileNames, options, errors } = ts.parseJsonConfigFileContent(config, ts.sys, folder)
const program = ts.createProgram(fileNames, options)
const said = [
  ...errors,
  ...program.getOptionsDiagnostics(),
  ...program.getGlobalDiagnostics(),
  ...fileNames.flatMap((path) => {
    const file = program.getSourceFile(path)
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
  })
]
process.stdout.write(
  ts.formatDiagnostics(said, {
    getCanonicalFileName: (path) => path,
    getCurrentDirectory: () => folder,
    getNewLine: () => '\n'
  })
)
process.exitCode = said.length > 0 || fileNames.length === 0 ? 1 : 0
