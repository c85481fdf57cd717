/** What every view store must do about who may write a view. */
import * as Effect from "effect/Effect"
import { type Law, same, viewLaw } from "./Law.ts"
import { claim, long, next, over, tagOf, view, write } from "./viewBuilds.ts"

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

/** The laws of leases. */
export const viewOwnershipLaws: ReadonlyArray<Law> = [keepsOut, oneOwner, stale, unique]
