/** The place of an event in its own stream. */
import type * as Brand from "effect/Brand"

/** A whole number; the first event of a stream has version 1, and a stream without events is at version 0. */
export type Version = number & Brand.Brand<"@dateline/Version">

/** The version of a stream that has no events. */
export const none = 0 as Version

/** Trusts a whole number that is already known to be a version, such as one that a store returned. */
export const make = (value: number): Version => value as Version

/** Whether a value is a whole number from 0 up to the largest exact one. */
export const isVersion = (value: unknown): value is Version => Number.isSafeInteger(value) && (value as number) >= 0
