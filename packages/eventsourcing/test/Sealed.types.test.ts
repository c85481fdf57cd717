/** What the compiler refuses: each line marked so compiles only if the next one does not. */
import * as Schema from "effect/Schema"
import { describe, expectTypeOf, it } from "vitest"
import * as EventFamily from "../src/EventFamily.ts"
import * as Projection from "../src/Projection.ts"
import type { Json } from "../src/Projection.ts"
import * as Sealed from "../src/Sealed.ts"

const Email = Sealed.field("email", { purpose: "contact", value: Schema.String })
const Name = Sealed.field("name", { purpose: "publication", value: Schema.String })
const family = EventFamily.make({
  category: "guest",
  events: {
    GuestSigned: { name: Name, email: Schema.optionalKey(Email), page: Schema.Int },
    GuestLeft: {}
  }
})
type Event = EventFamily.EventOf<typeof family>
type Signed<E> = Extract<E, { readonly _tag: "GuestSigned" }>

const rest = { name: "guests", revision: 1, families: [family], indexes: [], keys: () => ["all"] } as const
type Families = readonly [typeof family]

describe("the compiler", () => {
  it("gives a reader the values of its purposes, or that they are erased, and the others sealed", () => {
    type Published = Signed<Sealed.Opened<Event, "publication">>
    expectTypeOf<Published["name"]>().toEqualTypeOf<string | Sealed.Erased>()
    expectTypeOf<Published["email"]>().toEqualTypeOf<Sealed.Sealed<string, "contact", "email"> | undefined>()
    expectTypeOf<Published["page"]>().toEqualTypeOf<number>()
    type Whole = Signed<Sealed.Opened<Event, "publication" | "contact">>
    expectTypeOf<Whole["email"]>().toEqualTypeOf<string | Sealed.Erased | undefined>()
    expectTypeOf<Sealed.Opened<Event, never>>().toEqualTypeOf<Event>()
    expectTypeOf<Signed<Event>["email"]>().not.toExtend<Json | undefined>()
  })

  it("refuses a view that holds what is sealed", () => {
    Projection.make({
      ...rest,
      // @ts-expect-error a sealed e-mail address is no part of a document
      evolve: (document: { readonly email: Signed<Event>["email"] } | undefined, { event }) =>
        event._tag === "GuestSigned" ? { email: event.email } : document
    })
    // @ts-expect-error however deep it is hidden
    Projection.make<{ readonly all: ReadonlyArray<{ readonly email: Sealed.Sealed }> }, Families>({
      ...rest,
      evolve: (document) => document
    })
  })

  it("refuses a view that says nothing of what it shows for an erased value", () => {
    Projection.make<{ readonly name: string }, Families, readonly ["publication"]>({
      ...rest,
      opens: ["publication"],
      // @ts-expect-error the name may be erased
      evolve: (document, { event }) => event._tag === "GuestSigned" ? { name: event.name } : document
    })
    Projection.make<{ readonly name: string }, Families, readonly ["publication"]>({
      ...rest,
      opens: ["publication"],
      evolve: (document, { event }) =>
        event._tag === "GuestSigned" && typeof event.name === "string" ? { name: event.name } : document
    })
  })

  it("refuses a view that takes an address for open without declaring it", () => {
    Projection.make<{ readonly email: string }, Families, readonly ["publication"]>({
      ...rest,
      opens: ["publication"],
      evolve: (document, { event }) =>
        // @ts-expect-error the address is sealed for whoever reads for publication
        event._tag === "GuestSigned" && event.email !== undefined ? { email: event.email } : document
    })
    // @ts-expect-error what its types say is open must be declared
    Projection.make<{ readonly email: string }, Families, readonly ["contact"]>({
      ...rest,
      evolve: (document) => document
    })
    Projection.make<{ readonly email: string }, Families>({
      ...rest,
      // @ts-expect-error and nothing else may be
      opens: ["contact"],
      evolve: (document) => document
    })
  })

  it("has no way from a sealed value to what is in it, and none from another field's", () => {
    const hidden = Sealed.hide(Email, "s", "a@example.com")
    // @ts-expect-error there is no accessor
    expectTypeOf(hidden.value).toBeAny()
    // @ts-expect-error a name is no address
    const draft: EventFamily.DraftOf<typeof family> = { _tag: "GuestSigned", name: hidden, page: 1 }
    expectTypeOf(draft).not.toBeNever()
    // @ts-expect-error what is hidden is what the field holds
    Sealed.hide(Email, "s", 5)
  })
})
