/** A pattern too long for a line, from its parts one after the other. */
export const joined = (...parts: ReadonlyArray<RegExp>): RegExp =>
  new RegExp(parts.map(({ source }) => source).join(''))
