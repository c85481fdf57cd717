/** Refusals are thrown inside a transaction, which undoes it, and given to the caller as what they are. */
import type { StoreFault } from "@dateline/eventsourcing/StoreError"
import * as Effect from "effect/Effect"

type ErrorClass = abstract new(...args: never) => Error

/** Unpacks the refusals of these classes; everything else that was thrown stays a fault of the store. */
export const refusing = <A, Classes extends ReadonlyArray<ErrorClass>>(
  body: Effect.Effect<A, StoreFault>,
  ...classes: Classes
): Effect.Effect<A, StoreFault | InstanceType<Classes[number]>> =>
  Effect.mapError(body, (fault): StoreFault | InstanceType<Classes[number]> => {
    const { cause } = fault
    const refused = classes.some((one) => cause instanceof one)
    return refused ? cause as InstanceType<Classes[number]> : fault // an instance of one of them
  })
