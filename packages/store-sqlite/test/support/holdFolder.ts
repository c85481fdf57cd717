/** Holds the folder named on the command line until it is killed. */
import * as Effect from "effect/Effect"
import * as FolderLock from "../../src/FolderLock.ts"

const hold = Effect.gen(function*() {
  yield* FolderLock.acquire(process.argv[2]!)
  process.stdout.write("held\n")
  process.stdin.resume()
  return yield* Effect.never
})

await Effect.runPromise(Effect.scoped(hold))
