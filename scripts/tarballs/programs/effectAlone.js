// The least that a program of Effect can do: one service, from one layer.
import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"

class Answer extends Context.Service()("Answer") {}

const program = Effect.gen(function*() {
  return yield* Answer
})

console.log(await Effect.runPromise(Effect.provide(program, Layer.effect(Answer, Effect.sync(() => 5)))))
