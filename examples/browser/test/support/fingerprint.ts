/** Prints the fingerprint of the sample, for tests that compare platforms. */
import * as Effect from "effect/Effect"
import { fingerprint } from "../../src/Fingerprint.ts"
import { readKeys, readLog } from "./Sample.ts"

process.stdout.write(JSON.stringify(await Effect.runPromise(fingerprint(readLog(), readKeys()))))
