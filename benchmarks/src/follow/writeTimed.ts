/** The other program of the lag contest: `writeTimed.ts FILE`. */
import { withStore } from "../ours.ts"
import { writeTimed } from "./lag.ts"

const [filename = ""] = process.argv.slice(2)
const written = await withStore({ filename }, (store, run) => run(writeTimed(store)))
process.stdout.write(JSON.stringify(written))
