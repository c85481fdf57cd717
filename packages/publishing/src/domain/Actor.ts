/** Who acts in a newsroom. Every event carries its actor; what an actor may do is settled in `Permissions`. */
import * as Schema from "effect/Schema"

/** `rule` is software that acts by itself, such as a schedule; the others are people. */
export const Role = Schema.Literals([
  "reader",
  "writer",
  "editor",
  "chief-editor",
  "moderator",
  "administrator",
  "rule"
])
export type Role = typeof Role.Type

export const roles: ReadonlyArray<Role> = Role.literals

export interface Actor {
  readonly role: Role
  /** An account's id, a rule's name, or the random subject of a commenter; never a name or an address. */
  readonly id: string
}
