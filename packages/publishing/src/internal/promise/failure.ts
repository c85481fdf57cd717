/** How errors look to a program without Effect: classes to be told apart by `instanceof`, or by their `_tag`. */

/** What every error of a newsroom has, beside fields of its own. Its `message` is a sentence for people. */
export interface Failure<Tag extends string> extends Error {
  readonly _tag: Tag
}

/** The class of an error: for `instanceof`. Only the newsroom makes errors of it. */
export type FailureClass<Of> = abstract new(...args: never) => Of
