/**
 * Plain text that waits to be sealed, reachable only from inside this package: pure code that holds the value can
 * neither read it, print it nor serialise it.
 */
const secrets = new WeakMap<object, string>()

export const put = (holder: object, plainText: string): void => {
  secrets.set(holder, plainText)
}

export const get = (holder: unknown): string | undefined =>
  typeof holder === "object" && holder !== null ? secrets.get(holder) : undefined
