/** Builds the page and serves it at http://127.0.0.1:4173, or at PORT. */
import { join } from "node:path"
import * as Site from "./Site.ts"
import { serve } from "./StaticServer.ts"

const folder = join(import.meta.dirname, "../dist")
await Site.write(folder)
const { url } = await serve(folder, Number(process.env["PORT"] ?? 4173))
console.log(`The log reader is at ${url}/`)
