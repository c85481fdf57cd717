/** `redocly lint`, as anybody runs it who is given an OpenAPI document. */
import { spawnSync } from "node:child_process"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const command = fileURLToPath(import.meta.resolve("@redocly/cli/bin/cli.js"))

/** Its recommended rules, all of them as errors, and those that it leaves to taste. */
const configuration = {
  extends: ["recommended-strict"],
  rules: {
    "no-invalid-media-type-examples": "error",
    "no-invalid-parameter-examples": "error",
    "operation-description": "error",
    "no-unused-components": "error",
    // The server that answered is the server, whatever it is called.
    "no-server-example.com": "off"
  }
}

interface Found {
  readonly ruleId: string
  readonly message: string
  readonly location: ReadonlyArray<{ readonly pointer?: string }>
}

/** What it finds in a document: the rule, what is wrong and where. Throws what it said if it could not read at all. */
export const lint = (document: unknown): ReadonlyArray<string> => {
  const folder = mkdtempSync(join(tmpdir(), "redocly-"))
  try {
    writeFileSync(join(folder, "redocly.yaml"), JSON.stringify(configuration))
    writeFileSync(join(folder, "openapi.json"), JSON.stringify(document))
    const { status, stderr, stdout } = spawnSync(process.execPath, [command, "lint", "openapi.json", "--format=json"], {
      cwd: folder,
      encoding: "utf8",
      env: { PATH: process.env["PATH"], CI: "true", REDOCLY_TELEMETRY: "off" }
    })
    if (!stdout.startsWith("{")) throw new Error(`redocly answered ${status}: ${stdout}${stderr}`)
    const { problems } = JSON.parse(stdout) as { readonly problems: ReadonlyArray<Found> }
    if ((status === 0) !== (problems.length === 0)) throw new Error(`redocly answered ${status}: ${stderr}`)
    return problems.map(({ location, message, ruleId }) => `${ruleId}: ${message} (${location[0]?.pointer})`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
