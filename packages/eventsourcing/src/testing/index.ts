/**
 * For authors of stores, deciders and projections: the laws that every store must keep, as data, and specifications in
 * the form given / when / then. No test runner among its dependencies.
 */
export * as DeciderSpec from "./DeciderSpec.ts"
