/**
 * Source text that knows where it may be broken: on one line where it fits, else an item a line.
 *
 * @since 0.2.0
 */

// model

/** - `head`, `items`, `tail` of a list in brackets; a text is never broken; others stand in a row. */
export type SourceText =
  | { readonly kind: 'text'; readonly text: string; readonly length: number }
  | { readonly kind: 'row'; readonly parts: ReadonlyArray<SourceText>; readonly length: number }
  | {
      readonly kind: 'list'
      readonly head: string
      readonly items: ReadonlyArray<SourceText>
      readonly tail: string
      readonly length: number
    }

// constructors

const total = (parts: ReadonlyArray<SourceText>): number => parts.reduce((n, p) => n + p.length, 0)

export const text = (of: string): SourceText => ({ kind: 'text', text: of, length: of.length })

export const row = (...parts: ReadonlyArray<SourceText | string>): SourceText => {
  const all = parts.map((p) => (typeof p === 'string' ? text(p) : p))
  return { kind: 'row', parts: all, length: total(all) }
}

export const list = (head: string, items: ReadonlyArray<SourceText>, tail: string): SourceText => ({
  kind: 'list',
  head,
  items,
  tail,
  length: head.length + tail.length + total(items) + 2 * Math.max(0, items.length - 1)
})

export const call = (name: string, ...items: ReadonlyArray<SourceText>): SourceText =>
  list(`${name}(`, items, ')')

// destructors

const flat = (s: SourceText): string => {
  switch (s.kind) {
    case 'text':
      return s.text
    case 'row':
      return s.parts.map(flat).join('')
    case 'list':
      return `${s.head}${s.items.map(flat).join(', ')}${s.tail}`
  }
}

const width = 100

/** The text from a column on, lines below it indented by `indent`. */
export const layOut = (s: SourceText, indent: number, column: number): string => {
  if (column + s.length <= width) return flat(s)
  switch (s.kind) {
    case 'text':
      return s.text
    case 'row': {
      let out = ''
      for (const part of s.parts) {
        const last = out.lastIndexOf('\n')
        out += layOut(part, indent, last < 0 ? column + out.length : out.length - last - 1)
      }
      return out
    }
    case 'list': {
      const inner = ' '.repeat(indent + 2)
      return s.items.length === 0
        ? flat(s)
        : [
            s.head.trimEnd(),
            s.items.map((item) => `${inner}${layOut(item, indent + 2, indent + 2)}`).join(',\n'),
            `${' '.repeat(indent)}${s.tail.trimStart()}`
          ].join('\n')
    }
  }
}
