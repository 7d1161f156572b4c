/**
 * Text that came out of a file, as it may reach a terminal: whatever would steer the terminal, or
 * turn the order of letters round, is shown instead of done. An escape is `\u001b`, as in JSON, so
 * that a text of JSON stays one.
 *
 * @since 0.2.0
 */

const steering = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu

/** One line, whatever the text holds. */
export const visible = (text: string): string =>
  text.replace(steering, (c) =>
    c === '\t' ? c : c === '\n' ? '\\n' : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`
  )

/** Line ends of our own stay. */
export const visibleLines = (text: string): string => text.split('\n').map(visible).join('\n')
