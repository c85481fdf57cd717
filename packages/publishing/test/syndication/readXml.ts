import { SaxesParser } from "saxes"

export interface Node {
  readonly name: string
  readonly uri: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Array<Node>
  text: string
}

/** Reads a document with a strict, namespace-aware parser; throws for anything that is not well-formed. */
export const readXml = (document: string): Node => {
  const top: Node = { name: "", uri: "", attributes: {}, children: [], text: "" }
  const open = [top]
  const parser = new SaxesParser({ xmlns: true })
  parser.on("error", (error) => {
    throw error
  })
  parser.on("opentag", ({ attributes, local, uri }) => {
    const values = Object.entries(attributes).map(([name, attribute]) => [name, attribute.value])
    const node: Node = { name: local, uri, attributes: Object.fromEntries(values), children: [], text: "" }
    open.at(-1)!.children.push(node)
    open.push(node)
  })
  parser.on("text", (text) => {
    open.at(-1)!.text += text
  })
  parser.on("closetag", () => {
    open.pop()
  })
  parser.write(document).close()
  return top.children[0]!
}

/** The children of that name, in any namespace unless one is given. */
export const all = (node: Node, name: string, uri?: string): ReadonlyArray<Node> =>
  node.children.filter((child) => child.name === name && (uri === undefined || child.uri === uri))

/** The text of the only child of that name. */
export const textOf = (node: Node, name: string, uri?: string): string | undefined => {
  const found = all(node, name, uri)
  if (found.length > 1) throw new Error(`${found.length} elements ${name}`)
  return found[0]?.text
}
