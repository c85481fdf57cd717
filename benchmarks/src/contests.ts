import { batches } from "./commit/batches.ts"
import { concurrentCommits } from "./commit/concurrentCommits.ts"
import { contention } from "./commit/contention.ts"
import { extras } from "./commit/extras.ts"
import { growth } from "./commit/growth.ts"
import { memoryAppend } from "./commit/memoryAppend.ts"
import { oneClient } from "./commit/oneClient.ts"
import type { Contest } from "./Contest.ts"
import { lag } from "./follow/lag.ts"
import { foldStream } from "./read/foldStream.ts"
import { loadAggregate } from "./read/loadAggregate.ts"
import { replay } from "./read/replay.ts"
import { articlePage } from "./serve/articlePage.ts"
import { startWithLog } from "./start/startNewsroom.ts"

/** By the name that the command line takes. */
export const contests: { readonly [name: string]: Contest } = {
  commits: concurrentCommits,
  client: oneClient,
  batches,
  extras,
  contention,
  growth,
  fold: foldStream,
  aggregate: loadAggregate,
  memory: memoryAppend,
  replay,
  lag,
  page: articlePage,
  start: startWithLog
}
