/** What every vault must do when it seals, opens and finds. */
import * as Effect from "effect/Effect"
import * as KeyVault from "../KeyVault.ts"
import { type Law, same, vaultLaw } from "./Law.ts"
import { contact, email, ending, open, publication, seal } from "./vaultSteps.ts"

const inPlace = vaultLaw(
  "what was sealed opens in its place, and in no other",
  ({ connect, vault }) =>
    Effect.gen(function*() {
      const box = yield* seal(vault)
      yield* seal(vault, { ...contact, subject: "other" })
      yield* seal(vault, publication)
      for (const one of [vault, yield* connect]) {
        yield* same("in its place", email, yield* open(one, box))
        for (const other of [{ context: "there" }, { subject: "other" }, { purpose: "publication" }]) {
          yield* same(`with ${JSON.stringify(other)}`, "Damaged", yield* ending(open(one, { ...box, ...other })))
        }
      }
    })
)

const exact = vaultLaw("a text comes back exactly as it was", ({ vault }) =>
  Effect.gen(function*() {
    const texts = [
      "",
      "\u0000",
      "e\u0301 and \u00e9",
      "\u202eمرحبا\u202c",
      "\u{1f468}\u200d\u{1f467}",
      "x".repeat(20_000)
    ]
    const sealed = yield* vault.seal(texts.map((plainText) => ({ ...contact, plainText })))
    yield* same("the texts", texts, yield* vault.open(sealed.map((box) => ({ ...contact, box }))))
  }))

const repeatable = vaultLaw(
  "the same text in the same place gives the same box, and anything else gives another",
  ({ connect, vault }) =>
    Effect.gen(function*() {
      const { box } = yield* seal(vault)
      yield* same("again", box, (yield* seal(vault)).box)
      yield* same("by another program", box, (yield* seal(yield* connect)).box)
      const others = yield* Effect.all([
        seal(vault, { ...contact, context: "there" }),
        seal(vault, publication),
        seal(vault, { ...contact, subject: "other" }),
        seal(vault, contact, `${email} `)
      ])
      yield* same("different boxes", 5, new Set([box, ...others.map((other) => other.box)]).size)
    })
)

const tampered = vaultLaw("a box that was changed in any place is noticed", ({ vault }) =>
  Effect.gen(function*() {
    const sealed = yield* seal(vault)
    const { box } = sealed
    for (let place = 0; place < box.length; place += Math.max(1, box.length >> 4)) {
      // A character in the middle of four, so that all of its bits count.
      const at = Math.min(place - place % 4 + 1, box.length - 3)
      const changed = box.slice(0, at) + (box[at] === "A" ? "B" : "A") + box.slice(at + 1)
      yield* same(`changed at ${at}`, "Damaged", yield* ending(open(vault, { ...sealed, box: changed })))
    }
    for (const other of ["", "?", box.slice(0, 8), `${box}AAAA`]) {
      yield* same("another length", "Damaged", yield* ending(open(vault, { ...sealed, box: other })))
    }
  }))

const lookup = vaultLaw(
  "a value finds its subject again until that is forgotten, and in its own scope only",
  ({ connect, vault }) =>
    Effect.gen(function*() {
      const subject = yield* vault.subjectOf("email", email)
      for (const one of [vault, yield* connect]) {
        yield* same("again", subject, yield* one.subjectOf("email", email))
        yield* same("in another scope", false, (yield* one.subjectOf("name", email)) === subject)
        yield* same("by another value", false, (yield* one.subjectOf("email", `${email} `)) === subject)
      }
      yield* vault.forget(subject)
      yield* same("once forgotten", false, (yield* vault.subjectOf("email", email)) === subject)
    })
)

const together = vaultLaw(
  "programs that need a key or a subject at once get the same one",
  ({ connect, vault }) =>
    Effect.gen(function*() {
      const vaults = [vault, yield* connect, vault]
      const [first, ...others] = yield* Effect.all(vaults.map((one) => one.subjectOf("email", email)), {
        concurrency: "unbounded"
      })
      for (const other of others) yield* same("the subject", first, other)
      const boxes = yield* Effect.all(vaults.map((one) => seal(one)), { concurrency: "unbounded" })
      for (const box of boxes) yield* same("what it opens to", email, yield* open(vault, box))
    })
)

const neverThere = vaultLaw(
  "a key that was never there is a fault, and does not read as erased",
  ({ vault }) =>
    Effect.gen(function*() {
      const sealed = yield* seal(vault)
      yield* same("of nobody", "NoKey", yield* ending(open(vault, { ...sealed, subject: "nobody" })))
      yield* same("of no purpose", "NoKey", yield* ending(open(vault, { ...sealed, purpose: "none" })))
    })
)

const takenBack = vaultLaw(
  "the keys that were made for a refused commit alone are not kept",
  ({ vault }) =>
    Effect.gen(function*() {
      const claim = KeyVault.claim()
      const first = yield* seal(vault, contact, email, claim)
      yield* vault.discard(claim)
      const second = yield* seal(vault)
      yield* same("the key is another one", false, first.box === second.box)
      yield* vault.discard(claim)
      yield* same("discarded again", email, yield* open(vault, second))
    })
)

const kept = vaultLaw(
  "a key that another commit uses as well is kept, whoever it was made for",
  ({ connect, vault }) =>
    Effect.gen(function*() {
      const claim = KeyVault.claim()
      yield* seal(vault, contact, email, claim)
      const other = yield* seal(yield* connect, { ...contact, context: "there" }, email, KeyVault.claim())
      yield* vault.discard(claim)
      yield* same("what the other one sealed", email, yield* open(vault, other))
    })
)

const lookupTakenBack = vaultLaw(
  "the look-up that was made for a refused commit alone is not kept",
  ({ vault }) =>
    Effect.gen(function*() {
      const claim = KeyVault.claim()
      const first = yield* vault.subjectOf("email", email, claim)
      yield* same("within the commit", first, yield* vault.subjectOf("email", email, claim))
      yield* vault.discard(claim)
      const second = yield* vault.subjectOf("email", email)
      yield* same("the subject is another one", false, first === second)
      yield* vault.discard(claim)
      yield* same("discarded again", second, yield* vault.subjectOf("email", email))
    })
)

const lookupKept = vaultLaw(
  "a look-up that another commit uses as well is kept, whoever it was made for",
  ({ connect, vault }) =>
    Effect.gen(function*() {
      const claim = KeyVault.claim()
      const subject = yield* vault.subjectOf("email", email, claim)
      yield* same("for another", subject, yield* (yield* connect).subjectOf("email", email, KeyVault.claim()))
      yield* vault.discard(claim)
      yield* same("afterwards", subject, yield* vault.subjectOf("email", email))
    })
)

export const sealingLaws: ReadonlyArray<Law> = [
  inPlace,
  exact,
  repeatable,
  tampered,
  lookup,
  together,
  neverThere,
  takenBack,
  kept,
  lookupTakenBack,
  lookupKept
]
