// Its events are described by a small library that speaks Standard Schema.
import * as StandardFamily from "@dateline/eventsourcing/StandardFamily"
import * as v from "valibot"
import { run } from "./kernel.js"

// #region family
const by = v.pipe(v.number(), v.integer())
const family = StandardFamily.make({ category: "counter", events: { CounterIncreased: v.object({ by }) } })
// #endregion

console.log(await run(family))
