export * as FolderLock from "./FolderLock.ts"
export * as SqliteEventStore from "./SqliteEventStore.ts"
