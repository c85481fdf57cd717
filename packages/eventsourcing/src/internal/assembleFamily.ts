/** Makes a family of its events' codecs. */
import type * as Result from "effect/Result"
import type { DecodeProblem, EventFamily } from "../EventFamily.ts"
import * as EventCodec from "./eventCodec.ts"

type Tagged = { readonly _tag: string }

export const assembleFamily = <Category extends string, Event extends Tagged, Draft extends Tagged>(
  category: Category,
  list: ReadonlyArray<EventCodec.EventCodec>,
  tags: (event: Draft) => ReadonlyArray<string>
): EventFamily<Category, Event, Draft> => {
  const codecs = new Map(list.map((codec) => [codec.type, codec]))
  return {
    category,
    types: [...codecs.keys()],
    definitions: [...codecs.values()],
    currentVersion: (type) => {
      const codec = codecs.get(type)
      return codec === undefined ? 0 : codec.upcasters.length + 1
    },
    encode: (event) => {
      const codec = codecs.get(event._tag)
      return codec === undefined
        ? EventCodec.encodeProblem(event._tag, `the family "${category}" has no such event`)
        : EventCodec.encode(codec, event, () => tags(event))
    },
    decode: (raw) => {
      const codec = codecs.get(raw.type)
      return codec === undefined
        ? EventCodec.decodeProblem("UnknownType", `"${raw.type}" is not an event of "${category}"`)
        // What has the fields of an event and its name is that event.
        : EventCodec.decode(codec, raw) as Result.Result<Event, DecodeProblem>
    }
  }
}

/** Every declared event with what its codec is made from; retired ones last. */
export const declaredIn = <Declared>(
  { events, retired, upcasters = {} }: {
    readonly events: { readonly [type: string]: Declared }
    readonly retired: { readonly [type: string]: Declared } | undefined
    readonly upcasters: { readonly [type: string]: EventCodec.EventOptions["upcasters"] | undefined } | undefined
  }
): ReadonlyArray<readonly [declared: Declared, options: EventCodec.EventOptions]> =>
  [events, retired ?? {}].flatMap((declared, place) =>
    Object.entries(declared).map(([type, one]) =>
      [one, { type, upcasters: upcasters[type] ?? [], retired: place === 1 }] as const
    )
  )
