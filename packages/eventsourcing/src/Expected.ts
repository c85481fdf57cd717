/**
 * What a writer believes about a stream when it commits. "Must not exist" and "any" are different answers, so they are
 * different values: no `null` stands for either.
 */
import * as Version from "./Version.ts"

export type Expected = Any | NoStream | Exists | Exactly

/** Whatever the stream holds. */
export interface Any {
  readonly _tag: "Any"
}

/** The stream has no events. */
export interface NoStream {
  readonly _tag: "NoStream"
}

/** The stream has at least one event. */
export interface Exists {
  readonly _tag: "Exists"
}

/** The stream's last event has this version; version 0 means the same as {@link NoStream}. */
export interface Exactly {
  readonly _tag: "Exactly"
  readonly version: Version.Version
}

export const any: Any = { _tag: "Any" }
export const noStream: NoStream = { _tag: "NoStream" }
export const exists: Exists = { _tag: "Exists" }
export const exactly = (version: number): Exactly => ({ _tag: "Exactly", version: Version.make(version) })

/** Whether a stream whose last event has version `actual` is as expected. */
export const matches = (expected: Expected, actual: number): boolean => {
  switch (expected._tag) {
    case "Any":
      return true
    case "NoStream":
      return actual === 0
    case "Exists":
      return actual > 0
    case "Exactly":
      return actual === expected.version
  }
}

/** A phrase for error messages, such as `at version 4`. */
export const describe = (expected: Expected): string => {
  switch (expected._tag) {
    case "Any":
      return "in any state"
    case "NoStream":
      return "without events"
    case "Exists":
      return "with at least one event"
    case "Exactly":
      return `at version ${expected.version}`
  }
}
