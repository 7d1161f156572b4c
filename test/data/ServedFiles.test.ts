import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { gzipSync } from 'node:zlib'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadIdxFolder, servedFiles } from '../../src/data/index.ts'
import type { FileSystem } from '../../src/storage/index.ts'
import { idxBytes } from '../support/IdxBytes.ts'

const images = idxBytes(
    [3, 2, 2],
    Uint8Array.from({ length: 12 }, (_, i) => i)
  ),
  labels = idxBytes([3], [0, 1, 2])
const served: Readonly<Record<string, Uint8Array>> = {
  '/base/toy/train-images-idx3-ubyte': images,
  '/base/toy/train-labels-idx1-ubyte': labels,
  '/base/toy/t10k-images-idx3-ubyte': gzipSync(images),
  '/base/toy/t10k-labels-idx1-ubyte': labels
}

let server: Server
let address = ''
let files: FileSystem
beforeAll(async () => {
  server = createServer(({ url = '', method }, response) => {
    const bytes = served[url]
    if (url.endsWith('/cut'))
      response.writeHead(200, { 'Content-Length': 9 }).write('abc', () => response.destroy())
    else if (url.endsWith('/broken')) response.writeHead(500).end()
    else if (bytes === undefined) response.writeHead(404).end()
    else response.writeHead(200).end(method === 'HEAD' ? undefined : bytes)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const at = server.address()
  address = `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}/base`
  files = servedFiles(address)
})
afterAll(() => {
  server.close()
})

describe('servedFiles', () => {
  it('are read as a data set, gzipped or not', async () => {
    const set = await loadIdxFolder(files, 'toy')()
    expect(set).toMatchObject(
      E.right({ name: 'toy', classes: 3, shape: [2, 2], train: { count: 3 }, test: { count: 3 } })
    )
    expect(await servedFiles(`${address}/`).read('/toy/train-labels-idx1-ubyte')()).toEqual(
      E.right(labels)
    )
  })

  it('exist or not', async () => {
    expect([
      await files.exists('toy/t10k-labels-idx1-ubyte')(),
      await files.exists('toy/nothing')()
    ]).toEqual([E.right(true), E.right(false)])
    expect(await files.exists('toy/broken')()).toMatchObject(
      E.left({ where: `${address}/toy/broken`, what: 'expected a file, found status 500' })
    )
  })

  it('that are not there, cut off or without a server are refused by their address', async () => {
    expect(await files.read('toy/nothing')()).toMatchObject(
      E.left({ where: `${address}/toy/nothing`, what: 'expected a file, found status 404' })
    )
    expect(await files.read('toy/cut')()).toMatchObject(
      E.left({ where: `${address}/toy/cut`, what: 'the file is cut off' })
    )
    expect(await servedFiles('http://127.0.0.1:9').read('x')()).toMatchObject(
      E.left({ where: 'http://127.0.0.1:9/x', what: 'expected a file, found no answer' })
    )
  })

  it('stream by as they arrive, and end in a problem where they are cut off', async () => {
    const arrived = async (path: string) => {
      const found: Array<unknown> = []
      for await (const chunk of files.chunks(path))
        found.push(E.isRight(chunk) ? [...chunk.right] : chunk)
      return found.flat()
    }
    expect(await arrived('toy/t10k-labels-idx1-ubyte')).toEqual([...labels])
    expect((await arrived('toy/cut')).at(-1)).toMatchObject(E.left({ what: 'the file is cut off' }))
    expect(await arrived('toy/nothing')).toMatchObject([
      E.left({ what: 'expected a file, found status 404' })
    ])
  })

  it('are not written, and listed as was said', async () => {
    expect([await files.writeWhole('a', labels)(), await files.makeFolder('a')()]).toMatchObject([
      E.left({ where: 'a' }),
      E.left({ where: 'a' })
    ])
    expect(await servedFiles(address, ['b', 'a']).list('any')()).toEqual(E.right(['a', 'b']))
  })
})
