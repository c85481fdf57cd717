/**
 * All events of one category, defined once: their types, their validation, the text a store keeps, their versions with
 * the upcasters between them, and their tags. Every consumer reads through the family, so none can miss an upcast.
 */
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"

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

/** A payload of one version turned into a payload of the next. Total and pure: old events cannot be refused. */
export type Upcaster = (payload: { readonly [field: string]: any }) => { readonly [field: string]: unknown }

/** The values do not fit the event's fields. `detail` names the field and what was expected; it shows no values. */
export interface EncodeProblem {
  readonly _tag: "EncodeProblem"
  readonly type: string
  readonly detail: string
}

/** Why a stored event cannot be read. */
export interface DecodeProblem {
  readonly _tag: "DecodeProblem"
  readonly reason: "UnknownType" | "NewerVersion" | "InvalidJson" | "InvalidPayload"
  readonly detail: string
}

export interface EventFamily<out Category extends string, Event extends { readonly _tag: string }> {
  readonly category: Category
  /** One schema for the whole family, a union by `_tag`. */
  readonly schema: Schema.Schema<Event>
  /** The names of the family's events. */
  readonly types: ReadonlyArray<Event["_tag"]>
  /** The version in which an event of this type is written today. */
  readonly currentVersion: (type: Event["_tag"]) => number
  readonly encode: (event: Event) => Result.Result<RawEvent, EncodeProblem>
  readonly decode: (raw: RawEvent) => Result.Result<Event, DecodeProblem>
}

/** A family of whatever category and events. */
export type Any = EventFamily<string, any>

/** The events of a family, or of each in a union of families. */
export type EventOf<Family> = Family extends EventFamily<string, infer Event> ? Event : never

type EventFields = { readonly [type: string]: Schema.Struct.Fields }
type EventUnion<Fields extends EventFields> = {
  readonly [K in keyof Fields & string]: { readonly _tag: K } & Schema.Struct.Type<Fields[K]>
}[keyof Fields & string]

interface Codec {
  readonly encode: (event: unknown) => Result.Result<unknown, Schema.SchemaError>
  readonly decode: (payload: unknown) => Result.Result<unknown, Schema.SchemaError>
  readonly upcasters: ReadonlyArray<Upcaster>
}

type Payload = { readonly [field: string]: unknown }

/** What a function written by others gives, or nothing if it throws: its message may quote what it was given. */
const attempt = <A>(run: () => A): A | undefined => {
  try {
    return run()
  } catch {
    return undefined
  }
}

const parsePayload = (text: string): Result.Result<Payload, DecodeProblem["reason"]> => {
  const parsed: unknown = attempt(() => JSON.parse(text))
  if (parsed === undefined) return Result.fail("InvalidJson")
  const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed)
  // JSON of an object has text for keys and nothing else.
  return isObject ? Result.succeed(parsed as Payload) : Result.fail("InvalidPayload")
}

const upcast = (payload: Payload, from: number, upcasters: ReadonlyArray<Upcaster>): Payload | undefined =>
  attempt(() => upcasters.slice(from - 1).reduce((older, step) => step(older), payload))

/**
 * Defines the events of one category.
 *
 * - `events`: the fields of each event, by its name (past tense). Names and fields are the storage format: never rename
 *   or re-type one; add an event, an optional field, or a version.
 * - `upcasters`: for an event whose fields changed, one function for each step, oldest first. An event with n upcasters
 *   is written in version n + 1.
 * - `tags`: the facets of an event.
 *
 * @example
 * const Counter = EventFamily.make({ category: "counter", events: { CounterIncreased: { by: Schema.Int } } })
 */
export const make = <const Category extends string, const Fields extends EventFields>(options: {
  readonly category: Category
  readonly events: Fields
  readonly upcasters?: { readonly [K in keyof Fields]?: readonly [Upcaster, ...ReadonlyArray<Upcaster>] }
  readonly tags?: (event: EventUnion<Fields>) => ReadonlyArray<string>
}): EventFamily<Category, EventUnion<Fields>> => {
  const union = Schema.TaggedUnion(options.events)
  const codecs = new Map<string, Codec>()
  for (const type of Object.keys(options.events)) {
    const fields = (union.cases as unknown as Record<string, Schema.Codec<unknown, unknown>>)[type]!
    // Whatever JSON has no form for, such as a date or NaN, is given one, or refused: what is written can be read.
    const schema = Schema.toCodecJson(fields)
    codecs.set(type, {
      encode: Schema.encodeUnknownResult(schema),
      decode: Schema.decodeUnknownResult(schema),
      upcasters: options.upcasters?.[type] ?? []
    })
  }
  const tagsOf = options.tags ?? (() => [])
  type Event = EventUnion<Fields>

  const encode = (event: Event): Result.Result<RawEvent, EncodeProblem> => {
    const type: string = event._tag
    const codec = codecs.get(type)
    if (codec === undefined) {
      const detail = `the family "${options.category}" has no such event`
      return Result.fail({ _tag: "EncodeProblem", type, detail })
    }
    const encoded = codec.encode(event)
    if (Result.isFailure(encoded)) {
      return Result.fail({ _tag: "EncodeProblem", type, detail: encoded.failure.message })
    }
    const { _tag: _, ...fields } = encoded.success as { readonly _tag: string }
    const tags = attempt(() => tagsOf(event))
    return tags === undefined
      ? Result.fail({ _tag: "EncodeProblem", type, detail: "the family's tags cannot be told of it" })
      : Result.succeed({ type, schemaVersion: codec.upcasters.length + 1, payload: JSON.stringify(fields), tags })
  }

  const decode = (raw: RawEvent): Result.Result<Event, DecodeProblem> => {
    const fail = (reason: DecodeProblem["reason"], detail: string): Result.Result<Event, DecodeProblem> =>
      Result.fail({ _tag: "DecodeProblem", reason, detail })
    const codec = codecs.get(raw.type)
    if (codec === undefined) return fail("UnknownType", `"${raw.type}" is not an event of "${options.category}"`)
    const current = codec.upcasters.length + 1
    if (raw.schemaVersion > current) {
      return fail("NewerVersion", `${raw.type} has version ${raw.schemaVersion}, this program knows up to ${current}`)
    }
    if (!Number.isInteger(raw.schemaVersion) || raw.schemaVersion < 1) {
      return fail("InvalidPayload", `${raw.schemaVersion} is not a version: versions are whole numbers from 1`)
    }
    const parsed = parsePayload(raw.payload)
    if (Result.isFailure(parsed)) return fail(parsed.failure, "the payload is not a JSON object")
    const payload = upcast(parsed.success, raw.schemaVersion, codec.upcasters)
    if (payload === undefined) return fail("InvalidPayload", `an upcaster from version ${raw.schemaVersion} threw`)
    const decoded = codec.decode({ ...payload, _tag: raw.type })
    return Result.isFailure(decoded)
      ? fail("InvalidPayload", decoded.failure.message)
      : Result.succeed(decoded.success as Event)
  }

  return {
    category: options.category,
    schema: union as unknown as Schema.Schema<Event>,
    types: Object.keys(options.events) as Array<Event["_tag"]>,
    currentVersion: (type) => (codecs.get(type)?.upcasters.length ?? 0) + 1,
    encode,
    decode
  }
}
