import { describe, expect, it } from "@effect/vitest"
import * as Effect from "effect/Effect"
import * as Stream from "effect/Stream"
import * as EventStore from "../src/EventStore.ts"
import * as KeyVault from "../src/KeyVault.ts"
import * as Transact from "../src/Transact.ts"
import { actor, commitId, Counter, Events, inMemory, streamOf } from "./Counter.ts"

const masterKey = new Uint8Array(32).fill(7)
const email = "reader@example.com"

const vault = Effect.suspend(() => KeyVault.make({ storage: KeyVault.memoryStorage(), masterKey }))

describe("a key vault", () => {
  it.effect("opens what it sealed, in the same context only", () =>
    Effect.gen(function*() {
      const { open, seal } = yield* vault
      const box = yield* seal("person", "context", email)
      expect(box).not.toContain(email)
      expect(yield* open("person", "context", box)).toBe(email)
      expect((yield* Effect.flip(open("person", "another context", box)))._tag).toBe("VaultFault")
    }))

  it.effect("seals the same to the same bytes, and anything else to others", () =>
    Effect.gen(function*() {
      const { seal } = yield* vault
      const boxes = yield* Effect.all([
        seal("person", "context", email),
        seal("person", "context", email),
        seal("person", "other", email),
        seal("person", "context", `${email} `),
        seal("other", "context", email)
      ])
      expect(boxes[0]).toBe(boxes[1])
      expect(new Set(boxes).size).toBe(4)
    }))

  it.effect("opens nothing of a forgotten subject, and seals nothing for it, for good", () =>
    Effect.gen(function*() {
      const { forget, open, seal } = yield* vault
      const box = yield* seal("person", "context", email)
      yield* forget("person")
      yield* forget("person")
      expect(yield* open("person", "context", box)).toEqual(KeyVault.erased)
      expect((yield* Effect.flip(seal("person", "context", email)))._tag).toBe("SubjectErased")
    }))

  it.effect("knows a subject by an identifying value until it is forgotten", () =>
    Effect.gen(function*() {
      const { forget, subjectOf } = yield* vault
      const subject = yield* subjectOf("email", email)
      expect(yield* subjectOf("email", email)).toBe(subject)
      expect(yield* subjectOf("other use", email)).not.toBe(subject)
      yield* forget(subject)
      expect(yield* subjectOf("email", email)).not.toBe(subject)
    }))

  it.effect("gives two callers at once the same subject and the same key", () =>
    Effect.gen(function*() {
      const { open, seal, subjectOf } = yield* vault
      const [a, b] = yield* Effect.all([subjectOf("email", email), subjectOf("email", email)], { concurrency: 2 })
      expect(a).toBe(b)
      const boxes = yield* Effect.all([seal(a, "1", "x"), seal(b, "2", "y")], { concurrency: 2 })
      expect([yield* open(a, "1", boxes[0]), yield* open(a, "2", boxes[1])]).toEqual(["x", "y"])
    }))

  it.effect("notices a box that was changed", () =>
    Effect.gen(function*() {
      const { open, seal } = yield* vault
      const box = yield* seal("person", "context", email)
      const changed = `${box.slice(0, -2)}${box.endsWith("AA") ? "BB" : "AA"}`
      expect((yield* Effect.flip(open("person", "context", changed)))._tag).toBe("VaultFault")
      expect((yield* Effect.flip(open("person", "context", "?")))._tag).toBe("VaultFault")
    }))

  it.effect("takes a key that is not there for lost, and not for forgotten", () =>
    Effect.gen(function*() {
      const box = yield* (yield* vault).seal("person", "context", email)
      const { open } = yield* vault
      const fault = yield* Effect.flip(open("person", "context", box))
      expect(fault._tag).toBe("VaultFault")
      expect(fault.message).toContain("no key of the subject person; is this the right key file?")
    }))

  it.effect("forgets for good a subject that it had no key of", () =>
    Effect.gen(function*() {
      const { forget, open, seal } = yield* vault
      yield* forget("person")
      expect(yield* open("person", "context", "box")).toEqual(KeyVault.erased)
      expect((yield* Effect.flip(seal("person", "context", email)))._tag).toBe("SubjectErased")
    }))

  it.effect("is not made over the keys of another master key, and goes on with the right one", () =>
    Effect.gen(function*() {
      const storage = KeyVault.memoryStorage()
      yield* KeyVault.make({ storage, masterKey })
      const other = yield* Effect.flip(KeyVault.make({ storage, masterKey: new Uint8Array(32).fill(8) }))
      expect(other._tag).toBe("VaultFault")
      expect(other.message).toContain("another master key")
      const { open, seal } = yield* KeyVault.make({ storage, masterKey })
      expect(yield* open("person", "context", yield* seal("person", "context", email))).toBe(email)
    }))

  it.effect("keeps its master key when the caller wipes the one that was given", () =>
    Effect.gen(function*() {
      const [storage, given] = [KeyVault.memoryStorage(), masterKey.slice()]
      const first = yield* KeyVault.make({ storage, masterKey: given })
      const box = yield* first.seal("person", "context", email)
      given.fill(0)
      expect(yield* first.open("person", "context", box)).toBe(email)
      const second = yield* KeyVault.make({ storage, masterKey })
      expect(yield* second.open("person", "context", box)).toBe(email)
    }))

  it.effect("refuses a master key of another length", () =>
    Effect.gen(function*() {
      const options = { storage: KeyVault.memoryStorage(), masterKey: new Uint8Array(16) }
      expect((yield* Effect.flip(KeyVault.make(options))).message).toContain("32 bytes")
    }))
})

describe("a personal value in an event", () => {
  const name = Transact.run(Counter, Events)({
    stream: streamOf("a"),
    command: { _tag: "Name", by: "x", email },
    commitId: commitId("1"),
    actor
  })

  it.effect("is stored sealed, opens while its subject is known, and is erased with it", () =>
    inMemory(Effect.gen(function*() {
      yield* name
      const store = yield* EventStore.EventStore
      const [recorded] = yield* Stream.runCollect(store.readStream(Events, streamOf("a")))
      if (recorded?.event._tag !== "Named") return expect.fail("the event is not there")
      expect(JSON.stringify(recorded)).not.toContain(email)
      expect(yield* store.open(recorded, recorded.event.email)).toBe(email)
      const { forget } = yield* KeyVault.KeyVault
      yield* forget("person-x")
      expect(yield* store.open(recorded, recorded.event.email)).toEqual(KeyVault.erased)
    })))
})
