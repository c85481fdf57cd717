import * as Result from "effect/Result"
import { describe, expect, it } from "vitest"
import { type Role, roles } from "../../src/domain/Actor.ts"
import * as Permissions from "../../src/domain/Permissions.ts"

/** Written out cell by cell, in the order of the columns: whoever changes the table says so here as well. */
const columns: ReadonlyArray<Role> = [
  "reader",
  "writer",
  "editor",
  "chief-editor",
  "moderator",
  "administrator",
  "rule"
]
const cells: { readonly [action in Permissions.Action]: string } = {
  //                              r w e c m a rule
  "article.draft": /*         */ ". x x x . x .",
  "article.edit": /*          */ ". x x x . x .",
  "article.edit-live": /*     */ ". . x x . x .",
  "article.publish": /*       */ ". . x x . x .",
  "article.fix-typo": /*      */ ". x x x . x .",
  "article.correct": /*       */ ". . x x . x .",
  "article.retract": /*       */ ". . . x . x .",
  "article.read-unpublished": ". x x x x x .",
  "comment.submit": /*        */ "x . . . . . .",
  "comment.withdraw": /*      */ "x . . . . . .",
  "comment.hold": /*          */ ". . . x x x x",
  "comment.approve": /*       */ ". . . x x x .",
  "comment.reject": /*        */ ". . . x x x .",
  "comment.read-waiting": /*  */ ". . . x x x .",
  "commenter.read-email": /*  */ ". . . . x x .",
  "commenter.forget": /*      */ "x . . . . x .",
  "policy.propose": /*        */ ". . . x . x .",
  "policy.activate": /*       */ ". . . x . x x"
}

it("the table has a column for every role", () => {
  expect(columns).toEqual(roles)
  for (const row of Object.values(cells)) expect(row.split(" ")).toHaveLength(roles.length)
})

describe.each(Permissions.actions)("%s", (action) => {
  it.each(roles)("for a %s is as the table says", (role) => {
    const allowed = cells[action].split(" ")[columns.indexOf(role)] === "x"
    expect(Permissions.allows(role, action)).toBe(allowed)
    const checked = Permissions.check({ role, id: "somebody" }, action)
    if (allowed) expect(Result.getOrThrow(checked)).toEqual({ role, id: "somebody" })
    else expect(Result.getOrThrow(Result.flip(checked))).toMatchObject({ _tag: "NotPermitted", role, action })
  })
})
