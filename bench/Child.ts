/** A script in a fresh process, and what its last line says. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type * as t from 'io-ts'

/** Never fails: on the left is why there is nothing. */
export const answerOf = <A>(
  codec: t.Type<A, unknown>,
  script: string,
  words: ReadonlyArray<string>,
  limitMs = 300_000
): Promise<Either<string, A>> =>
  new Promise((done) => {
    const child = spawn(
      process.execPath,
      ['--expose-gc', fileURLToPath(new URL(script, import.meta.url)), ...words],
      { stdio: ['ignore', 'pipe', 'pipe'], timeout: limitMs }
    )
    let out = '',
      said = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-2000)
    })
    child.on('error', (e) => done(left(e.message)))
    child.on('close', (code) => {
      if (code !== 0)
        return done(
          left(
            code === null
              ? `ended after ${limitMs / 1000} s`
              : (said
                  .split('\n')
                  .find((l) => /^\w*Error: /.test(l))
                  ?.slice(0, 300) ?? `code ${code}`)
          )
        )
      const decoded = codec.decode(JSON.parse(out.trimEnd().split('\n').at(-1) ?? 'null'))
      done(isLeft(decoded) ? left(`not understood: ${out.slice(0, 200)}`) : right(decoded.right))
    })
  })
