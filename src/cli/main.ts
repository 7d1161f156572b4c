/**
 * The process: its arguments in, its exit code out.
 *
 * @since 0.1.0
 */
import { commandLine } from './CommandLine.ts'
import { production } from './Production.ts'

process.exitCode = await commandLine(production)(process.argv.slice(2))
