import * as Position from "@dateline/eventsourcing/Position"
import type { Json } from "@dateline/eventsourcing/Projection"
import type { ViewStore } from "@dateline/eventsourcing/ViewStore"
import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as fs from "node:fs"
import * as path from "node:path"
import * as FileViewStore from "../src/FileViewStore.ts"
import { temporaryFolder } from "./support/temporaryFolder.ts"

const view = { name: "notes", revision: 1, build: 0 }
const other = { name: "others", revision: 1, build: 0 }
const at = (position: number) => ({ log: "log", epoch: "1", position: Position.make(position) })

/** Uses the views of a folder in a program of their own. */
const use = <A>(folder: string, body: (views: ViewStore["Service"]) => Effect.Effect<A, unknown>) =>
  Effect.scoped(Effect.flatMap(FileViewStore.make({ folder }), body))

const define = (views: ViewStore["Service"]) =>
  Effect.andThen(views.define(view, []), views.define(other, [{ name: "all", equal: [], order: ["n"] }]))

const write = (views: ViewStore["Service"], from: number, documents: { readonly [key: string]: Json }) =>
  views.apply(
    [view, other].map((id) => ({
      view: id,
      fence: 0,
      from: at(from),
      to: at(from + 1),
      upserts: new Map(Object.entries(documents)),
      deletes: []
    })) as unknown as Parameters<ViewStore["Service"]["apply"]>[0]
  ) // two of them: not empty

const state = (views: ViewStore["Service"]) =>
  Effect.gen(function*() {
    const checkpoint = Option.getOrUndefined(yield* views.checkpoint(view))?.position
    const documents = Object.fromEntries(yield* views.getMany(view, ["a", "b"]))
    const listed = (yield* views.query(other, { index: "all", equal: [], limit: 9 })).items.map(({ key }) => key)
    return { checkpoint, documents, listed }
  })

describe("views in files", () => {
  it.live("are there after a restart, with their checkpoints and indexes", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      yield* use(folder, (views) => Effect.andThen(define(views), write(views, 0, { b: { n: 2 }, a: { n: 1 } })))
      const expected = { checkpoint: 1, documents: { a: { n: 1 }, b: { n: 2 } }, listed: ["a", "b"] }
      expect(yield* use(folder, state)).toEqual(expected)
    }))

  it.live("a write over several views that a crash cuts short at any file leaves all of them as they were", () =>
    Effect.gen(function*() {
      const folder = yield* temporaryFolder
      yield* use(folder, (views) => Effect.andThen(define(views), write(views, 0, { a: { n: 1 } })))
      const before = yield* use(folder, state)
      const names = fs.readdirSync(folder)
      const kept = new Map(names.map((name) => [name, fs.readFileSync(path.join(folder, name))]))
      yield* use(folder, (views) => write(views, 1, { a: { n: 9 }, b: { n: 9 } }))
      const fresh = fs.readdirSync(folder).filter((name) => !kept.has(name))
      expect(fresh).toHaveLength(2)
      const late = new Map(fresh.map((name) => [name, fs.readFileSync(path.join(folder, name))]))
      for (let crash = 0; crash <= fresh.length; crash++) {
        for (const name of fs.readdirSync(folder)) fs.rmSync(path.join(folder, name))
        for (const [name, bytes] of kept) fs.writeFileSync(path.join(folder, name), bytes)
        for (const name of fresh.slice(0, crash)) fs.writeFileSync(path.join(folder, name), late.get(name)!)
        fs.writeFileSync(path.join(folder, `${fresh[crash] ?? "views.json"}.new`), "{\"half\":")
        expect(yield* use(folder, state)).toEqual(before)
      }
      const present = () => fs.readdirSync(folder).filter((name) => name.startsWith("view-")).length
      // Files that nothing names any more go with the write that replaced them.
      expect(yield* use(folder, (views) => Effect.map(write(views, 1, { b: { n: 2 } }), present))).toBe(2)
      expect(yield* use(folder, state)).toEqual({
        checkpoint: 2,
        documents: { a: { n: 1 }, b: { n: 2 } },
        listed: ["a", "b"]
      })
    }))
})
