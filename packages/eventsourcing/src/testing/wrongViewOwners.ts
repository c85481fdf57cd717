/** View stores that each break one law about leases and builds, and keep all the others. Not for use. */
import * as Effect from "effect/Effect"
import * as Option from "effect/Option"
import type { ViewId } from "../ViewStore.ts"
import { LeaseHeld, LiveMoved } from "../ViewStoreError.ts"
import type { Views } from "./Harness.ts"
import { mapBatches, wrong, type WrongViewStore } from "./wrongViewStore.ts"

const keyOf = ({ build, name, revision }: ViewId): string => `${name} ${revision} ${build}`

const same = (a: Option.Option<ViewId>, b: Option.Option<ViewId>): boolean =>
  JSON.stringify(Option.getOrUndefined(Option.map(a, keyOf))) ===
    JSON.stringify(Option.getOrUndefined(Option.map(b, keyOf)))

/** Asks first and takes it later. */
const hasty = (right: Views): Partial<Views> => {
  const owners = new Map<string, { readonly owner: string; readonly duration: number }>()
  return {
    claim: Effect.fnUntraced(function*(view, request) {
      const holder = owners.get(keyOf(view))
      yield* Effect.yieldNow
      const held = holder !== undefined && holder.owner !== request.owner && holder.duration > 0
      if (held && request.takeOver !== true) return yield* new LeaseHeld({ view, owner: holder.owner, until: 0 })
      const fence = yield* right.claim(view, { ...request, takeOver: true })
      owners.set(keyOf(view), request)
      return fence
    }),
    release: (view, owner) =>
      Effect.andThen(
        Effect.sync(() => owners.get(keyOf(view))?.owner === owner && owners.delete(keyOf(view))),
        right.release(view, owner)
      ),
    drop: (view) => Effect.andThen(Effect.sync(() => owners.delete(keyOf(view))), right.drop(view))
  }
}

/** Counts the fences of each view from 1. */
const counted = (right: Views): Partial<Views> => {
  const given = new Map<string, Array<number>>()
  const fencesOf = (view: ViewId) => given.get(keyOf(view)) ?? []
  return {
    claim: (view, request) =>
      Effect.map(right.claim(view, request), (fence) => {
        const fences = [...new Set([...fencesOf(view), fence])]
        given.set(keyOf(view), fences)
        return fences.indexOf(fence) + 1
      }),
    apply: (batches) =>
      right.apply(mapBatches(batches, (batch) => ({
        ...batch,
        fence: batch.fence === 0 ? 0 : fencesOf(batch.view)[batch.fence - 1] ?? -1
      }))),
    drop: (view) => Effect.andThen(Effect.sync(() => given.delete(keyOf(view))), right.drop(view))
  }
}

/** Lets whoever comes write, once the owner's time is over. */
const lenient = (right: Views): Partial<Views> => {
  const unguarded = new Map<string, number>()
  return {
    claim: (view, request) =>
      Effect.tap(right.claim(view, request), (fence) =>
        Effect.sync(() => {
          if (request.duration > 0) unguarded.delete(keyOf(view))
          else unguarded.set(keyOf(view), fence)
        })),
    apply: (batches) =>
      right.apply(mapBatches(batches, (batch) => ({
        ...batch,
        fence: unguarded.get(keyOf(batch.view)) ?? batch.fence
      })))
  }
}

/** Switches to whatever it is told, as long as it is told from where. */
const hurried = (right: Views): Partial<Views> => {
  const live = new Map<string, ViewId>()
  const liveOf = (name: string) => Effect.sync(() => Option.fromNullishOr(live.get(name)))
  return {
    live: liveOf,
    switchLive: Effect.fnUntraced(function*(from, to) {
      yield* right.checkpoint(to)
      const actual = yield* liveOf(to.name)
      if (!same(from, actual)) return yield* new LiveMoved({ name: to.name, expected: from, actual })
      live.set(to.name, to)
      if (Option.isSome(from) && !same(from, Option.some(to))) {
        yield* Effect.ignore(right.claim(from.value, { owner: "nobody", duration: 0, takeOver: true }))
      }
    }),
    drop: (view) =>
      Effect.andThen(
        right.drop(view),
        Effect.sync(() => same(Option.fromNullishOr(live.get(view.name)), Option.some(view)) && live.delete(view.name))
      )
  }
}

/** Lets the last owner of what readers saw write on. */
const forgiving = (right: Views): Partial<Views> => {
  const pardoned = new Map<number, number>()
  const owners = new Map<string, number>()
  return {
    claim: (view, request) =>
      Effect.tap(right.claim(view, request), (fence) => Effect.sync(() => owners.set(keyOf(view), fence))),
    switchLive: Effect.fnUntraced(function*(from, to) {
      yield* right.switchLive(from, to)
      const fence = Option.isSome(from) && !same(from, Option.some(to)) ? owners.get(keyOf(from.value)) : undefined
      if (Option.isNone(from) || fence === undefined) return
      pardoned.set(fence, yield* Effect.orDie(right.claim(from.value, { owner: "nobody", duration: 0 })))
    }),
    apply: (batches) =>
      right.apply(mapBatches(batches, (batch) => ({ ...batch, fence: pardoned.get(batch.fence) ?? batch.fence })))
  }
}

/** One for each law of leases and builds. */
export const wrongViewOwners: ReadonlyArray<WrongViewStore> = [
  wrong(
    "takes a view that it does not know for an empty one",
    "a view that was never defined, or is dropped, is neither read nor written",
    (right) => ({
      getMany: (view, keys) =>
        Effect.catchTag(right.getMany(view, keys), "UnknownView", () => Effect.succeed(new Map()))
    })
  ),
  wrong(
    "lists only what readers see",
    "all builds of a name are listed, and none of another",
    (right) => ({ builds: (name) => Effect.map(right.live(name), Option.toArray) })
  ),
  wrong(
    "never lets the time of a claim be over",
    "a claim keeps others out until its time is over, it is given back, or it is taken over",
    (right) => ({ claim: (view, request) => right.claim(view, { ...request, duration: 600_000 }) })
  ),
  wrong(
    "asks who has a view first and gives it later",
    "of owners that claim a view at once exactly one gets it",
    hasty
  ),
  wrong(
    "lets whoever comes write once the owner's time is over",
    "what a former owner writes is refused, even when the time of the next one is over",
    lenient
  ),
  wrong(
    "counts the fences of each view from 1",
    "a fence is never given twice, not even for a view that was dropped",
    counted
  ),
  wrong(
    "shows readers nothing as soon as any build is dropped",
    "readers see one build until another takes its place",
    (right) => {
      const hidden = new Set<string>()
      return {
        live: (name) => hidden.has(name) ? Effect.succeed(Option.none()) : right.live(name),
        drop: (view) => Effect.andThen(Effect.sync(() => hidden.add(view.name)), right.drop(view))
      }
    }
  ),
  wrong(
    "does not ask what was believed to be there",
    "a build takes the place only of the one that was believed to be there",
    (right) => ({
      switchLive: (_, to) => Effect.flatMap(right.live(to.name), (actual) => right.switchLive(actual, to))
    })
  ),
  wrong(
    "lets a build take the place of one that knows more",
    "a build that knows less than what readers see does not take its place",
    hurried
  ),
  wrong("lets a writer go on after the switch", "what readers saw before a switch is written no more", forgiving)
]
