/** Numbers of operations in the file: none changes its meaning, and old files are read for good. */
import { isLeft } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import {
  mapCodes,
  operationOf,
  reductionCodes,
  tagCodes,
  zipCodes
} from '../../src/storage/net/NetFileCodes.ts'
import { decodeNet, encodeNet } from '../../src/storage/index.ts'

/** The operations of version 2 when it was first published, in the order of their numbers. */
const published = {
  tags: [
    'Constant Constants Ref Size Iota Map Zip Where Reduce Contract Rename Merge',
    'Split Gather Unfold Fold'
  ].flatMap((names) => names.split(' ')),
  maps: [
    'neg abs sign exp expm1 log log1p sqrt square reciprocal floor round sin cos',
    'tanh sigmoid softplus relu erf logNdtr ndtri lgamma digamma trigamma dawson',
    'expint1 jeffreysKl stopGradient'
  ].flatMap((names) => names.split(' ')),
  zips: ['add sub mul div pow max min equal less lessEqual polygamma'].flatMap((names) =>
    names.split(' ')
  ),
  reductions: ['sum max min logSumExp'].flatMap((names) => names.split(' '))
}

test.each([
  ['nodes', published.tags, tagCodes],
  ['operations on one array', published.maps, mapCodes],
  ['operations on two', published.zips, zipCodes],
  ['reductions', published.reductions, reductionCodes]
] as const)('%s have the numbers they were published with; new ones follow', (_, first, codes) => {
  const all: ReadonlyArray<readonly [string, number]> = Object.entries(codes)
  const byNumber = all.toSorted(([, a], [, b]) => a - b)
  expect(byNumber.map(([, number]) => number)).toEqual(all.map((__, i) => i))
  expect(byNumber.slice(0, first.length).map(([name]) => name)).toEqual(first)
})

test('a number that no operation has is no operation', () => {
  expect(operationOf(reductionCodes)(3)).toBe('logSumExp')
  expect(operationOf(reductionCodes)(Object.keys(reductionCodes).length)).toBeUndefined()
})

/** A network of two layers, as farrier 0.1.0 wrote it. */
const written = Buffer.from(
  [
    'RkFSTgJpAQAA4wF7Im1vZGVsIjoibW9kZWwudHMiLCJzZWVkIjoxLCJlcG9jaHMiOjMsInNldHRpbmdzIjp7',
    'InVuaXRzIjoiNCIsImRhdGEiOiJkYXRhIiwicmFuZ2UiOiIwLi4xIiwiaG9sZE91dCI6IjYiLCJ0b2xlcmFu',
    'Y2UiOiIwLjAwNiIsInByZWNpc2lvbiI6InJobz00MDk2In0sImxheWVycyI6W1siZmMxL3ciLDY0LDBdLFsi',
    'ZmMyL3ciLDEyLDBdXSwiYXJjaGl0ZWN0dXJlIjpbInBpeGVscyIsImhpZGRlbiJdfSsGBmltYWdlcwdjbGFz',
    'c2VzBWZjMi9iAXkLQ2F0ZWdvcmljYWwGbG9naXRzPAsAAAAAAAAAAAAEAAYCAgEGAAMBAgIBAQYAAgECAwEA',
    'DQECAQgDAQEDBgECAQUAAQEDBAUBAAEBAQUFCgQBAQMACAECAQEGAAGrt+w/uA=='
  ].join(''),
  'base64'
)

test('a file of farrier 0.1.0 is read, and written again to the byte', () => {
  const read = decodeNet('net.farrier')(written)
  if (isLeft(read)) throw new Error(JSON.stringify(read.left))
  expect(read.right.provenance).toMatchObject({ model: 'model.ts', seed: 1, epochs: 3 })
  expect(Buffer.from(encodeNet(read.right).bytes).equals(written)).toBe(true)
})
