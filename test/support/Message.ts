import { expect } from 'vitest'
import { farrier, type World } from './CommandLineRun.ts'

/**
 * What another training or another folder would change: checksums, lengths, where the tests run.
 */
const stable = (text: string): string =>
  text
    .replaceAll(process.cwd(), '.')
    .replace(/\b[0-9a-f]{8}\b/g, '‹crc›')
    .replace(
      /(safetensors|net\.farrier): (.*)/g,
      (_, file, rest) =>
        `${file}: ${rest.replace(/\d+ bytes/g, '‹n› bytes').replace(/found \d+$/, 'found ‹n›')}`
    )

export const message = async (
  world: World,
  words: ReadonlyArray<string>,
  exit = 1
): Promise<string> => {
  const { code, out, err } = await farrier(world)(...words)
  expect({ code, out }).toEqual({ code: exit, out: '' })
  expect(err).not.toMatch(/^\s+at .*:\d+:\d+/m)
  return stable(err.trimEnd())
}
