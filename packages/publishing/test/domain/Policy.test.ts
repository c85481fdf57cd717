import { DeciderSpec } from "@dateline/eventsourcing/testing"
import { describe, expect, it } from "vitest"
import * as DefaultPolicy from "../../src/domain/DefaultPolicy.ts"
import * as Language from "../../src/domain/Language.ts"
import * as Policy from "../../src/domain/Policy.ts"
import type { PolicyEvent } from "../../src/domain/PolicyEvents.ts"

/** Already true: no events. */
const nothing = [] as const

const { policy } = DefaultPolicy
const given = (...history: ReadonlyArray<PolicyEvent>) => DeciderSpec.given(Policy.decider, ...history)
const proposed = (version: number): PolicyEvent => ({ _tag: "PolicyProposed", ...policy, version })
const activated = (version: number): PolicyEvent => ({ _tag: "PolicyActivated", version })
const propose = (version: number) => ({ _tag: "Propose", policy: { ...policy, version } }) as const
const activate = (version: number) => ({ _tag: "Activate", version }) as const

describe("proposing a policy", () => {
  it("takes the next version", () => {
    given().when(propose(1)).then(proposed(1))
    given(proposed(1), activated(1)).when(propose(2)).then(proposed(2))
  })

  it("with a version that is not the next one is refused", () => {
    given().when(propose(2)).thenRejected("NotTheNextVersion", { version: 2, next: 1 })
    given(proposed(1), proposed(2)).when(propose(4)).thenRejected("NotTheNextVersion", { version: 4, next: 3 })
  })

  it("again in the same words leads to no event, in other words under the same version it is refused", () => {
    given(proposed(1)).when(propose(1)).then(...nothing)
    const [code] = policy.codes
    given(proposed(1)).when({ _tag: "Propose", policy: { ...policy, codes: [code] } }).thenRejected("NotTheNextVersion")
  })

  it("leaves in force what was in force", () => {
    expect(given(proposed(1), activated(1)).when(propose(2)).state().inForce).toBe(1)
  })
})

describe("activating a policy", () => {
  it("puts a proposed version in force, an older one too", () => {
    given(proposed(1)).when(activate(1)).then(activated(1))
    given(proposed(1), activated(1), proposed(2), activated(2)).when(activate(1)).then(activated(1))
  })

  it("that is in force already leads to no event", () => {
    given(proposed(1), activated(1)).when(activate(1)).then(...nothing)
  })

  it("that was never proposed is refused", () => {
    given(proposed(1)).when(activate(2)).thenRejected("UnknownPolicyVersion", { version: 2 })
  })
})

describe("the default policy", () => {
  it("has the seven reasons of the conditions and `other`, which alone needs a note", () => {
    expect(policy.codes.map(({ code }) => code)).toEqual([
      "insult-author",
      "insult-person",
      "insult-sacred",
      "attack-religion",
      "attack-divine",
      "racist-incitement",
      "profanity",
      "other"
    ])
    expect(policy.codes.filter(({ needsNote }) => needsNote).map(({ code }) => code)).toEqual(["other"])
  })

  it("opens its conditions with words that leave the list open", () => {
    expect(policy.conditions.ar).toMatch(/^من شروط النشر/)
    expect(policy.conditions.fr).toMatch(/^Parmi les conditions de publication/)
    expect(policy.conditions.en).toMatch(/^Among the conditions of publication/)
  })

  it("tells every reason in every language, in words of its own", () => {
    for (const language of Language.all) {
      const texts = policy.codes.map((code) => code.texts[language])
      expect(new Set(texts).size).toBe(policy.codes.length)
      expect(texts.every((text) => text.length > 10)).toBe(true)
    }
  })
})
