/**
 * Event families for applications that describe their data with another library than Effect: whatever speaks
 * [Standard Schema](https://standardschema.dev), such as Valibot, Zod and ArkType. They are read, versioned and folded like
 * those of {@link EventFamily.make}, and a program without any of Effect's schemas is 13 kB smaller, compressed.
 *
 * Not for personal data: {@link Sealed} fields need `EventFamily.make`.
 */
import type { StandardSchemaV1 } from "effect/StandardSchema"
import type { EventFamily, Upcaster } from "./EventFamily.ts"
import { assembleFamily, declaredIn } from "./internal/assembleFamily.ts"
import * as StandardCodec from "./internal/standardCodec.ts"

type Declared = { readonly [type: string]: StandardCodec.FieldsSchema }
type EventUnion<Events extends Declared> = {
  readonly [K in keyof Events & string]: { readonly _tag: K } & StandardSchemaV1.InferOutput<Events[K]>
}[keyof Events & string]
type Upcasters<Events> = { readonly [K in keyof Events]?: readonly [Upcaster, ...ReadonlyArray<Upcaster>] }

/**
 * Defines the events of one category; what the options mean, {@link EventFamily.make} says. Schemas answer at once, and make
 * of what they have accepted the same again: an event of which something else would be read than is written is refused.
 *
 * @example
 * const Counter = StandardFamily.make({ category: "counter", events: { CounterIncreased: v.object({ by: v.number() }) } })
 */
export const make = <
  const Category extends string,
  const Events extends Declared,
  const Retired extends Declared = {}
>(options: {
  readonly category: Category
  readonly events: Events
  readonly retired?: Retired
  readonly upcasters?: NoInfer<Upcasters<Events & Retired>>
  readonly tags?: (event: EventUnion<Events>) => ReadonlyArray<string>
}): EventFamily<Category, EventUnion<Events> | EventUnion<Retired>, EventUnion<Events>> => {
  const { category, events, retired, tags = () => [], upcasters } = options
  const codecs = declaredIn<StandardCodec.FieldsSchema>({ events, retired, upcasters })
    .map(([schema, event]) => StandardCodec.make(schema, event))
  return assembleFamily(category, codecs, tags)
}
