/** Checksums of bytes. */
import { createHash } from 'node:crypto'
import { crc32 as zlibCrc32 } from 'node:zlib'

/** CRC-32 of ISO 3309 (polynomial 0xEDB88320, as in gzip and PNG), an integer in [0, 2³²). Sees every change of up to 32 adjacent bits. */
export const crc32 = (bytes: Uint8Array): number => zlibCrc32(bytes)

/** A 32-bit checksum as eight hexadecimal digits. */
export const hex32 = (checksum: number): string => checksum.toString(16).padStart(8, '0')

/** MD5 as 32 hexadecimal digits: names a published file, protects against nothing malicious. */
export const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex')
