/**
 * Makes an error without a stack trace. For answers that are nobody's mistake, such as a conflict: where many write the
 * same stream, most tries get one, and the trace of it would cost more than all the rest of the try.
 */
export const withoutStack = <E extends Error>(make: () => E): E => {
  const limit = Error.stackTraceLimit // of V8; elsewhere it is undefined, and changes nothing
  Error.stackTraceLimit = 0
  try {
    return make()
  } finally {
    Error.stackTraceLimit = limit
  }
}
