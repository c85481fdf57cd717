/** Reactors that each break one law, and keep all the others. Not for use. */
import * as Effect from "effect/Effect"
import * as Layer from "effect/Layer"
import type { Checkpoint } from "../Checkpoint.ts"
import { EventStore } from "../EventStore.ts"
import * as Position from "../Position.ts"
import { kernel, type Runtime } from "./Runtime.ts"
import { type Any, retold, rewrite, tampered } from "./tampered.ts"
import { wrong, type WrongRuntime } from "./wrongRuntime.ts"

/** Each program after the first that runs at the same time calls its reactor by another name. */
const aliased = (): Partial<Runtime> => {
  let running = 0
  const layer = (reactor: Any) => {
    const name = running > 0 ? `${reactor.name}-${running}` : reactor.name
    const counted = Layer.effectDiscard(Effect.acquireRelease(
      Effect.sync(() => running++),
      () => Effect.sync(() => running--)
    ))
    return Layer.provideMerge(kernel.reactors({ ...reactor, name }), counted)
  }
  return { reactors: (reactor) => Layer.unwrap(Effect.sync(() => layer(reactor))) }
}

const rewound = (known: Checkpoint) => ({ to: { ...known, position: Position.start } })

/** Takes every reactor back to the beginning with the views. */
const thorough = (right: Runtime): Partial<Runtime> => {
  const names = new Set<string>()
  return {
    reactors: (reactor) => {
      names.add(reactor.name)
      return right.reactors(reactor)
    },
    rebuild: (options) =>
      Effect.andThen(
        right.rebuild(options),
        Effect.forEach(names, (name) => Effect.ignore(rewrite(name, rewound)), { discard: true })
      )
  }
}

const last = 3

export const wrongReactors: ReadonlyArray<WrongRuntime> = [
  wrong(
    "remembers at its end whatever it has begun",
    "what a reactor had not finished when its program ended it is told again, whatever else it had finished",
    () =>
      tampered(
        "after",
        (name) =>
          Effect.flatMap(EventStore, ({ head }) =>
            Effect.flatMap(head, (position) => rewrite(name, (known) => ({ to: { ...known, position } }))))
      )
  ),
  wrong(
    "goes back to the beginning when it begins, unless it has only just begun",
    "what a reactor has finished it is not told again when its program begins anew",
    () => tampered("before", (name) => rewrite(name, (known) => known.position < 2 ? undefined : rewound(known)))
  ),
  wrong(
    "gives every try a key of its own",
    "every event has one key of its own, at every try and in every program",
    () =>
      retold(({ react }) => ({
        react: (event, reaction) =>
          react(event, { ...reaction, idempotencyKey: `${reaction.idempotencyKey}/${reaction.attempt}` })
      }))
  ),
  wrong(
    "keeps the order of a stream's first events only",
    "events of one key are reacted to one after another, in their order",
    () => retold(() => ({ key: ({ stream, version }) => `${stream}/${version > last ? version : 0}` }))
  ),
  wrong(
    "does one thing fewer at once than it may",
    "a reaction that takes its time keeps no other key waiting",
    () => retold(({ concurrency = 8 }) => ({ concurrency: concurrency - 1 }))
  ),
  wrong(
    "takes in whatever there is",
    "a reactor has no more events in hand than its window, however slow it is, and is told of all",
    () => retold(() => ({ window: 1000 }))
  ),
  wrong(
    "forgets what it could not deliver",
    "a message that fails in every try is put aside, and is delivered when somebody asks for it again",
    () =>
      retold(({ react }) => ({
        react: (event, reaction) =>
          event.version === 1 && reaction.attempt === last
            ? Effect.ignore(react(event, reaction))
            : react(event, reaction)
      }))
  ),
  wrong(
    "goes on behind a message that it could not deliver",
    "what follows a parked message under its key waits for it, and comes after it",
    () => retold(() => ({ afterParked: "pass" }))
  ),
  wrong("begins anew when a view does", "a view that is built anew tells a reactor nothing", thorough),
  wrong(
    "does not ask whether another program runs it",
    "of programs that run the same reactor one reacts, and another goes on when it ends",
    aliased
  ),
  wrong(
    "takes another log for its own",
    "a reactor that finds another log than the one it has read stops, and says so",
    () =>
      tampered("before", (name) =>
        Effect.flatMap(EventStore, ({ log }) =>
          rewrite(
            name,
            (known) =>
              log.id === known.log ? undefined : { to: { log: log.id, epoch: log.epoch, position: Position.start } }
          )))
  )
]
