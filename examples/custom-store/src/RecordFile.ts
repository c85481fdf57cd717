/**
 * An append-only file of texts, one to a line, each behind its checksum: `9ae0daaf {"id":…}`. Knows nothing of events.
 *
 * A write that a crash cut short leaves a last line without its end; that one was never acknowledged, and opening the
 * file cuts it off. Any other line that does not fit its checksum is damage to what was acknowledged: the file is not
 * opened, and the place is named.
 */
import * as fs from "node:fs/promises"
import * as path from "node:path"
import { crc32 } from "node:zlib"
import { flushFolder } from "./AtomicFile.ts"

/** Where a record is: bytes from the start of the file, and bytes of its line. */
export interface Place {
  readonly offset: number
  readonly length: number
}

/** A record that was acknowledged cannot be read. */
export class DamagedRecord extends Error {
  readonly _tag = "DamagedRecord"
  constructor(file: string, { offset, length }: Place) {
    super(`${file} is damaged in the ${length} bytes from byte ${offset} on`)
  }
}

/** The disk did not say whether it has the records. Only opening the file anew tells. */
export class FlushFailed extends Error {
  readonly _tag = "FlushFailed"
}

export interface RecordFile {
  /** Writes records in order, flushes them, and answers their places. Rejects when none of them was written. */
  readonly append: (texts: ReadonlyArray<string>) => Promise<ReadonlyArray<Place>>
  readonly read: (place: Place) => Promise<string>
  readonly close: () => Promise<void>
}

const newline = 0x0a
const prefix = 9

const lineOf = (text: string): Buffer => {
  const body = Buffer.from(`${text}\n`)
  const sum = crc32(body.subarray(0, -1)).toString(16).padStart(prefix - 1, "0")
  return Buffer.concat([Buffer.from(`${sum} `), body])
}

/** The text of a line; nothing when the line is not what was written. */
const textOf = (line: Buffer): string | undefined => {
  const body = line.subarray(prefix, -1)
  const sum = crc32(body).toString(16).padStart(prefix - 1, "0")
  return line.at(-1) === newline && line.subarray(0, prefix).toString() === `${sum} ` ? body.toString() : undefined
}

/** Every line with its place; the last one may lack its end. */
async function* linesOf(handle: fs.FileHandle): AsyncGenerator<readonly [Buffer, Place]> {
  let rest: Buffer = Buffer.alloc(0)
  let offset = 0
  for await (const chunk of handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 1 << 20 })) {
    rest = Buffer.concat([rest, chunk as Buffer]) // without an encoding, a stream of a file gives buffers
    for (let end = rest.indexOf(newline); end >= 0; end = rest.indexOf(newline)) {
      yield [rest.subarray(0, end + 1), { offset, length: end + 1 }]
      offset += end + 1
      rest = rest.subarray(end + 1)
    }
  }
  if (rest.length > 0) yield [rest, { offset, length: rest.length }]
}

/** Gives every record to `visit`, cuts a torn last one off, and answers where the file ends. */
const scan = async (handle: fs.FileHandle, file: string, visit: (text: string, place: Place) => void) => {
  let end = 0
  for await (const [line, place] of linesOf(handle)) {
    if (line.at(-1) !== newline) {
      await handle.truncate(place.offset)
      await handle.sync()
      break
    }
    const text = textOf(line)
    if (text === undefined) throw new DamagedRecord(file, place)
    visit(text, place)
    end = place.offset + place.length
  }
  return end
}

/** Opens a file, made if it is missing, and shows what is in it. Rejects with {@link DamagedRecord}. */
export const open = async (file: string, visit: (text: string, place: Place) => void): Promise<RecordFile> => {
  const handle = await fs.open(file, "a+")
  await flushFolder(path.dirname(file))
  let end = await scan(handle, file, visit).catch(async (error: unknown) => {
    await handle.close()
    throw error
  })
  // #region append
  const append = async (texts: ReadonlyArray<string>) => {
    const lines = texts.map(lineOf)
    try {
      await handle.appendFile(Buffer.concat(lines))
    } catch (error) {
      // A full disk may have taken half of it.
      await handle.truncate(end).catch((cause: unknown) => {
        throw new FlushFailed("the disk took back nothing of a failed write", { cause })
      })
      throw error
    }
    await handle.datasync().catch((cause: unknown) => {
      throw new FlushFailed("the disk did not confirm a write", { cause })
    })
    return lines.map(({ length }) => {
      const place = { offset: end, length }
      end += length
      return place
    })
  }
  // #endregion

  const read = async (place: Place) => {
    const line = Buffer.alloc(place.length)
    await handle.read(line, 0, place.length, place.offset)
    const text = textOf(line)
    if (text === undefined) throw new DamagedRecord(file, place)
    return text
  }
  return { append, read, close: () => handle.close() }
}
