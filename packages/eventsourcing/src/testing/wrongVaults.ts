/** Vaults that each break one law and keep all the others. Not for use. */
import * as Effect from "effect/Effect"
import * as ErasureLedger from "../ErasureLedger.ts"
import { keys } from "../internal/vault/entries.ts"
import * as KeyVault from "../KeyVault.ts"
import type * as VaultStorage from "../VaultStorage.ts"
import type { Vault } from "./Harness.ts"
import { memory, misplaced, over, wrong, type WrongVault } from "./wrongVault.ts"

const mapTexts = (right: Vault, change: (text: string) => string): Vault["seal"] => (texts, claim) =>
  right.seal(texts.map((one) => ({ ...one, plainText: change(one.plainText) })), claim)

const padding = "AAAA"

export const wrongVaults: ReadonlyArray<WrongVault> = [
  wrong(
    "binds nothing to the place in the log",
    "what was sealed opens in its place, and in no other",
    () => (right) => {
      // The context is in the text, so that boxes differ; nobody looks at it when one is opened.
      const anywhere = <A extends KeyVault.Place>(one: A): A => ({ ...one, context: "" })
      return {
        seal: (texts, claim) =>
          right.seal(
            texts.map((one) => ({ ...anywhere(one), plainText: `${one.context}\n${one.plainText}` })),
            claim
          ),
        open: (boxes) =>
          Effect.map(
            right.open(boxes.map(anywhere)),
            (opened) => opened.map((text) => typeof text === "string" ? text.slice(text.indexOf("\n") + 1) : text)
          )
      }
    }
  ),
  wrong("brings texts into another form", "a text comes back exactly as it was", () => (right) => ({
    seal: mapTexts(right, (text) => text.normalize("NFC"))
  })),
  wrong(
    "seals the same in another way each time",
    "the same text in the same place gives the same box, and anything else gives another",
    () => {
      let count = 0
      return (right) => ({
        seal: mapTexts(right, (text) => `${count++ % 2}|${text}`),
        open: (boxes) =>
          Effect.map(
            right.open(boxes),
            (opened) => opened.map((text) => typeof text === "string" ? text.slice(text.indexOf("|") + 1) : text)
          )
      })
    }
  ),
  wrong("looks at the beginning of a box only", "a box that was changed in any place is noticed", () => (right) => ({
    seal: (texts, claim) => Effect.map(right.seal(texts, claim), (boxes) => boxes.map((box) => box + padding)),
    open: (boxes) => right.open(boxes.map((one) => ({ ...one, box: one.box.slice(0, -padding.length) })))
  })),
  wrong(
    "makes a new key for whoever comes back",
    "what was sealed for a forgotten subject opens as erased, and nothing more is sealed for it, for good",
    () => (right) => ({
      seal: (texts, claim) =>
        Effect.catchTag(right.seal(texts, claim), "SubjectErased", (erased) =>
          // Only of whole subjects, whose next key is under another name.
          Effect.flatMap(right.isForgotten(erased.subject), (isForgotten) =>
            isForgotten && erased.purpose === "new"
              ? right.seal(texts.map((one) => ({ ...one, subject: `${one.subject} again` })), claim)
              : Effect.fail(erased)))
    })
  ),
  wrong("forgets all purposes for one", "one purpose of a subject is forgotten without the others", () => (right) => ({
    forget: (subject, purpose) =>
      Effect.andThen(
        right.forget(subject, purpose),
        purpose === undefined ? Effect.void : right.forget(subject, "publication")
      )
  })),
  wrong(
    "remembers what it opened until it forgets it itself",
    "what one program forgets is forgotten at once for another one that has just used the key",
    () => (right) => {
      const known = new Map<string, string>()
      return {
        open: (boxes) => {
          const names = boxes.map((box) => JSON.stringify(box))
          if (names.every((name) => known.has(name))) return Effect.succeed(names.map((name) => known.get(name)!))
          return Effect.tap(right.open(boxes), (opened) =>
            Effect.sync(() => {
              for (const [place, text] of opened.entries()) if (typeof text === "string") known.set(names[place]!, text)
            }))
        },
        forget: (subject, purpose) => Effect.andThen(Effect.sync(() => known.clear()), right.forget(subject, purpose))
      }
    }
  ),
  wrong(
    "keeps its look-ups when a subject is forgotten",
    "a value finds its subject again until that is forgotten, and in its own scope only",
    () => (right) => {
      const known = new Map<string, string>()
      return {
        subjectOf: (scope, value, claim) =>
          Effect.suspend(() => {
            const name = JSON.stringify([scope, value])
            const subject = known.get(name)
            if (subject !== undefined) return Effect.succeed(subject)
            return Effect.tap(right.subjectOf(scope, value, claim), (found) =>
              Effect.sync(() => claim ?? known.set(name, found)))
          })
      }
    }
  ),
  {
    name: "looks first and writes later",
    breaks: "programs that need a key or a subject at once get the same one",
    open: Effect.suspend(() => {
      const { ledger, storage } = memory()
      const isOne = (name: string) => name.startsWith("key/") || name.startsWith("lookup/")
      const careless: VaultStorage.VaultStorage = {
        ...storage,
        change: (change) =>
          [...change.set.keys()].some(isOne)
            ? Effect.andThen(Effect.yieldNow, storage.change({ ...change, expect: new Map() }))
            : storage.change(change)
      }
      return over({ ledger, storage: careless })
    })
  },
  wrong(
    "takes what it has no key of for erased",
    "a key that was never there is a fault, and does not read as erased",
    () => (right) => ({
      open: (boxes) =>
        Effect.catchTag(
          right.open(boxes),
          "VaultFault",
          (fault) => fault.reason === "NoKey" ? Effect.succeed(boxes.map(() => KeyVault.erased)) : Effect.fail(fault)
        )
    })
  ),
  wrong(
    "keeps every key that it made",
    "the keys that were made for a refused commit alone are not kept",
    () => (right) => ({
      discard: ({ id, made }) =>
        right.discard({ id, made: new Set([...made].filter((name) => !name.startsWith(keys))) })
    })
  ),
  wrong(
    "keeps every look-up that it made",
    "the look-up that was made for a refused commit alone is not kept",
    () => (right) => ({ subjectOf: (scope, value) => right.subjectOf(scope, value) })
  ),
  wrong(
    "takes every commit that looks somebody up for the first one",
    "a look-up that another commit uses as well is kept, whoever it was made for",
    () => {
      let first: KeyVault.Claim | undefined
      return (right) => ({
        subjectOf: (scope, value, claim) => right.subjectOf(scope, value, claim && (first ??= claim))
      })
    }
  ),
  wrong(
    "takes every commit for the first one",
    "a key that another commit uses as well is kept, whoever it was made for",
    () => {
      let first: KeyVault.Claim | undefined
      return (right) => ({ seal: (texts, claim) => right.seal(texts, claim && (first ??= claim)) })
    }
  ),
  misplaced(
    "keeps its ledger in the same copy as its keys",
    "keys that come back with an old copy open nothing that was forgotten since, and find nobody",
    (opened, { ledger }) => ({
      backup: Effect.gen(function*() {
        const { restore } = yield* opened.backup
        const records = yield* ledger.read(0)
        const old = ErasureLedger.memory()
        for (const [place, record] of records.entries()) yield* old.append(place, record)
        return { restore: Effect.andThen(Effect.sync(() => Object.assign(ledger, old)), restore) }
      })
    })
  ),
  misplaced(
    "begins a new ledger where there is none",
    "keys whose ledger of erasures is lost are not opened",
    ({ vault }) => ({ withoutLedger: Effect.succeed(vault) })
  ),
  misplaced(
    "begins with new keys where there are none",
    "a ledger whose keys are lost does not begin with new ones",
    ({ vault }) => ({ withoutKeys: Effect.succeed(vault) })
  ),
  misplaced(
    "derives its look-ups from the master key",
    "a new master key opens, finds and seals as the one before did, which opens nothing any more",
    ({ rotate }) => ({
      rotate: Effect.map(rotate, ({ renewed, withOld }) => ({
        withOld,
        renewed: { ...renewed, subjectOf: (scope, value) => renewed.subjectOf(`${scope} of the new key`, value) }
      }))
    })
  )
]
