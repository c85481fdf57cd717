/** What every view store must do about builds of a view, and which of them readers see. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import * as Position from "../Position.ts"
import type { ViewId } from "../ViewStore.ts"
import { type Law, same, viewLaw } from "./Law.ts"
import { claim, liveOf, long, next, tagOf, view, write } from "./viewBuilds.ts"

const unknown = viewLaw(
  "a view that was never defined, or is dropped, is neither read nor written",
  ({ views }) =>
    Effect.gen(function*() {
      const refusals = Effect.all([
        tagOf(views.getMany(view, ["a"])),
        tagOf(views.query(view, { index: "any", equal: [], limit: 1 })),
        tagOf(views.checkpoint(view)),
        tagOf(write(views, view, 0, 0)),
        tagOf(claim(views, "one", long)),
        tagOf(views.switchLive(Option.none(), view))
      ])
      const all = Array.from({ length: 6 }, () => "UnknownView")
      yield* same("before it is defined", all, yield* refusals)
      yield* views.define(view, [])
      yield* same("an index that it has not", "UnknownIndex", (yield* refusals)[1])
      yield* views.drop(view)
      yield* same("when it is dropped", all, yield* refusals)
    })
)

const listed = viewLaw(
  "all builds of a name are listed, and none of another",
  ({ connect, views }) =>
    Effect.gen(function*() {
      const ids = [view, next, { ...view, revision: 2 }, { ...view, name: "other" }]
      yield* Effect.forEach(ids, (id) => views.define(id, []))
      yield* views.switchLive(Option.none(), next)
      const builds = Effect.fnUntraced(function*(name: string) {
        const found = yield* (yield* connect).builds(name)
        return found.map(({ build, name, revision }) => `${name} ${revision} ${build}`).sort()
      })
      yield* same("builds", ["notes 1 0", "notes 1 1", "notes 2 0"], yield* builds("notes"))
      yield* same("of another name", ["other 1 0"], yield* builds("other"))
      yield* same("of none", [], yield* builds("nothing"))
      yield* views.drop(view)
      yield* same("when one is dropped", ["notes 1 1", "notes 2 0"], yield* builds("notes"))
    })
)

const pointer = viewLaw(
  "readers see one build until another takes its place",
  ({ connect, views }) =>
    Effect.gen(function*() {
      yield* views.define(view, [])
      yield* views.define(next, [])
      const reader = yield* connect
      yield* same("at first", undefined, yield* liveOf(reader))
      yield* views.switchLive(Option.none(), view)
      yield* same("the first", view, yield* liveOf(reader))
      yield* views.switchLive(Option.some(view), view)
      yield* same("itself again", view, yield* liveOf(reader))
      yield* views.switchLive(Option.some(view), next)
      yield* same("the next", next, yield* liveOf(reader))
      yield* views.drop(view)
      yield* same("when the first is dropped", next, yield* liveOf(reader))
      yield* views.drop(next)
      yield* same("when it is dropped itself", undefined, yield* liveOf(reader))
    })
)

const believed = viewLaw(
  "a build takes the place only of the one that was believed to be there",
  ({ connect, views }) =>
    Effect.gen(function*() {
      const third: ViewId = { ...view, build: 2 }
      for (const id of [view, next, third]) yield* views.define(id, [])
      const other = yield* connect
      yield* same("nothing there", "LiveMoved", yield* tagOf(views.switchLive(Option.some(view), next)))
      yield* views.switchLive(Option.none(), view)
      yield* same("something there", "LiveMoved", yield* tagOf(other.switchLive(Option.none(), next)))
      yield* other.switchLive(Option.some(view), next)
      yield* same("another there", "LiveMoved", yield* tagOf(views.switchLive(Option.some(view), third)))
      yield* same("what readers see", next, yield* liveOf(views))
    })
)

const behind = viewLaw(
  "a build that knows less than what readers see does not take its place",
  ({ views }) =>
    Effect.gen(function*() {
      yield* views.define(view, [])
      yield* views.define(next, [])
      yield* views.switchLive(Option.none(), view)
      for (const from of [0, 1]) yield* write(views, view, from, 0)
      const change = views.switchLive(Option.some(view), next)
      yield* same("nothing read", "NotCaughtUp", yield* tagOf(change))
      yield* write(views, next, 0, 0)
      yield* same("too little read", "NotCaughtUp", yield* tagOf(change))
      yield* same("what readers see", view, yield* liveOf(views))
      yield* write(views, next, 1, 0)
      yield* same("as much read", "no failure", yield* tagOf(change))
      const restored = { ...view, build: 2 }
      const fresh = { log: "log", epoch: "2" }
      yield* views.define(restored, [])
      yield* views.apply([{
        view: restored,
        fence: 0,
        from: { ...fresh, position: Position.start },
        to: { ...fresh, position: Position.make(1) },
        upserts: new Map(),
        deletes: []
      }])
      yield* same("another epoch", "no failure", yield* tagOf(views.switchLive(Option.some(next), restored)))
    })
)

const retired = viewLaw(
  "what readers saw before a switch is written no more",
  ({ connect, views }) =>
    Effect.gen(function*() {
      yield* views.define(view, [])
      yield* views.define(next, [])
      yield* views.switchLive(Option.none(), view)
      const writer = yield* connect
      const fence = yield* claim(writer, "one", long)
      yield* write(writer, view, 0, fence)
      yield* write(views, next, 0, 0)
      yield* views.switchLive(Option.some(view), next)
      yield* same("the writer of what they saw", "Fenced", yield* tagOf(write(writer, view, 1, fence)))
      yield* same("the writer of what they see", "no failure", yield* tagOf(write(views, next, 1, 0)))
    })
)

/** The laws of builds. */
export const viewBuildLaws: ReadonlyArray<Law> = [unknown, listed, pointer, believed, behind, retired]
