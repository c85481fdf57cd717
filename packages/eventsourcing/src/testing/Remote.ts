/**
 * A driver that works in another process, so that a law can use several processes, and kill one. Both ends speak lines of
 * JSON over whatever carries lines, such as the pipes of a child process.
 *
 * @example
 * // the program that is spawned
 * yield* Remote.serve(driver, { lines: createInterface({ input: process.stdin }), say: (line) => console.log(line) })
 */
import * as Deferred from "effect/Deferred"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Option from "effect/Option"
import type * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import * as Store from "../EventStoreDriver.ts"
import { Ambiguous, StoreFault, TooLarge } from "../StoreError.ts"
import type { Driver } from "./Harness.ts"
import { fromText, text } from "./portable.ts"

/** What carries lines to the other process and back. */
export interface Wire {
  /** Ends when the other process has ended. */
  readonly lines: AsyncIterable<string>
  readonly say: (line: string) => void
}

type Call = "commit" | "findCommit" | "readStream" | "readPage" | "head"

interface Request {
  readonly id: number
  readonly call: Call
  readonly args: ReadonlyArray<any>
}

interface Answer {
  readonly id: number
  readonly value?: unknown
  /** The fields of a tagged error; absent when the call succeeded. */
  // `any`, because each error has other fields, and both ends are this file.
  readonly error?: { readonly _tag: string; readonly [field: string]: any }
}

/** One line for whoever splits at all ends of lines that Unicode has, as some readers of lines do; JSON leaves three as they are. */
const lineOf = (message: unknown): string =>
  text(message).replace(/[\u0085\u2028\u2029]/g, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, "0")}`)

type Greeting = Pick<Driver, "log" | "limits" | "guards">

const page = (driver: Driver, { limit, ...request }: Store.PageRequest) =>
  driver.readAll({ ...request, pageSize: limit } as Store.ReadAllOptions).pipe(
    Stream.runHead,
    Effect.map(Option.getOrUndefined)
  )

/** Any call by its name; the other end has the types. */
const perform = (driver: Driver, { args, call }: Request): Effect.Effect<unknown, object> => {
  const [a, b, c, d] = args
  switch (call) {
    case "commit":
      return driver.commit(a)
    case "findCommit":
      return Effect.map(driver.findCommit(a, b), Option.getOrNull)
    case "readStream":
      return driver.readStream(a, b, c, d)
    case "readPage":
      return page(driver, a)
    case "head":
      return driver.head
  }
}

const answer = (id: number, exit: Exit.Exit<unknown, object>): Answer => {
  if (Exit.isSuccess(exit)) return { id, value: exit.value }
  const reason = exit.cause.reasons[0]
  const error = reason?._tag === "Fail" ? reason.error : { _tag: "StoreFault", operation: "remote", retryable: false }
  const cause = "cause" in error ? String(error.cause) : String(reason)
  return { id, error: { ...error, _tag: "_tag" in error ? String(error._tag) : "StoreFault", cause } }
}

/** Does what the other end asks, many things at once, until the lines end. */
export const serve = (driver: Driver, { lines, say }: Wire): Effect.Effect<void> =>
  Effect.scoped(Effect.gen(function*() {
    say(lineOf({ log: driver.log, limits: driver.limits, guards: driver.guards }))
    yield* Stream.fromAsyncIterable(lines, (cause) => cause).pipe(
      Stream.runForEach((line) => {
        const request = fromText(line) as Request // the other end is `connect`
        return Effect.forkScoped(
          Effect.flatMap(
            Effect.exit(perform(driver, request)),
            (exit) => Effect.sync(() => say(lineOf(answer(request.id, exit))))
          )
        )
      }),
      Effect.ignore
    )
  }))

const errorOf = (error: NonNullable<Answer["error"]>): StoreFault | Ambiguous | TooLarge => {
  const { _tag, cause, ...fields } = error as any // what `answer` made of one of these three
  if (_tag === "TooLarge") return new TooLarge(fields)
  return _tag === "Ambiguous" ? new Ambiguous({ ...fields, cause }) : new StoreFault({ ...fields, cause })
}

const gone = new StoreFault({ operation: "remote", cause: "the process has ended", retryable: false })

/** The driver of the process at the other end; a commit whose answer never came is `Ambiguous`. */
export const connect = Effect.fnUntraced(function*(wire: Wire): Effect.fn.Return<Driver, StoreFault, Scope.Scope> {
  const waiting = new Map<number, Deferred.Deferred<unknown, StoreFault | Ambiguous | TooLarge>>()
  const greeting = yield* Deferred.make<Greeting, StoreFault>()
  let next = 0
  let ended = false

  const hear = (line: string) => {
    const message = fromText(line) as Answer & Greeting // the other end is `serve`
    const answered = waiting.get(message.id)
    waiting.delete(message.id)
    if (answered === undefined) Deferred.doneUnsafe(greeting, Effect.succeed(message))
    else {Deferred.doneUnsafe(
        answered,
        message.error ? Effect.fail(errorOf(message.error)) : Effect.succeed(message.value)
      )}
  }
  const end = Effect.sync(() => {
    ended = true
    Deferred.doneUnsafe(greeting, Effect.fail(gone))
    for (const answered of waiting.values()) Deferred.doneUnsafe(answered, Effect.fail(gone))
  })
  yield* Stream.fromAsyncIterable(wire.lines, (cause) => cause).pipe(
    Stream.runForEach((line) => Effect.sync(() => hear(line))),
    Effect.ignore,
    Effect.ensuring(end),
    Effect.forkScoped
  )
  const { guards, limits, log } = yield* Deferred.await(greeting)

  /** What the other end answers has the type that the driver's member of this name has. */
  const ask = (call: Call, ...args: ReadonlyArray<unknown>): Effect.Effect<any, any> =>
    Effect.suspend(() => {
      if (ended) return Effect.fail(gone)
      const answered = Deferred.makeUnsafe<unknown, StoreFault | Ambiguous | TooLarge>()
      const id = ++next
      waiting.set(id, answered)
      wire.say(lineOf({ id, call, args }))
      return Deferred.await(answered)
    })

  return Store.EventStoreDriver.of({
    log,
    limits,
    guards,
    commit: (commit) =>
      Effect.mapError(
        ask("commit", commit),
        (error) => error === gone ? new Ambiguous({ commitId: commit.id, cause: gone }) : error
      ),
    findCommit: (id, stream) => Effect.map(ask("findCommit", id, stream), Option.fromNullishOr),
    readStream: (...args) => ask("readStream", ...args),
    readAll: Store.paged((request) => ask("readPage", request)),
    head: ask("head"),
    changed: Stream.never
  })
})
