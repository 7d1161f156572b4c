/**
 * Whatever was thrown, in words. Anything may be: an object whose `toString` throws as well, one
 * without a prototype, an error whose message is computed.
 *
 * @since 0.2.0
 */

const nameless = 'a value that cannot be shown'

/** What `read` gives, unless the value that it reads throws. */
const readable = (read: () => unknown): string => {
  try {
    return String(read())
  } catch {
    return nameless
  }
}

const outOfStack = 'Maximum call stack size exceeded'

/** The message of an error, with its class; of another value, its text. One line. */
export const thrownText = (thrown: unknown): string => {
  const text = readable(() =>
    // where the stack ends inside a regular expression, V8 calls it a mistake of that
    thrown instanceof SyntaxError && thrown.message.endsWith(outOfStack)
      ? `RangeError: ${outOfStack}`
      : thrown instanceof Error && thrown.name !== 'Error' && !(thrown instanceof SyntaxError)
        ? `${thrown.name}: ${thrown.message}`
        : thrown instanceof Error
          ? thrown.message
          : thrown
  )
  return text.replace(/\s+/g, ' ').trim()
}

/** The stack of an error; nothing of another value. */
export const stackOf = (thrown: unknown): string =>
  readable(() => (thrown instanceof Error ? (thrown.stack ?? '') : ''))
