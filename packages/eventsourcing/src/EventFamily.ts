/**
 * All events of one category, defined once: their types, their validation, the text a store keeps, their versions with
 * the upcasters between them, and their tags. Every consumer reads through the family, so none can miss an upcast.
 *
 * One stored event is one event for whoever reads it, in whatever version it was written: a version or a position never
 * stands for two events, or for none.
 */
import type * as Result from "effect/Result"
import type * as Schema from "effect/Schema"
import type { StandardSchemaV1 } from "effect/StandardSchema"
import { assembleFamily, declaredIn } from "./internal/assembleFamily.ts"
import * as SchemaCodec from "./internal/schemaCodec.ts"

/** An event as a store keeps it. */
export interface RawEvent {
  /** The event's name. */
  readonly type: string
  /** Which version of the event's fields the payload has, from 1. */
  readonly schemaVersion: number
  /** The fields as JSON text, without the name. */
  readonly payload: string
  /** Facets by which consumers select events, such as `section:economy`. */
  readonly tags: ReadonlyArray<string>
}

/** The step from one version of an event's fields to the next. */
export interface Upcaster {
  /** What is different in the newer version: a sentence for the catalogue of events. */
  readonly changes: string
  /** The fields in the newer version. Total and pure: old events cannot be refused. */
  // `any`, because the types of fields that are gone stand nowhere any more; what comes out is validated.
  readonly upcast: (payload: { readonly [field: string]: any }) => { readonly [field: string]: unknown }
}

/** The values do not fit the event's fields. `detail` names the field and what was expected; it shows no values. */
export interface EncodeProblem {
  readonly _tag: "EncodeProblem"
  readonly type: string
  readonly detail: string
}

/** Why a stored event cannot be read. `UpcasterFailed`: an upcaster threw, or gave something that is no payload. */
export interface DecodeProblem {
  readonly _tag: "DecodeProblem"
  readonly reason: "UnknownType" | "NewerVersion" | "InvalidJson" | "InvalidPayload" | "UpcasterFailed"
  readonly detail: string
}

/** What a family knows of one of its events: for the catalogue, and for whoever checks old payloads. */
export interface Definition {
  readonly type: string
  /** The fields of the newest version, as JSON holds them when encoded; those of a `StandardFamily` have its schema. */
  readonly schema: Schema.Codec<unknown, unknown> | StandardSchemaV1
  /** What each version after the first changed, oldest first; the newest version is one more than there are. */
  readonly changes: ReadonlyArray<string>
  /** Whether it is read and no longer written. */
  readonly retired: boolean
}

/** `Event`: what may be read. `Draft`: what may be written; events that were retired are not among them. */
export interface EventFamily<
  out Category extends string,
  out Event extends { readonly _tag: string },
  in Draft = Event
> {
  readonly category: Category
  /** The names of the family's events, retired ones too. */
  readonly types: ReadonlyArray<string>
  /** Every event of the family, in the order in which they were declared; retired ones last. */
  readonly definitions: ReadonlyArray<Definition>
  /** The newest version of an event of this type; 0 for a type that is not the family's. */
  readonly currentVersion: (type: string) => number
  readonly encode: (event: Draft) => Result.Result<RawEvent, EncodeProblem>
  readonly decode: (raw: RawEvent) => Result.Result<Event, DecodeProblem>
}

/** A family of whatever category and events. */
export type Any = EventFamily<string, any, any>

/** A family as its readers need it: nothing can be written with it. */
export type Readable<Event extends { readonly _tag: string }> = EventFamily<string, Event, never>

/** What is read with a family, or with each in a union of families. */
export type EventOf<Family> = Family extends EventFamily<string, infer Event, never> ? Event : never

/** What may be written with a family: its events without those that were retired. */
export type DraftOf<Family> = Family extends EventFamily<string, any, infer Draft> ? Draft : never

/** The fields of events by their names; a `Struct` carries a description of the event itself. */
type Declared = { readonly [type: string]: Schema.Struct.Fields | Schema.Struct<Schema.Struct.Fields> }
type FieldsOf<S> = S extends Schema.Struct<infer Fields> ? Fields : S extends Schema.Struct.Fields ? S : never
type EventUnion<Events extends Declared> = {
  readonly [K in keyof Events & string]: { readonly _tag: K } & Schema.Struct.Type<FieldsOf<Events[K]>>
}[keyof Events & string]
type Upcasters<Events> = { readonly [K in keyof Events]?: readonly [Upcaster, ...ReadonlyArray<Upcaster>] }

/**
 * Defines the events of one category.
 *
 * - `events`: the fields of each event, by its name (past tense). Names and fields are the storage format: never rename
 *   or re-type one; add an event, an optional field, or a version.
 * - `retired`: events that are no longer written and will be read for ever; writing one does not compile, and fails.
 * - `upcasters`: for an event whose fields changed, one for each step, oldest first. An event with n upcasters is
 *   written in version n + 1.
 * - `tags`: the facets of an event.
 * - `validates`: which events are held against their schemas as they are read. `all`, unless told otherwise. `upcast`: those
 *   of an older version; one of the newest is taken for what it was validated to be when it was written, which its commit's
 *   digest vouches for. Reading becomes faster, and a field that was made stricter without a version goes unnoticed: keep
 *   fixtures (`EventFixtures` of the testing kit). Events with fields that are not kept as they are, such as dates and sealed
 *   values, are validated all the same.
 *
 * @example
 * const Counter = EventFamily.make({ category: "counter", events: { CounterIncreased: { by: Schema.Int } } })
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
  readonly validates?: "all" | "upcast"
}): EventFamily<Category, EventUnion<Events> | EventUnion<Retired>, EventUnion<Events>> => {
  const { category, events, retired, tags = () => [], upcasters, validates } = options
  const codecs = declaredIn<Declared[string]>({ events, retired, upcasters })
    .map(([declared, event]) => SchemaCodec.make(declared, validates === "upcast", event))
  return assembleFamily(category, codecs, tags)
}
