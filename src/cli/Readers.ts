/**
 * Who reads what a command prints may leave before its end (`farrier train … | head`), a terminal may
 * be closed: that ends no training. What cannot be printed for another reason, a full disk, is seen in
 * the exit code.
 *
 * @since 0.2.0
 */
import { codeOf } from '../storage/FileProblem.ts'

const hasLeft = (error: unknown): boolean =>
  ['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED'].includes(codeOf(error))

/** From here on. */
export const outliveReaders = (): void => {
  process.stderr.on('error', () => undefined)
  process.stdout.on('error', (error) => {
    if (!hasLeft(error)) process.on('exit', () => (process.exitCode ||= 1))
  })
}
