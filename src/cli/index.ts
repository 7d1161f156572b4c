/**
 * The command line.
 *
 * @since 0.1.0
 */

// the whole of it: words in, exit code out
export { commandLine, exitCodes } from './CommandLine.ts'
export { type Entry, type Loaded, commands } from './commands/Commands.ts'

// what it asks of the world
export type { Bar, Capabilities, Command, Report, Terminal } from './Command.ts'
export { production } from './Production.ts'
export { loadModelModule } from './ModelHooks.ts'
