/** Who may do what: one table, and nothing else decides about it. */
import * as Data from "effect/Data"
import * as Result from "effect/Result"
import type { Actor, Role } from "./Actor.ts"

/** The roles that may do each thing. A role that is not named may not. */
export const table = {
  /** Write a new article. */
  "article.draft": ["writer", "editor", "chief-editor", "administrator"],
  /** Change an article that was not published yet. */
  "article.edit": ["writer", "editor", "chief-editor", "administrator"],
  /** Change what readers see, without a notice. */
  "article.edit-live": ["editor", "chief-editor", "administrator"],
  "article.publish": ["editor", "chief-editor", "administrator"],
  "article.fix-typo": ["writer", "editor", "chief-editor", "administrator"],
  "article.correct": ["editor", "chief-editor", "administrator"],
  "article.retract": ["chief-editor", "administrator"],
  /** See articles that are not public. */
  "article.read-unpublished": ["writer", "editor", "chief-editor", "moderator", "administrator"],
  "comment.submit": ["reader"],
  /** Take back a comment of one's own. */
  "comment.withdraw": ["reader"],
  "comment.hold": ["moderator", "chief-editor", "administrator", "rule"],
  "comment.approve": ["moderator", "chief-editor", "administrator"],
  "comment.reject": ["moderator", "chief-editor", "administrator"],
  /** See comments that are not public. */
  "comment.read-waiting": ["moderator", "chief-editor", "administrator"],
  /** Open a commenter's e-mail address. */
  "commenter.read-email": ["moderator", "administrator"],
  /** Erase a commenter: at the person's own request, or by the newsroom. */
  "commenter.forget": ["reader", "administrator"],
  "policy.propose": ["chief-editor", "administrator"],
  "policy.activate": ["chief-editor", "administrator", "rule"]
} as const satisfies { readonly [action: string]: ReadonlyArray<Role> }

/** Something that somebody may or may not do. */
export type Action = keyof typeof table

export const actions = Object.keys(table) as ReadonlyArray<Action>

/** The actor's role does not allow the action. */
export class NotPermitted extends Data.TaggedError("NotPermitted")<{
  readonly role: Role
  readonly action: Action
}> {
  override get message(): string {
    return `A ${this.role} may not do this: ${this.action}`
  }
}

export const allows = (role: Role, action: Action): boolean => (table[action] as ReadonlyArray<Role>).includes(role)

/** The actor, if the table allows the action. Fails with {@link NotPermitted}. */
export const check = (actor: Actor, action: Action): Result.Result<Actor, NotPermitted> =>
  allows(actor.role, action)
    ? Result.succeed(actor)
    : Result.fail(new NotPermitted({ role: actor.role, action }))
