import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { rooms, sourceFiles } from './Tree.ts'

const walls: { readonly forbidden: ReadonlyArray<{ readonly name: string }> } = createRequire(
  import.meta.url
)('../../.dependency-cruiser.cjs')

test('every room has a door', () => {
  const paths = new Set(sourceFiles.map(({ path }) => path))
  expect(rooms.length).toBeGreaterThan(0)
  expect(rooms.filter((room) => !paths.has(`${room}/index.ts`))).toEqual([])
})

test('every room has walls; only cli may see everything', () => {
  const walled = new Set(walls.forbidden.map(({ name }) => name))
  expect(rooms.filter((room) => !walled.has(`room-${room}`))).toEqual(
    rooms.includes('cli') ? ['cli'] : []
  )
})
