/** Made-up commenters, each with an address, a name and words of their own: the same in every run. */
import { createHash } from "node:crypto"

export interface Person {
  readonly email: string
  readonly name: string
  readonly body: string
}

/** Letters and digits that nothing else contains. */
const unique = (purpose: string, index: number): string =>
  BigInt(`0x${createHash("sha256").update(`${purpose} ${index}`).digest("hex")}`).toString(36).slice(0, 14)

/** So many people of one kind. Addresses are written in both cases, as people do. */
export const people = (kind: string, count: number): ReadonlyArray<Person> =>
  Array.from({ length: count }, (_, index) => ({
    email: `M${unique(`${kind} email`, index)}@Mail.example`,
    name: `Name ${unique(`${kind} name`, index)}`,
    body: `Words ${unique(`${kind} body`, index)}`
  }))
