/**
 * Views as files of JSON: one for each view's documents, and `views.json`, which names them and holds the rest. A write
 * makes new files for the documents that have changed and then replaces `views.json`: that one replacement is the
 * transaction, over as many views as there are.
 */
import type { Checkpoint } from "@dateline/eventsourcing/Checkpoint"
import type { Index, Json } from "@dateline/eventsourcing/Projection"
import type { ViewId } from "@dateline/eventsourcing/ViewStore"
import { UnknownView } from "@dateline/eventsourcing/ViewStoreError"
import * as Effect from "effect/Effect"
import * as fs from "node:fs/promises"
import * as path from "node:path"
import * as AtomicFile from "./AtomicFile.ts"

export interface View {
  readonly id: ViewId
  readonly indexes: ReadonlyArray<Index>
  readonly checkpoint: Checkpoint | undefined
  /** The last one given; 0 while none was. */
  readonly fence: number
  /** Who has the fence; nobody once it was given back. */
  readonly lease: { readonly owner: string; readonly until: number } | undefined
  readonly documents: ReadonlyMap<string, Json>
}

/** Everything there is. Never changed in place: whoever reads it sees it whole. */
export interface Views {
  /** By {@link keyOf}. */
  readonly views: ReadonlyMap<string, View>
  /** What readers see, by name. */
  readonly live: ReadonlyMap<string, ViewId>
  /** Greater than every fence that was given, to whatever view. */
  readonly lastFence: number
}

export const keyOf = ({ build, name, revision }: ViewId): string => `${name} ${revision} ${build}`

/** Fails with `UnknownView`. */
export const viewOf = ({ views }: Views, id: ViewId): Effect.Effect<View, UnknownView> => {
  const view = views.get(keyOf(id))
  return view ? Effect.succeed(view) : Effect.fail(new UnknownView({ view: id }))
}

interface Manifest {
  /** Goes up with every write, so that no file's name is used twice. */
  readonly generation: number
  readonly views: ReadonlyArray<Omit<View, "documents"> & { readonly file: string }>
  readonly live: ReadonlyArray<ViewId>
  readonly lastFence: number
}

const manifestName = "views.json"
const empty: Manifest = { generation: 0, views: [], live: [], lastFence: 0 }

const read = async (folder: string, { file, ...view }: Manifest["views"][number]): Promise<View> => {
  const documents = JSON.parse(await fs.readFile(path.join(folder, file), "utf8")) // as `save` wrote it
  return { ...view, documents: new Map(documents) }
}

/** Files that no manifest names any more, or that a crash has left. */
const sweep = async (folder: string, { views }: Manifest): Promise<void> => {
  const named = new Set(views.map(({ file }) => file))
  for (const name of await fs.readdir(folder)) {
    if (/^view-\d+-\d+\.json(\.new)?$/.test(name) && !named.has(name)) await fs.rm(path.join(folder, name))
  }
}

export interface ViewFiles {
  readonly state: Views
  /** Makes this the state, in one step. Rejects when nothing has changed on the disk. */
  readonly save: (next: Views) => Promise<void>
}

/** Opens the files of a folder. */
export const open = async (folder: string): Promise<ViewFiles> => {
  const known = await AtomicFile.read(path.join(folder, manifestName))
  let manifest: Manifest = known === undefined ? empty : JSON.parse(known)
  const views = await Promise.all(manifest.views.map((view) => read(folder, view)))
  let state: Views = {
    views: new Map(views.map((view) => [keyOf(view.id), view])),
    live: new Map(manifest.live.map((id) => [id.name, id])),
    lastFence: manifest.lastFence
  }
  await sweep(folder, manifest)
  // #region save
  const save = async (next: Views): Promise<void> => {
    const generation = manifest.generation + 1
    const named: Array<Manifest["views"][number]> = []
    for (const [key, { documents, ...view }] of next.views) {
      const before = manifest.views.find(({ id }) => keyOf(id) === key)
      const unchanged = before !== undefined && state.views.get(key)?.documents === documents
      const file = unchanged ? before.file : `view-${generation}-${named.length}.json`
      if (!unchanged) await AtomicFile.replace(path.join(folder, file), JSON.stringify([...documents]))
      named.push({ ...view, file })
    }
    const { lastFence, live } = next
    const written = { generation, views: named, live: [...live.values()], lastFence }
    await AtomicFile.replace(path.join(folder, manifestName), JSON.stringify(written))
    manifest = written
    state = next
    await sweep(folder, manifest)
  }
  // #endregion
  return {
    get state() {
      return state
    },
    save
  }
}
