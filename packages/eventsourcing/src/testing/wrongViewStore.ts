/** The form of a view store that breaks one law. */
import * as MemoryViewStore from "../MemoryViewStore.ts"
import type { ViewBatch } from "../ViewStore.ts"
import type { Views } from "./Harness.ts"

export interface WrongViewStore {
  /** What it does wrong. */
  readonly name: string
  /** The name of the law that it breaks. */
  readonly breaks: string
  readonly make: () => Views
}

export const wrong = (
  name: string,
  breaks: string,
  change: (right: Views) => Partial<Views>
): WrongViewStore => ({
  name,
  breaks,
  make: () => {
    const right = MemoryViewStore.make()
    return { ...right, ...change(right) }
  }
})

type Batches = Parameters<Views["apply"]>[0]

export const mapBatches = (batches: Batches, change: (batch: ViewBatch) => ViewBatch): Batches => {
  const [first, ...rest] = batches
  return [change(first), ...rest.map(change)]
}
