/** How the tutorial says that types are checked: by options that this compiler has,. */
import ts from 'typescript'
import { expect, test } from 'vitest'
import { fencesOf } from './RunPage.ts'

test('the options of the tutorial are options, and let the pages import as they do', () => {
  const page = fencesOf('docs/tutorial/README.md').find(({ name }) => name === 'tsconfig.json')
  const { config, error }: { readonly config?: unknown; readonly error?: unknown } =
    ts.parseConfigFileTextToJson('tsconfig.json', page?.text ?? '')
  expect(error).toBeUndefined()
  const { options, errors } = ts.parseJsonConfigFileContent(
    config,
    { ...ts.sys, readDirectory: () => ['model.ts'] },
    '/home/you'
  )
  expect(errors).toEqual([])
  expect(options).toMatchObject({
    strict: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    module: ts.ModuleKind.NodeNext
  })
})

test('a package that is begun as the pages say may import', () => {
  for (const path of ['README.md', 'docs/tutorial/README.md'])
    expect(
      fencesOf(path)
        .map(({ text }) => text)
        .join()
    ).toMatch(/npm init -y\nnpm pkg set type=module\nnpm install farrier\n/)
})
