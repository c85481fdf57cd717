/** What an acknowledged commit survives. */

/** `disk`: an ended transaction survives a power cut. `os`: it survives a crash of the program only. */
export type Durability = "disk" | "os"
