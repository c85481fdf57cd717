import { describe, expect, it } from "vitest"
import * as ThreadCounts from "../../src/views/ThreadCounts.ts"
import { approved, erased, held, id as article, rejected, submitted, withdrawn } from "../domain/samples.ts"
import { type Entry, from, log } from "./commentLog.ts"
import { documents } from "./fold.ts"

describe("an article's counts", () => {
  const counts = (...events: ReadonlyArray<Entry>) => documents(ThreadCounts.projection, log(...events)).get(article)

  it("tell what readers see from what waits", () => {
    expect(counts(["c1", submitted])).toEqual({ visible: 0, waiting: 1 })
    expect(counts(["c1", submitted], ["c1", held])).toEqual({ visible: 0, waiting: 1 })
    expect(counts(["c1", submitted], ["c1", held], ["c1", approved])).toEqual({ visible: 1, waiting: 0 })
    expect(counts(["c1", submitted], ["c1", rejected])).toEqual({ visible: 0, waiting: 0 })
  })

  it("lose what was withdrawn or erased from where it was", () => {
    expect(counts(["c1", submitted], ["c1", held], ["c1", from(withdrawn, "held")])).toEqual({ visible: 0, waiting: 0 })
    expect(counts(["c1", submitted], ["c1", approved], ["c1", from(erased, "approved")])).toEqual({
      visible: 0,
      waiting: 0
    })
    const rejectedThenErased = counts(["c1", submitted], ["c1", rejected], ["c1", from(erased, "rejected")])
    expect(rejectedThenErased).toEqual({ visible: 0, waiting: 0 })
  })
})
