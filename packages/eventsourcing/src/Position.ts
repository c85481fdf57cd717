/**
 * The place of an event in its whole log, in commit order: whoever has seen a position will never see an earlier one
 * appear. Positions are compared, never calculated with: a store may leave holes between them.
 */
import type * as Brand from "effect/Brand"

/** A whole number above 0; larger means later. */
export type Position = number & Brand.Brand<"@dateline/Position">

/** Before the first event of any log. */
export const start = 0 as Position

/** Trusts a whole number that is already known to be a position, such as one that a store returned. */
export const make = (value: number): Position => value as Position

/** Whether a value is a whole number from 0 up to the largest exact one. */
export const isPosition = (value: unknown): value is Position => Number.isSafeInteger(value) && (value as number) >= 0
