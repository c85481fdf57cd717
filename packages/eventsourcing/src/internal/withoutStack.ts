// V8 has it; elsewhere setting it changes nothing.
const engine: object & { stackTraceLimit?: number | undefined } = Error

/**
 * Makes an error without a stack trace. For answers that are nobody's mistake, such as a conflict: where many write the
 * same stream, most tries get one, and the trace of it would cost more than all the rest of the try.
 */
export const withoutStack = <E extends Error>(make: () => E): E => {
  const limit = engine.stackTraceLimit
  engine.stackTraceLimit = 0
  try {
    return make()
  } finally {
    engine.stackTraceLimit = limit
  }
}
