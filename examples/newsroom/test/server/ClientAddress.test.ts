import * as Option from "effect/Option"
import { describe, expect, it } from "vitest"
import * as ClientAddress from "../../src/ClientAddress.ts"

const request = (peer: string | undefined, forwarded?: string) => ({
  remoteAddress: Option.fromUndefinedOr(peer),
  headers: (forwarded === undefined ? {} : { "x-forwarded-for": forwarded }) as never // plain names are headers too
})

describe("the address of a client", () => {
  it("is the socket's unless a proxy is trusted, whatever the header says", () => {
    const of = ClientAddress.make([])
    expect(of(request("203.0.113.9"))).toBe("203.0.113.9")
    expect(of(request("127.0.0.1", "203.0.113.9"))).toBe("127.0.0.1")
    expect(of(request(undefined, "203.0.113.9"))).toBe("")
  })

  const trusted = ["127.0.0.1", "::1", "10.0.0.0/8", "2001:db8:7::/48"]
  it.each([
    ["from a stranger, who may have invented it", "203.0.113.9", "198.51.100.1", "203.0.113.9"],
    ["from a trusted proxy", "127.0.0.1", "203.0.113.9", "203.0.113.9"],
    ["from a trusted proxy on an IPv6 socket", "::ffff:127.0.0.1", "203.0.113.9", "203.0.113.9"],
    ["through two trusted proxies", "::1", "203.0.113.9, 10.4.5.6", "203.0.113.9"],
    ["through a trusted network of IPv6", "2001:db8:7::5", "2001:db8:9::1", "2001:db8:9::1"],
    ["with steps that the client invented", "10.0.0.1", "1.1.1.1, 127.0.0.1, 203.0.113.9", "203.0.113.9"],
    ["with a port", "10.0.0.1", "203.0.113.9:4711", "203.0.113.9"],
    ["with brackets and a port", "10.0.0.1", "[2001:db8:9::1]:4711", "2001:db8:9::1"],
    ["with words in the client's place", "10.0.0.1", "unknown", "10.0.0.1"],
    ["with words before a trusted step", "127.0.0.1", "203.0.113.9, x, 10.0.0.1", "10.0.0.1"],
    ["with nothing", "127.0.0.1", "", "127.0.0.1"],
    ["without any", "127.0.0.1", undefined, "127.0.0.1"],
    ["of trusted steps only", "127.0.0.1", "10.0.0.1", "10.0.0.1"]
  ])("is read from a header %s", (_, peer, forwarded, expected) => {
    expect(ClientAddress.make(trusted)(request(peer, forwarded))).toBe(expected)
  })

  it.each([
    ["192.0.2.7", true],
    ["10.0.0.0/8", true],
    ["2001:db8::/32", true],
    ["::1", true],
    ["10.0.0.0/33", false],
    ["::/129", false],
    ["10.0.0/8", false],
    ["10.0.0.0/8/8", false],
    ["10.0.0.0/", false],
    ["proxy.example", false],
    ["", false]
  ])("may be trusted by a network that is one: %s is %s", (text, expected) => {
    expect(ClientAddress.isNetwork(text)).toBe(expected)
  })
})
