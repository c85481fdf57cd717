import * as Data from "effect/Data"

/** The folder has no keys. */
export class NoKeys extends Data.TaggedError("NoKeys")<{ readonly filename: string }> {
  override get message(): string {
    return `There is no ${this.filename}: nothing was ever sealed here, or --data names another folder`
  }
}
