/** View stores that each break one law of keys, and keep all the others. Not for use. */
import { mapBatches, wrong, type WrongViewStore } from "./wrongViewStore.ts"

/** One for each law of keys. */
export const wrongViewKeys: ReadonlyArray<WrongViewStore> = [
  wrong(
    "puts another character for half of a surrogate pair in a key",
    "a key with half of a surrogate pair is refused by a fault, and nothing of its batches is written",
    (right) => ({
      apply: (batches) =>
        right.apply(mapBatches(batches, (batch) => ({
          ...batch,
          upserts: new Map([...batch.upserts].map(([key, document]) => [key.toWellFormed(), document]))
        })))
    })
  )
]
