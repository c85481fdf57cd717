/** Clients that each do one piece of work after another until there is none left. */
import * as Effect from "effect/Effect"

/** For promises. `next` answers the number of the next piece; `end`: how many there are in all. */
export const promised = async (
  clients: number,
  end: number,
  next: () => number,
  piece: (n: number) => Promise<unknown>
) => {
  let begun = 0
  const client = async () => {
    while (begun++ < end) await piece(next())
  }
  await Promise.all(Array.from({ length: clients }, client))
}

/** The same for effects. */
export const concurrent = <E>(
  clients: number,
  end: number,
  next: () => number,
  piece: (n: number) => Effect.Effect<unknown, E>
) =>
  Effect.suspend(() => {
    let begun = 0
    const client = Effect.whileLoop({ while: () => begun++ < end, body: () => piece(next()), step: () => {} })
    return Effect.all(Array.from({ length: clients }, () => client), { concurrency: "unbounded", discard: true })
  })
