/**
 * Views as files of JSON: one for each view, and `views.json`, which names them. A write makes new files for what has
 * changed and then replaces `views.json`: that one replacement is the transaction, over as many views as there are.
 */
import type { Checkpoint } from "@dateline/eventsourcing/Checkpoint"
import type { Index, Json } from "@dateline/eventsourcing/Projection"
import type { ViewId } from "@dateline/eventsourcing/ViewStore"
import * as fs from "node:fs/promises"
import * as path from "node:path"
import * as AtomicFile from "./AtomicFile.ts"

export interface View {
  readonly id: ViewId
  readonly indexes: ReadonlyArray<Index>
  readonly checkpoint: Checkpoint | undefined
  readonly documents: ReadonlyMap<string, Json>
}

/** Views by {@link keyOf}. Never changed in place: whoever reads one sees it whole. */
export type Views = ReadonlyMap<string, View>

export const keyOf = (id: ViewId): string => `${id.name} ${id.revision}`

interface Manifest {
  /** Goes up with every write, so that no file's name is used twice. */
  readonly generation: number
  readonly files: { readonly [key: string]: string }
}

const manifestName = "views.json"

const write = (folder: string, name: string, { checkpoint, documents, id, indexes }: View): Promise<void> =>
  AtomicFile.replace(path.join(folder, name), JSON.stringify({ id, indexes, checkpoint, documents: [...documents] }))

const read = async (folder: string, name: string): Promise<View> => {
  const text = await fs.readFile(path.join(folder, name), "utf8")
  const { checkpoint, documents, id, indexes } = JSON.parse(text) // as `write` wrote it
  return { id, indexes, checkpoint, documents: new Map(documents) }
}

/** Files that no manifest names any more, or that a crash has left. */
const sweep = async (folder: string, manifest: Manifest): Promise<void> => {
  const named = new Set(Object.values(manifest.files))
  for (const name of await fs.readdir(folder)) {
    if (/^view-\d+-\d+\.json(\.new)?$/.test(name) && !named.has(name)) await fs.rm(path.join(folder, name))
  }
}

export interface ViewFiles {
  readonly views: Views
  /** Makes these the views, in one step. Rejects when nothing has changed on the disk. */
  readonly save: (next: Views) => Promise<void>
}

/** Opens the files of a folder. */
export const open = async (folder: string): Promise<ViewFiles> => {
  const known = await AtomicFile.read(path.join(folder, manifestName))
  let manifest: Manifest = known === undefined ? { generation: 0, files: {} } : JSON.parse(known)
  let views: Views = new Map(
    await Promise.all(
      Object.entries(manifest.files).map(async ([key, name]) => [key, await read(folder, name)] as const)
    )
  )
  await sweep(folder, manifest)
  // #region save
  const save = async (next: Views): Promise<void> => {
    const generation = manifest.generation + 1
    const files: { [key: string]: string } = {}
    for (const [key, view] of next) {
      const name = manifest.files[key]
      files[key] = name !== undefined && views.get(key) === view
        ? name
        : `view-${generation}-${Object.keys(files).length}.json`
      if (files[key] !== name) await write(folder, files[key], view)
    }
    await AtomicFile.replace(path.join(folder, manifestName), JSON.stringify({ generation, files }))
    manifest = { generation, files }
    views = next
    await sweep(folder, manifest)
  }
  // #endregion
  return {
    get views() {
      return views
    },
    save
  }
}
