import * as Console from "effect/Console"
import * as Effect from "effect/Effect"
import { newsroom } from "./newsroom.ts"
import { inMemory } from "./stores.ts"

const comments = await Effect.runPromise(Effect.provide(newsroom, inMemory))
await Effect.runPromise(Effect.forEach(comments, (comment) => Console.log(comment)))
