/** Appending in memory: does the cost of an append grow with the number of streams, or with their depth? */
import * as Effect from "effect/Effect"
import { type Contest, type Contestant, timed } from "../Contest.ts"
import { commitNote, withStore } from "../ours.ts"

const total = 80_000
const warmUp = 10_000

const over = (name: string, streams: number): Contestant => ({
  name,
  run: () =>
    withStore("memory", async (store, run) => {
      const append = (from: number, count: number) =>
        run(Effect.forEach(Array(count).keys(), (n) => commitNote(store, from + n, `note-${n % streams}`), {
          discard: true
        }))
      await append(0, warmUp)
      return timed(total, () => append(warmUp, total))
    })
})

export const memoryAppend: Contest = {
  name: "append in memory, by number of streams",
  unit: "commits",
  durability: "memory",
  contestants: [over("20,000 streams", 20_000), over("100 streams", 100), over("2 streams, 40,000 deep", 2)],
  floors: [
    { to: "100 streams", by: "throughput", atLeast: 0.75 },
    { to: "2 streams, 40,000 deep", by: "throughput", atLeast: 0.75 }
  ]
}
