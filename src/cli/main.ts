/**
 * The command line.
 *
 * @since 0.1.0
 */
import { readFileSync } from 'node:fs'
import { Command } from 'commander'

const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : ''

await new Command('farrier')
  .description('Bayesian compression: a declared prior becomes a smaller network.')
  .version(version)
  .parseAsync()
