import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { appendLine } from '../../src/storage/FileSystem.ts'
import { diskFull, memoryFileSystem } from '../support/MemoryFileSystem.ts'

const text = (bytes: Uint8Array | undefined): string | undefined =>
  bytes === undefined ? undefined : new TextDecoder().decode(bytes)

describe('appendLine', () => {
  it('creates the file, then adds', async () => {
    const files = memoryFileSystem()
    expect(await appendLine(files)('run/metrics.jsonl', '{"epoch":1}')()).toEqual(
      E.right(undefined)
    )
    expect(await appendLine(files)('run/metrics.jsonl', '{"epoch":"zwei ☃"}')()).toEqual(
      E.right(undefined)
    )
    expect(text(files.contents.get('run/metrics.jsonl'))).toBe('{"epoch":1}\n{"epoch":"zwei ☃"}\n')
  })

  it('leaves the file as it was when the disk is full', async () => {
    let full = false
    const files = memoryFileSystem({
      fail: (operation, path) => (full && operation === 'append' ? diskFull(path) : undefined)
    })
    await appendLine(files)('m', 'one')()
    full = true
    expect(await appendLine(files)('m', 'two')()).toEqual(E.left(diskFull('m')))
    expect(text(files.contents.get('m'))).toBe('one\n')
  })

  it('reports a failure to read, and writes nothing', async () => {
    const files = memoryFileSystem({
      files: { m: new Uint8Array([65]) },
      fail: (operation, path) => (operation === 'append' ? diskFull(path) : undefined)
    })
    expect(E.isLeft(await appendLine(files)('m', 'two')())).toBe(true)
    expect(files.contents.get('m')).toEqual(new Uint8Array([65]))
  })
})
