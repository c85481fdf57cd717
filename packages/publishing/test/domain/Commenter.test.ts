import { DeciderSpec } from "@dateline/eventsourcing/testing"
import { expect, it } from "vitest"
import { decider } from "../../src/domain/Commenter.ts"
import type { CommenterEvent } from "../../src/domain/CommenterEvents.ts"

/** Already true: no events. */
const nothing = [] as const

const forgotten: CommenterEvent = { _tag: "SubjectForgotten" }

it("a commenter is forgotten once, and being forgotten again leads to no event", () => {
  const spec = DeciderSpec.given(decider).when({ _tag: "Forget" })
  spec.then(forgotten)
  expect(spec.state()).toEqual({ _tag: "Forgotten" })
  DeciderSpec.given(decider, forgotten).when({ _tag: "Forget" }).then(...nothing)
})
