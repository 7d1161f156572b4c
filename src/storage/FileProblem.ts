/** Error codes of the operating system, as messages that a person can act on. */
import type { Problem } from '../ir/Problem.ts'
import { problem } from '../ir/Problem.ts'

type Text = readonly [what: string, why: string, tryNext: string]

const texts: ReadonlyMap<string, Text> = new Map<string, Text>([
  [
    'ENOENT',
    [
      'no such file or folder',
      'the path, or a folder on the way to it, does not exist',
      'check the spelling'
    ]
  ],
  [
    'ENOTDIR',
    ['expected a folder, found a file', 'a part of the path is a file', 'check the path']
  ],
  ['EISDIR', ['expected a file, found a folder', 'a folder has no bytes', 'name a file']],
  [
    'EEXIST',
    [
      'there is already a file of this name',
      'a folder cannot take its place',
      'choose another name'
    ]
  ],
  [
    'EACCES',
    [
      'permission denied',
      'this user may not read or write here',
      'change the permissions, or choose another place'
    ]
  ],
  [
    'EPERM',
    [
      'operation not permitted',
      'the system forbids this here',
      'change the permissions, or choose another place'
    ]
  ],
  [
    'EROFS',
    ['the file system is read-only', 'nothing can be written here', 'choose another place']
  ],
  [
    'ENOSPC',
    [
      'the disk is full',
      'the file could not be written; what was there before is unchanged',
      'free some space, or choose another disk, then run again'
    ]
  ],
  [
    'EDQUOT',
    [
      'the disk quota is used up',
      'the file could not be written; what was there before is unchanged',
      'free some space, or choose another disk, then run again'
    ]
  ],
  [
    'EFBIG',
    [
      'the file is too large',
      'the file system does not hold files of this size',
      'choose another disk'
    ]
  ],
  [
    'ERR_FS_FILE_TOO_LARGE',
    ['the file is too large to read', 'files are read whole into memory', 'name a smaller file']
  ],
  [
    'ENAMETOOLONG',
    [
      'the name is too long',
      'the file system does not hold names of this length',
      'choose a shorter name'
    ]
  ],
  [
    'EMFILE',
    ['too many open files', 'the system lends no more', 'close other programs, or raise the limit']
  ],
  [
    'EIO',
    ['the disk reported an error', 'the bytes could not be moved', 'check the disk, then run again']
  ]
])

/** The code of what a file operation threw. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'unknown'

/** Whether an error says that there is nothing at a path. */
export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR'].includes(codeOf(error))

/**
 * The message for what a file operation threw. Codes outside the table are named as they are.
 *
 * @param use what was wanted: a file that is to be written may lack its folder
 */
export const fileProblem =
  (path: string, use: 'reading' | 'writing' = 'reading') =>
  (error: unknown): Problem => {
    const code = codeOf(error)
    if (code === 'ENOENT' && use === 'writing')
      return problem(
        path,
        'no such file or folder',
        'the folder that it is written into does not exist',
        'create the folder first, or check the spelling'
      )
    const [what, why, tryNext] = texts.get(code) ?? [
      `the file operation failed (${code})`,
      error instanceof Error ? error.message : String(error),
      'check the path and the disk'
    ]
    return problem(path, what, why, tryNext)
  }
