/**
 * The form of a benchmark: contestants that do the same work, each run in a process of its own, in turns, so that
 * whatever else the machine does falls on all of them alike.
 */

/** What one run of a contestant measured. */
export interface Measurement {
  /** Pieces of work done. */
  readonly count: number
  /** Seconds that they took in all. */
  readonly seconds: number
  /** Milliseconds of each piece, where pieces can be told apart. */
  readonly latencies?: ReadonlyArray<number>
  /** In their place, where something else has taken the times: milliseconds. */
  readonly quantiles?: { readonly p50: number; readonly p99: number }
  /** The most memory that the process had, in megabytes. */
  readonly megabytes?: number
  /** What else is to be known of this run. */
  readonly note?: string
}

export interface Contestant {
  readonly name: string
  /**
   * Does the work in an empty folder of its own, which is removed afterwards. `prepared`: the folder that the contest
   * prepared, to be left as it is.
   */
  readonly run: (folder: string, prepared: string) => Promise<Measurement>
}

export interface Contest {
  readonly name: string
  /** What one piece of work is. */
  readonly unit: string
  /** What survives what, said beside the figures. */
  readonly durability: string
  /** Makes, once for all runs, what they begin with. */
  readonly prepare?: (folder: string) => Promise<void>
  /** The first one is ours; the others are what it is compared with. */
  readonly contestants: readonly [Contestant, ...Array<Contestant>]
  /** How many megabytes more than another's process ours may have had at its highest. */
  readonly memory?: { readonly than: string; readonly atMost: number }
  /** The ratios that must hold: ours to another's, by throughput or by median latency. */
  readonly floors: ReadonlyArray<{
    readonly to: string
    readonly by: "throughput" | "p50"
    readonly atLeast: number
  }>
  /** Latencies that must not be exceeded, in milliseconds: the median unless told otherwise. */
  readonly ceilings?: ReadonlyArray<{ readonly of: string; readonly by?: "p50" | "p99"; readonly atMost: number }>
}

/** Runs the work and takes the time of it. */
export const timed = async (count: number, work: () => Promise<void>): Promise<Measurement> => {
  const begin = performance.now()
  await work()
  return { count, seconds: (performance.now() - begin) / 1000 }
}

/** Runs pieces one after another and takes the time of each, after a tenth as many that are not counted. */
export const timedEach = async (count: number, piece: (n: number) => Promise<unknown>): Promise<Measurement> => {
  const warmUp = Math.ceil(count / 10)
  for (let n = 0; n < warmUp; n++) await piece(n)
  const latencies: Array<number> = []
  const begin = performance.now()
  for (let n = warmUp; n < warmUp + count; n++) {
    const start = performance.now()
    await piece(n)
    latencies.push(performance.now() - start)
  }
  return { count, seconds: (performance.now() - begin) / 1000, latencies }
}
