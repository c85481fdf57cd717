/** What every vault must keep when somebody is forgotten, something is lost or restored, and the master key is replaced. */
import * as Effect from "effect/Effect"
import * as KeyVault from "../KeyVault.ts"
import { type Law, same, vaultLaw } from "./Law.ts"
import { contact, email, ending, open, publication, seal } from "./vaultSteps.ts"

const forgotten = vaultLaw(
  "what was sealed for a forgotten subject opens as erased, and nothing more is sealed for it, for good",
  ({ connect, vault }) =>
    Effect.gen(function*() {
      const boxes = [yield* seal(vault), yield* seal(vault, publication)]
      const other = yield* seal(vault, { ...contact, subject: "other" })
      yield* vault.forget("person")
      yield* vault.forget("person")
      yield* vault.forget("nobody")
      for (const one of [vault, yield* connect]) {
        for (const box of boxes) yield* same("a box", KeyVault.erased, yield* open(one, box))
        yield* same("another's", email, yield* open(one, other))
        for (const place of [contact, { ...contact, purpose: "new" }, { ...contact, subject: "nobody" }]) {
          yield* same("sealing again", "SubjectErased", yield* ending(seal(one, place)))
        }
      }
    })
)

const apart = vaultLaw(
  "one purpose of a subject is forgotten without the others",
  ({ connect, vault }) =>
    Effect.gen(function*() {
      const [reach, show] = [yield* seal(vault), yield* seal(vault, publication)]
      yield* vault.forget("person", "contact")
      for (const one of [vault, yield* connect]) {
        yield* same("the forgotten one", KeyVault.erased, yield* open(one, reach))
        yield* same("sealing for it", "SubjectErased", yield* ending(seal(one)))
        yield* same("the other one", email, yield* open(one, show))
        yield* same("sealing for the other one", show.box, (yield* seal(one, publication)).box)
      }
    })
)

const everywhere = vaultLaw(
  "what one program forgets is forgotten at once for another one that has just used the key",
  ({ connect, vault }) =>
    Effect.gen(function*() {
      const box = yield* seal(vault)
      const other = yield* connect
      yield* same("before", email, yield* open(other, box))
      yield* vault.forget("person")
      yield* same("afterwards", KeyVault.erased, yield* open(other, box))
      yield* same("sealing afterwards", "SubjectErased", yield* ending(seal(other)))
    })
)

const restored = vaultLaw(
  "keys that come back with an old copy open nothing that was forgotten since, and find nobody",
  ({ backup, vault }) =>
    Effect.gen(function*() {
      const subject = yield* vault.subjectOf("email", email)
      const box = yield* seal(vault, { ...contact, subject })
      const [reach, other] = [yield* seal(vault), yield* seal(vault, { ...contact, subject: "other" })]
      const { restore } = yield* backup
      yield* vault.forget(subject)
      yield* vault.forget("person", "contact")
      const again = yield* restore
      yield* same("the subject's", KeyVault.erased, yield* open(again, box))
      yield* same("the purpose's", KeyVault.erased, yield* open(again, reach))
      yield* same("what was not forgotten", email, yield* open(again, other))
      yield* same("sealing", "SubjectErased", yield* ending(seal(again, { ...contact, subject })))
      yield* same("the look-up", false, (yield* again.subjectOf("email", email)) === subject)
    })
)

const ledgerLost = vaultLaw(
  "keys whose ledger of erasures is lost are not opened",
  ({ vault, withoutLedger }) =>
    Effect.gen(function*() {
      yield* vault.forget("person")
      yield* same("opening", "LedgerLost", yield* ending(Effect.scoped(withoutLedger)))
    })
)

const keysLost = vaultLaw(
  "a ledger whose keys are lost does not begin with new ones",
  ({ vault, withoutKeys }) =>
    Effect.gen(function*() {
      yield* seal(vault)
      yield* same("opening", "KeysLost", yield* ending(Effect.scoped(withoutKeys)))
    })
)

const renewed = vaultLaw(
  "a new master key opens, finds and seals as the one before did, which opens nothing any more",
  ({ rotate, vault }) =>
    Effect.gen(function*() {
      const subject = yield* vault.subjectOf("email", email)
      const [box, gone] = [yield* seal(vault), yield* seal(vault, { ...contact, subject: "gone" })]
      yield* vault.forget("gone")
      const { renewed: next, withOld } = yield* rotate
      yield* same("a box", email, yield* open(next, box))
      yield* same("an erased one", KeyVault.erased, yield* open(next, gone))
      yield* same("the same sealed again", box.box, (yield* seal(next)).box)
      yield* same("the subject", subject, yield* next.subjectOf("email", email))
      yield* same("with the old one", "MasterKey", yield* ending(Effect.scoped(withOld)))
    })
)

export const erasureLaws: ReadonlyArray<Law> = [
  forgotten,
  apart,
  everywhere,
  restored,
  ledgerLost,
  keysLost,
  renewed
]
