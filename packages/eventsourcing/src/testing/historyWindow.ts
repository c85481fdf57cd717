/** Where the log can have been while a call was under way: what must have been there already, and what not yet. */

/** A commit of the log, and the call that made it. */
interface Made {
  readonly stored: { readonly first: number; readonly last: number }
  readonly maker: { readonly invoked: number; readonly answered: number }
}

/** The last position that was there when the call began, and the first that cannot have been there when it ended. */
export type Window = readonly [low: number, high: number]

/** How many of the items, which are in the order of their numbers, are below a limit. */
export const countBelow = <A>(items: ReadonlyArray<A>, limit: number, numberOf: (item: A) => number): number => {
  let [from, to] = [0, items.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (numberOf(items[middle]!) < limit) from = middle + 1
    else to = middle
  }
  return from
}

/** Prepares for many calls: each then costs two binary searches. */
export const windows = (made: ReadonlyArray<Made>) => {
  const answered = made.toSorted((a, b) => a.maker.answered - b.maker.answered)
  const invoked = made.toSorted((a, b) => b.maker.invoked - a.maker.invoked)
  const lows: Array<number> = [0]
  for (const { stored } of answered) lows.push(Math.max(lows.at(-1)!, stored.last))
  const highs: Array<number> = [Infinity]
  for (const { stored } of invoked) highs.push(Math.min(highs.at(-1)!, stored.first))
  return (call: Made["maker"]): Window => [
    lows[countBelow(answered, call.invoked, ({ maker }) => maker.answered)]!,
    highs[countBelow(invoked, -call.answered, ({ maker }) => -maker.invoked)]!
  ]
}
