/**
 * Loaded before the newsroom: its clock goes on to the end of the minute in which it starts, and stands still there. What
 * is counted by the minute is then counted alike on a slow machine, and at whatever second it begins.
 */
const now = Date.now
const end = (Math.floor(now() / 60_000) + 1) * 60_000 - 1

Date.now = () => Math.min(now(), end)
