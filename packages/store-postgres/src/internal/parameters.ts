/** Parameters of statements, each with its type: what a statement is sent with never depends on the values. */
import * as PgTypes from "@effect/sql-pg/PgTypes"
import * as Result from "effect/Result"
import { stored } from "./text.ts"

export const text = (value: string | null): PgTypes.Parameter => PgTypes.text(value === null ? null : stored(value))

export const int = (value: number): PgTypes.Parameter => PgTypes.int4(value)

/** A whole number that may be greater than 2^31. */
export const whole = (value: number | null): PgTypes.Parameter => PgTypes.int8(value === null ? null : BigInt(value))

export const bytes = (value: Uint8Array): PgTypes.Parameter => PgTypes.bytea(value)

/** There is an array type for each of the types below. */
const array = (values: ReadonlyArray<unknown>, type: number): PgTypes.Parameter =>
  Result.getOrThrow(PgTypes.array(values, type))

export const texts = (values: ReadonlyArray<string | null>): PgTypes.Parameter =>
  array(values.map((value) => value === null ? null : stored(value)), PgTypes.OID.text)

export const ints = (values: ReadonlyArray<number | null>): PgTypes.Parameter => array(values, PgTypes.OID.int4)

/** Whole numbers; as doubles, which hold every one that a program has, and are made faster. */
export const wholes = (values: ReadonlyArray<number | null>): PgTypes.Parameter => array(values, PgTypes.OID.float8)

export const manyBytes = (values: ReadonlyArray<Uint8Array>): PgTypes.Parameter => array(values, PgTypes.OID.bytea)
