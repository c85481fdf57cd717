/** What every view store must do about who may write a view, and which of its builds readers see. */
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type { Checkpoint } from "../Checkpoint.ts"
import * as Position from "../Position.ts"
import type { ClaimRequest, ViewId } from "../ViewStore.ts"
import { type Law, same, viewLaw, type Views } from "./Law.ts"

const at = (position: number): Checkpoint => ({ log: "log", epoch: "1", position: Position.make(position) })
const view: ViewId = { name: "notes", revision: 1, build: 0 }
const next: ViewId = { ...view, build: 1 }

/** Longer than any law takes, and no time at all. */
const [long, over] = [600_000, 0]

const write = (views: Views, id: ViewId, from: number, fence: number) =>
  views.apply([{ view: id, fence, from: at(from), to: at(from + 1), upserts: new Map([["a", from]]), deletes: [] }])

const claim = (views: Views, owner: string, duration: number, request: Partial<ClaimRequest> = {}) =>
  views.claim(view, { owner, duration, ...request })

/** The tag of a refusal. */
const tagOf = <A>(effect: Effect.Effect<A, { readonly _tag: string }>): Effect.Effect<string> =>
  Effect.map(
    Effect.exit(effect),
    (exit) =>
      Exit.isSuccess(exit) ? "no failure" : Option.getOrUndefined(Exit.findErrorOption(exit))?._tag ?? "a defect"
  )

const liveOf = (views: Views) => Effect.map(views.live(view.name), Option.getOrUndefined)

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

const keepsOut = viewLaw(
  "a claim keeps others out until its time is over, it is given back, or it is taken over",
  ({ connect, views }) =>
    Effect.gen(function*() {
      yield* views.define(view, [])
      const other = yield* connect
      const fence = yield* claim(views, "one", long)
      yield* same("claimed again", fence, yield* claim(views, "one", long))
      yield* same("another", "LeaseHeld", yield* tagOf(claim(other, "two", long)))
      yield* other.release(view, "two")
      yield* same("after another gave back what it has not", "LeaseHeld", yield* tagOf(claim(other, "two", long)))
      yield* views.release(view, "one")
      yield* same("given back", "no failure", yield* tagOf(claim(other, "two", long)))
      yield* same("taken over", "no failure", yield* tagOf(claim(views, "one", over, { takeOver: true })))
      yield* same("its time is over", "no failure", yield* tagOf(claim(other, "two", over)))
      yield* same(
        "of another view",
        "no failure",
        yield* tagOf(Effect.andThen(
          views.define(next, []),
          views.claim(next, { owner: "three", duration: long })
        ))
      )
    })
)

const oneOwner = viewLaw(
  "of owners that claim a view at once exactly one gets it",
  ({ connect, views }) =>
    Effect.gen(function*() {
      yield* views.define(view, [])
      const stores = [views, yield* connect]
      for (let round = 0; round < 5; round++) {
        const owners = [0, 1, 2, 3].map((owner) => `${round}-${owner}`)
        const tags = yield* Effect.forEach(owners, (owner, place) => tagOf(claim(stores[place % 2]!, owner, long)), {
          concurrency: "unbounded"
        })
        yield* same("owners", 1, tags.filter((tag) => tag === "no failure").length)
        yield* Effect.forEach(owners, (owner) => views.release(view, owner))
      }
    })
)

const stale = viewLaw("what a former owner writes is refused, even when the time of the next one is over", (
  { connect, views }
) =>
  Effect.gen(function*() {
    yield* views.define(view, [])
    const former = yield* connect
    const first = yield* claim(former, "one", long)
    yield* write(former, view, 0, first)
    const second = yield* claim(views, "two", over, { takeOver: true })
    yield* same("the former owner", "Fenced", yield* tagOf(write(former, view, 1, first)))
    yield* same("without any claim", "Fenced", yield* tagOf(write(former, view, 1, 0)))
    yield* same("the fence of one who was not there yet", "Fenced", yield* tagOf(write(former, view, 1, second + 1)))
    yield* write(views, view, 1, second)
    yield* same("the documents", [["a", 1]], [...(yield* views.getMany(view, ["a"]))])
  }))

const unique = viewLaw(
  "a fence is never given twice, not even for a view that was dropped",
  ({ views }) =>
    Effect.gen(function*() {
      yield* views.define(view, [])
      yield* views.define(next, [])
      const given = [yield* claim(views, "one", long), yield* views.claim(next, { owner: "one", duration: long })]
      yield* views.release(view, "one")
      yield* same("given back", "Fenced", yield* tagOf(write(views, view, 0, given[0]!)))
      given.push(yield* claim(views, "one", long))
      yield* views.drop(view)
      yield* views.define(view, [])
      given.push(yield* claim(views, "one", long))
      yield* same("fences that differ", given.length, new Set(given).size)
      yield* same("above 0", [], given.filter((fence) => fence <= 0))
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

/** The laws of leases and builds. */
export const viewOwnershipLaws: ReadonlyArray<Law> = [
  unknown,
  listed,
  keepsOut,
  oneOwner,
  stale,
  unique,
  pointer,
  believed,
  behind,
  retired
]
