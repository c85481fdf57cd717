/**
 * `run.mjs STORE WORK FOLDER`: one run of another library at the same work as ours, through its own public interface,
 * written as its own documentation does; what it measured, as JSON.
 */
// Each in its turn: what is not measured is not loaded.
const stores = {
  "castore-memory": async (folder) => (await import("./castore.mjs")).memory(folder),
  "act-sqlite": async (folder) => (await import("./act.mjs")).sqlite(folder),
  "message-db": async (folder) => (await import("./messageDb.mjs")).store(folder)
}

const clients = 64
const sizes = JSON.parse(process.env.DATELINE_BENCH_SIZES)

/** Each client has a stream of its own and waits for each answer. A commit that is refused is counted, not tried again. */
const concurrent = async ({ append: attempt }) => {
  let next = 0
  let refused = 0
  const reasons = new Set()
  const append = async (stream, number) => {
    try {
      await attempt(stream, number)
    } catch (error) {
      refused++
      reasons.add(String(error?.message ?? error).split("\n")[0].slice(0, 80))
    }
  }
  const upTo = (end) => {
    const client = async (_, number) => {
      while (next < end) await append(`note-${number}`, next++)
    }
    return Promise.all(Array.from({ length: clients }, client))
  }
  await upTo(sizes.warmUp)
  refused = 0
  const begin = performance.now()
  await upTo(sizes.warmUp + sizes.clients)
  const seconds = (performance.now() - begin) / 1000
  const note = refused === 0 ? undefined : `${refused} of ${sizes.clients} commits refused: ${[...reasons].join("; ")}`
  return { count: sizes.clients - refused, seconds, note }
}

const one = async ({ append }) => {
  const latencies = []
  let begin = 0
  for (let n = 0; n < sizes.one * 1.1; n++) {
    const counts = n >= sizes.one * 0.1
    const start = performance.now()
    if (counts && begin === 0) begin = start
    await append("note-0", n)
    if (counts) latencies.push(performance.now() - start)
  }
  return { count: latencies.length, seconds: (performance.now() - begin) / 1000, latencies }
}

const fold = async ({ append, sum }) => {
  for (let n = 0; n < sizes.fold; n++) await append("note-long", n)
  const begin = performance.now()
  const found = await sum("note-long")
  const seconds = (performance.now() - begin) / 1000
  const right = sizes.fold * (sizes.fold - 1) / 2
  if (found !== right) throw new Error(`the fold came to ${found} and should be ${right}`)
  return { count: sizes.fold, seconds }
}

const [name, work, folder] = process.argv.slice(2)
const store = await stores[name](folder)
const measured = await { concurrent, one, fold }[work](store)
// Before it is closed: some end the process then.
console.log(JSON.stringify(measured))
await store.close()
process.exit()
