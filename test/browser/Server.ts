/**
 * A static server for the tests of pages: folders, and the headers that isolate a page from other
 * origins.
 */
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'

export interface Server {
  readonly address: string
  readonly close: () => void
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm'
}

/** Without these a page has no shared memory. */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp'
}

/**
 * Serves the files of each folder under its prefix, the first that has one. `/` is `/index.html`.
 */
export const startServer = (
  folders: ReadonlyArray<readonly [prefix: string, folder: string]>,
  isolated: boolean
): Promise<Server> => {
  const fileOf = (url: string): string | undefined => {
    const path = normalize(
      decodeURIComponent(new URL(url, 'http://localhost').pathname).replace(/\/$/, '/index.html')
    )
    return folders
      .flatMap(([prefix, folder]) =>
        path.startsWith(prefix) ? [join(folder, path.slice(prefix.length))] : []
      )
      .find((file) => existsSync(file) && statSync(file).isFile())
  }
  const server = createServer(({ url = '/' }, response) => {
    const file = fileOf(url)
    if (file === undefined) response.writeHead(404).end()
    else {
      response.writeHead(200, {
        'Content-Type': types[extname(file)] ?? 'application/octet-stream',
        'Content-Length': statSync(file).size,
        ...(isolated ? isolation : {})
      })
      createReadStream(file).pipe(response)
    }
  })
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const at = server.address()
      resolve({
        address: `http://127.0.0.1:${typeof at === 'object' && at !== null ? at.port : 0}/`,
        close: () => {
          server.closeAllConnections()
          server.close()
        }
      })
    })
  })
}
