// #region spec
import { DeciderSpec } from "@dateline/eventsourcing/testing"
import { expect, it } from "vitest"
import { door } from "../src/Door.ts"

it("a closed door is opened by whoever opens it", () => {
  DeciderSpec.given(door, { _tag: "DoorOpened", by: "Amina" }, { _tag: "DoorClosed", by: "Amina", millis: 900 })
    .when({ open: "Youssef" })
    .then({ _tag: "DoorOpened", by: "Youssef" })
})

it("an open door is already open", () => {
  DeciderSpec.given(door, { _tag: "DoorOpened", by: "Amina" }).when({ open: "Youssef" }).thenNothing()
})

it("whoever rang the bell, while there was one, was a caller", () => {
  expect(DeciderSpec.given(door, { _tag: "BellRung" }).state).toEqual({ open: false, callers: 1 })
})
// #endregion
