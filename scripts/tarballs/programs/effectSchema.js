// Its events are described by Effect's own schemas.
import * as EventFamily from "@dateline/eventsourcing/EventFamily"
import * as Schema from "effect/Schema"
import { run } from "./kernel.js"

const family = EventFamily.make({ category: "counter", events: { CounterIncreased: { by: Schema.Int } } })

console.log(await run(family))
