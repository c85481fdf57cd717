/**
 * Whose request it is, for the limits. Behind a reverse proxy every request comes from the proxy, which names the
 * client in `X-Forwarded-For`; anybody else can write that header too, so it counts only from proxies that the
 * newsroom was told to trust.
 */
import type { HttpServerRequest } from "effect/http/HttpServerRequest"
import * as Option from "effect/Option"
import { BlockList, isIP } from "node:net"

const familyOf = (address: string): "ipv4" | "ipv6" => isIP(address) === 6 ? "ipv6" : "ipv4"

/** An IPv4 address that arrives by an IPv6 socket is written as one. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, "")

/** `192.0.2.7`, `2001:db8::1`, `10.0.0.0/8`, `2001:db8::/32`. */
export const isNetwork = (text: string): boolean => {
  const [address = "", bits, ...more] = text.split("/")
  const width = isIP(address) === 6 ? 128 : 32
  return isIP(address) !== 0 && more.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= width))
}

const listOf = (networks: ReadonlyArray<string>): BlockList => {
  const list = new BlockList()
  for (const network of networks) {
    const [address = "", bits] = network.split("/")
    if (bits === undefined) list.addAddress(plain(address), familyOf(plain(address)))
    else list.addSubnet(address, Number(bits), familyOf(address))
  }
  return list
}

/** Proxies write addresses with and without a port. Empty when it is no address. */
const addressIn = (step: string): string => {
  const [, bracketed, port4] = /^\[([^\]]+)\](?::\d+)?$|^(\d+\.\d+\.\d+\.\d+):\d+$/.exec(step.trim()) ?? []
  const address = plain(bracketed ?? port4 ?? step.trim())
  return isIP(address) === 0 ? "" : address
}

/** Reads a request's client address; empty when the socket has none. */
export type ClientAddress = (request: Pick<HttpServerRequest, "headers" | "remoteAddress">) => string

/**
 * Trusts these addresses and networks, each as {@link isNetwork} reads them. The header is read from its end, where the
 * trusted proxies wrote, up to the first address that is none of theirs: what stands before it may be invented.
 */
export const make = (trusted: ReadonlyArray<string>): ClientAddress => {
  const list = listOf(trusted)
  const isTrusted = (address: string): boolean => isIP(address) !== 0 && list.check(address, familyOf(address))
  return ({ headers, remoteAddress }) => {
    let client = plain(Option.getOrElse(remoteAddress, () => ""))
    const steps = (headers["x-forwarded-for"] ?? "").split(",").map(addressIn)
    while (isTrusted(client)) {
      const before = steps.pop() ?? ""
      if (before === "") break
      client = before
    }
    return client
  }
}
