/** The part of the contract that tells the conditions of publication. */
import { Policy } from "@dateline/publishing/domain/PolicyEvents"
import * as HttpApiEndpoint from "effect/http-api/HttpApiEndpoint"
import * as HttpApiGroup from "effect/http-api/HttpApiGroup"
import * as OpenApi from "effect/http-api/OpenApi"
import * as Example from "./internal/example.ts"
import { describe } from "./internal/operation.ts"
import * as Problem from "./Problem.ts"

const get = HttpApiEndpoint.get("get", "/policy", {
  success: Policy.annotate({ identifier: "Policy", description: "A version of the conditions of publication" }),
  error: [Problem.NotFound, Problem.InternalError, Problem.Unavailable]
}).annotateMerge(describe({
  id: "getPolicy",
  summary: "Read the conditions of publication",
  description:
    "The version in force: what a reader is shown before commenting, and the reasons for which a comment may " +
    "be rejected.",
  response: Example.policy
}))

/** The conditions of publication. */
export class PolicyApi extends HttpApiGroup.make("policy")
  .add(get)
  .annotateMerge(OpenApi.annotations({ title: "Policy", description: "The conditions of publication for comments." }))
{}
