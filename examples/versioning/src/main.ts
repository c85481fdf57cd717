/** Reads what was stored under older releases, and prints the catalogue of events. */
import * as EventCatalogue from "@dateline/eventsourcing/EventCatalogue"
import type { RawEvent } from "@dateline/eventsourcing/EventFamily"
import * as Result from "effect/Result"
import { Door } from "./Door.ts"

const stored = (type: string, schemaVersion: number, payload: string): RawEvent => ({
  type,
  schemaVersion,
  payload,
  tags: []
})

// #region reading
const log = [
  stored("DoorClosed", 1, "{\"by\":\"Amina\"}"),
  stored("DoorClosed", 2, "{\"by\":\"Youssef\",\"seconds\":2}"),
  stored("DoorClosed", 3, "{\"by\":\"0012\",\"millis\":1500}"),
  stored("BellRung", 1, "{}"),
  stored("DoorClosed", 4, "{}"),
  stored("DoorPainted", 1, "{}")
]

for (const raw of log) {
  const event = Door.decode(raw)
  console.log(
    Result.isSuccess(event)
      ? JSON.stringify(event.success)
      : `${event.failure.reason}: ${event.failure.detail}`
  )
}
// #endregion

// #region catalogue
console.log(EventCatalogue.toMarkdown(EventCatalogue.make([Door])))
// #endregion
