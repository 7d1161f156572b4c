import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { asLabels, asNumbers } from '../../../src/data/index.ts'
import { bytesOf, messagesOf, plainColumns, tableIn } from '../../support/Tables.ts'
import { joined } from '../../support/Joined.ts'

describe('a table is read from CSV', () => {
  test('numbers, whole numbers, true and false, and labels, by the first row', async () => {
    const table = await tableIn(
      'age,children,smokes,group\n31.5,2,true,b\n-4e1,0,false,a\n+.5,10,true,b\n'
    )
    expect(plainColumns(table)).toEqual({
      age: [31.5, -40, 0.5],
      children: [2, 0, 10],
      smokes: [1, 0, 1],
      group: ['b', 'a', 'b']
    })
    expect(table.arrays.get('age')?.shape).toEqual([3])
    expect(table.arrays.get('group')?.labels).toEqual(['a', 'b'])
    expect([...table.arrays.keys()]).toEqual(['age', 'children', 'smokes', 'group'])
  })

  test('CR LF, CR, a mark of UTF-8, no last line end, blank lines at the end and spaces change nothing', async () => {
    const plain = 'a,b\n1,x\n2,y\n'
    const same = [
      plain.replaceAll('\n', '\r\n'),
      plain.replaceAll('\n', '\r'),
      `\ufeff${plain}`,
      `\ufeff${plain.replaceAll('\n', '\r\n')}`,
      plain.trimEnd(),
      `${plain}\n\n`,
      ' a , b\n 1,  x \n2 ,y\n',
      'a,b\n1,x\r\n2,y\n',
      '"a","b"\n"1","x"\n"2","y"\n'
    ]
    const read = plainColumns(await tableIn(plain))
    expect(read).toEqual({ a: [1, 2], b: ['x', 'y'] })
    for (const text of same) expect(plainColumns(await tableIn(text))).toEqual(read)
  })

  test('quoted cells hold commas, quotes, spaces and line ends', async () => {
    const text = 'name,n\n"a, b",1\n"say ""no""",2\n"two\nlines\r\nor three",3\n" x ",4\n'
    expect(plainColumns(await tableIn(text))).toEqual({
      name: ['a, b', 'say "no"', 'two\nlines\r\nor three', ' x '],
      n: [1, 2, 3, 4]
    })
  })

  test('one row is a table', async () => {
    expect(plainColumns(await tableIn('a\n7\n'))).toEqual({ a: [7] })
  })

  test('tabs part the cells of a .tsv file', async () => {
    expect(plainColumns(await tableIn('a\tb\n1\tx, y\n', undefined, 'people.tsv'))).toEqual({
      a: [1],
      b: ['x, y']
    })
  })

  test('only wanted columns are kept, and only they need to be right', async () => {
    const table = await tableIn('a,b,\n1,,\n2,x,9\n', new Map([['a', asNumbers]]))
    expect(plainColumns(table)).toEqual({ a: [1, 2] })
  })

  test('the same wherever a chunk ends, also within a character, a quote or a line end', async () => {
    const text = '\ufeffnäme,n\r\n"zwei ☃, ""☃""",1\r\n"a\r\nb",2.25\r\n'
    const whole = plainColumns(await tableIn(text))
    for (let size = 1; size <= 12; size++)
      expect(plainColumns(await tableIn(text, undefined, 'people.csv', size))).toEqual(whole)
  })

  test('what is written as CSV comes back, whatever the labels are', async () => {
    const label = fc.string({ minLength: 1, maxLength: 8 })
    const row = fc.tuple(fc.float({ noNaN: true, noDefaultInfinity: true }), label)
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
        const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`
        const text = rows.map(([x, l]) => `${x},${quoted(l)}`).join('\n')
        const wanted = new Map([
          ['x', asNumbers],
          ['l', asLabels()]
        ])
        const { arrays } = await tableIn(`x,l\n${text}\n`, wanted)
        expect(Array.from(arrays.get('x')?.values ?? [])).toEqual(rows.map(([x]) => x + 0))
        const { values, labels } = arrays.get('l') ?? {}
        rows.forEach(([, l], i) => {
          const value = values?.[i] ?? NaN
          const isBoolean = /^(true|false)$/i.test(l)
          expect(labels === undefined ? value : isBoolean ? l : labels[value]).toEqual(
            labels === undefined ? Number(l) : l
          )
        })
      }),
      { numRuns: 200 }
    )
  })
})

describe('categories', () => {
  test('are sorted by code point, whatever the order of the rows', async () => {
    const wanted = new Map([['g', asLabels()]])
    const labels = async (rows: ReadonlyArray<string>) =>
      (await tableIn(`g\n${rows.join('\n')}\n`, wanted)).arrays.get('g')?.labels
    expect(await labels(['no', 'yes', 'Zoë', 'ärz'])).toEqual(['Zoë', 'no', 'yes', 'ärz'])
    expect(await labels(['ärz', 'Zoë', 'yes', 'no'])).toEqual(['Zoë', 'no', 'yes', 'ärz'])
  })

  test('that are whole numbers stay these numbers; true and false are 1 and 0', async () => {
    const wanted = new Map([['g', asLabels()]])
    expect((await tableIn('g\n2\n0\n2\n', wanted)).arrays.get('g')).toEqual({
      shape: [3],
      values: Float32Array.of(2, 0, 2)
    })
    expect((await tableIn('g\nTRUE\nTRUE\n', wanted)).arrays.get('g')).toEqual({
      shape: [2],
      values: Float32Array.of(1, 1),
      labels: ['false', 'true']
    })
    expect((await tableIn('g\n1\n1a\n', wanted)).arrays.get('g')?.labels).toEqual(['1', '1a'])
  })

  test.each(['-1', '0.5', '-0.0', '1e2'])('%s is no index and no label', async (cell) => {
    expect(await messagesOf(`g\n0\n${cell}\n1\n`, new Map([['g', asLabels()]]))).toEqual([
      `people.csv, line 3 (row 2), column 'g': '${cell}' is no index
  why: categories are numbered 0, 1, 2, …, or have words as labels
  try: number them from 0, or write words in place of the numbers ('dose 0.5')`
    ])
  })

  test('the model was not trained on are refused, with row and column', async () => {
    expect(await messagesOf('g\na\nc\n', new Map([['g', asLabels(['a', 'b'])]]))).toEqual([
      `people.csv, line 3 (row 2), column 'g': 'c' is a category that the model was not trained on
  why: it knows a, b
  try: correct the label, or train again with rows of this category`
    ])
    expect(
      (await tableIn('g\nb\nb\n', new Map([['g', asLabels(['a', 'b'])]]))).arrays.get('g')
    ).toMatchObject({ values: Float32Array.of(1, 1), labels: ['a', 'b'] })
  })
})

const refused: ReadonlyArray<readonly [what: string, text: string | Uint8Array, says: RegExp]> = [
  [
    'an empty file',
    '',
    /^people.csv: expected a header with the names of the columns, found nothing/
  ],
  ['a header without rows', 'a,b\n', /^people.csv: expected rows below the header, found none/],
  ['a file without a header', '1,2\n3,4\n', /expected a header .*, found numbers: 1, 2/],
  ['semicolons', 'a;b\n1;2\n', /one column named 'a;b'\n.*a comma parts the cells/],
  ['two columns of one name', 'a,b,a\n1,2,3\n', /the header has 'a' in columns 1 and 3/],
  [
    'a missing value',
    'a,b\n1,2\n,4\n',
    /^people.csv, line 3 \(row 2\), column 'a': expected a number, found nothing\n {2}why: a value is missing/
  ],
  [
    'a missing value that is named',
    'a\n1\nNA\n',
    /row 2\), column 'a': expected a number, found 'NA'/
  ],
  ['a missing label', 'a,g\n1,x\n2,\n', /row 2\), column 'g': expected a label, found nothing/],
  [
    'text among numbers',
    'a,b\n1,2\n3,four\n',
    joined(
      /^people.csv, line 3 \(row 2\), column 'b': expected a number, found 'four'\n/,
      / {2}why: the first row of the column has a number/
    )
  ],
  [
    'a decimal comma',
    'a,b\n"1,5",2\n1,"1,5"\n',
    /row 2\), column 'b'.*found '1,5'\n {2}why: a comma/
  ],
  ['a number beyond float32', 'a\n1e39\n', /'1e39' is beyond float32/],
  ['a hexadecimal number', 'a\n1\n0x10\n', /expected a number, found '0x10'/],
  ['neither true nor false', 'a\ntrue\n1\n', /expected true or false, found '1'/],
  ['a row that is short', 'a,b\n1,2\n3\n', /line 3 \(row 2\): expected 2 cells, found 1/],
  ['a row that is long', 'a,b\n1,2,3\n', /line 2 \(row 1\): expected 2 cells, found 3/],
  ['an empty line between rows', 'a\n1\n\n2\n', /^people.csv, line 3: an empty line between rows/],
  [
    'a quote never closed',
    'a,b\n1,2\n"3,4\n5,6\n',
    /^people.csv, line 3: a quote is opened and never/
  ],
  ['text behind a quote', 'a,b\n1,"x"y\n', /^people.csv, line 2: text follows a closing quote/],
  ['a quote within a cell', 'a,b\n1,x"y"\n', /^people.csv, line 2: a quote stands in the middle/],
  ['UTF-16', Uint8Array.from([0xff, 0xfe, 97, 0, 10, 0]), /expected text in UTF-8/],
  ['Latin-1', Uint8Array.from([97, 10, 0xe4, 10]), /expected text in UTF-8, found other bytes/]
]

describe('is refused', () => {
  test.each(refused)('%s', async (_, text, says) => {
    const [first, ...others] = await messagesOf(text)
    expect(first).toMatch(says)
    expect(others).toEqual([])
  })

  test('a line is that of the file, also behind quoted line ends', async () => {
    for (const end of ['\n', '\r\n']) {
      const text = ['a,b', `"x${end}y${end}z",1`, 'x,2', 'y,'].join(end)
      expect((await messagesOf(text))[0]).toMatch(/^people.csv, line 6 \(row 3\), column 'b'/)
    }
  })

  test('the first few cells are listed, the others counted', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => (i % 3 === 0 ? '1' : ''))
    const messages = await messagesOf(`a,b\n${rows.map((cell) => `${cell},2`).join('\n')}\n`)
    expect(messages).toHaveLength(6)
    expect(messages[5]).toMatch(/^people.csv: 15 more cells are wrong/)
  })

  test('a name that is not in the header, with the near ones', async () => {
    const say = async (name: string) =>
      (await messagesOf('age,Weight_kg,y\n1,2,3\n', new Map([[name, asNumbers]])))[0]
    expect(await say('agee')).toMatch(/there is no column 'agee'\n.*\n {2}try: did you mean age\?/)
    expect(await say('weightkg')).toMatch(/did you mean Weight_kg\?/)
    expect(await say('income')).toMatch(/the columns are age, Weight_kg, y/)
  })

  test('another ending, with those that are known', async () => {
    expect((await messagesOf('a\n1', undefined, 'people.xlsx'))[0]).toMatch(
      /found the ending 'xlsx'\n.*csv, tsv, json, npy, safetensors, idx/
    )
  })
})

test('one wanted column of a file that is cut into chunks of one byte', async () => {
  const { arrays } = await tableIn(bytesOf('a,b\n1,2\n'), new Map([['b', asNumbers]]), 'a.csv', 1)
  expect([...arrays]).toEqual([['b', { shape: [1], values: Float32Array.of(2) }]])
})
