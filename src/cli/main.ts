/**
 * The process: its arguments in, its exit code out.
 *
 * @since 0.1.0
 */
import { commandLine } from './CommandLine.ts'
import { modelGuard } from './ModelGuard.ts'
import { production } from './Production.ts'
import { outliveReaders } from './Readers.ts'
import { endWithParent } from './study/CellChild.ts'

const words = process.argv.slice(2)
const { readModel, end } = modelGuard(words.includes('--json'))

outliveReaders()
endWithParent()
end(await commandLine({ ...production, readModel })(words))
