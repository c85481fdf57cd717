/** What reactors must be when programs end and begin, on somebody's driver and view store. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import { type Law, same } from "./Law.ts"
import { noting, settled } from "./noting.ts"
import { Tally } from "./projectionLaws.ts"
import { followerLaw, program, until } from "./Runtime.ts"

const unfinished = followerLaw(
  "what a reactor had not finished when its program ended it is told again, whatever else it had finished",
  (log) =>
    Effect.gen(function*() {
      yield* log.write("a", "1")
      yield* log.write("b", "1")
      const first = noting((event) => event === "a1" ? Effect.never : Effect.void)
      yield* program(log, first.reactor, () =>
        until(() =>
          first.events().includes("a1") && first.events().includes("b1")
        ))
      const second = noting()
      yield* program(log, second.reactor, settled(log))
      yield* same("that it was told again", true, second.events().includes("a1"))
    })
)

const remembered = followerLaw(
  "what a reactor has finished it is not told again when its program begins anew",
  (log) =>
    Effect.gen(function*() {
      yield* log.write("a", "1")
      yield* log.write("b", "1")
      const first = noting()
      yield* program(log, first.reactor, settled(log))
      yield* same("at first", ["a1", "b1"], first.events().toSorted())
      yield* log.write("a", "2")
      const second = noting()
      yield* program(log, second.reactor, settled(log))
      yield* same("later", ["a2"], second.events())
    })
)

const undisturbed = followerLaw(
  "a view that is built anew tells a reactor nothing",
  (log) =>
    Effect.gen(function*() {
      yield* log.write("a", "1")
      const first = noting()
      const projections = [Tally]
      yield* program(log, first.reactor, (reactors) =>
        Effect.gen(function*() {
          yield* settled(log)(reactors)
          yield* log.runtime.catchUp({ projections })
          yield* log.runtime.rebuild({ projections })
          yield* settled(log)(reactors)
        }))
      yield* log.write("b", "1")
      yield* program(log, first.reactor, settled(log))
      yield* same("what it was told", ["a1", "b1"], first.events())
    })
)

const oneAtATime = followerLaw(
  "of programs that run the same reactor one reacts, and another goes on when it ends",
  (log) =>
    Effect.gen(function*() {
      const [one, two] = [noting(), noting()]
      yield* log.write("a", "1")
      yield* program(log, one.reactor, (reactors) =>
        Effect.gen(function*() {
          yield* settled(log)(reactors)
          yield* Effect.forkDetach(program(log, two.reactor, () => until(() => two.events().includes("a3"))))
          yield* log.write("a", "2")
          yield* settled(log)(reactors)
        }))
      yield* log.write("a", "3")
      yield* until(() => two.events().includes("a3"))
      yield* same("what both were told", ["a1", "a2", "a3"], [...one.events(), ...two.events()])
    })
)

const ownLog = followerLaw(
  "a reactor that finds another log than the one it has read stops, and says so",
  (log) =>
    Effect.gen(function*() {
      yield* log.write("a", "1")
      yield* program(log, noting().reactor, settled(log))
      const other = { ...log, ...(yield* log.another) }
      yield* other.write("b", "1")
      const { events, reactor } = noting()
      const stopped = program(other, reactor, (reactors) =>
        Effect.raceFirst(
          Effect.as(until(() => events().length > 0), Option.none()),
          Effect.map(Effect.flip(reactors.stopped), Option.some)
        ))
      const cause = Option.map(yield* stopped, ({ cause }) => (cause as { readonly _tag?: string } | undefined)?._tag)
      yield* same("why it stops", "CheckpointFromElsewhere", Option.getOrUndefined(cause))
    })
)

/** The laws of reactors whose programs come and go. */
export const reactorProgramLaws: ReadonlyArray<Law> = [unfinished, remembered, undisturbed, oneAtATime, ownLog]
