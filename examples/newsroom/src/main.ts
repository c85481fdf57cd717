/**
 * Starts the newsroom: `pnpm start`. What Node made of the sources is kept for the next start, which takes about half
 * the time then. Where nothing can be kept, everything is compiled again.
 */
import { enableCompileCache } from "node:module"
import { join } from "node:path"

enableCompileCache(join(import.meta.dirname, "../node_modules/.cache/compiled"))

// Only what is imported after that is kept.
await import("./start.ts")
