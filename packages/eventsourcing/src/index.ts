export * as CommitId from "./CommitId.ts"
export * as Decider from "./Decider.ts"
