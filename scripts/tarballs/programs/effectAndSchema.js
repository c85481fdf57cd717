// The same, and one schema.
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import * as Schema from "effect/Schema"

class Answer extends Context.Service()("Answer") {}

const Increase = Schema.Struct({ by: Schema.Int })

const program = Effect.gen(function*() {
  return (yield* Schema.decodeUnknownEffect(Increase)(yield* Answer)).by
})

console.log(await Effect.runPromise(Effect.provide(program, Layer.effect(Answer, Effect.sync(() => ({ by: 5 }))))))
