/** Opens a file with the later format as soon as it is told to: `openAtOnce.ts FILE`. Says `ready`, then what it was answered. */
import * as Effect from "effect/Effect"
import { once } from "node:events"
import { connect } from "../../src/internal/connection.ts"
import { laterFormat } from "./laterFormat.ts"

process.stdout.write("ready\n")
await once(process.stdin, "data")
const opened = await Effect.runPromiseExit(
  Effect.scoped(connect({ filename: process.argv[2]!, format: laterFormat }))
)
process.stdout.write(`${opened._tag}\n`)
process.stdin.destroy()
