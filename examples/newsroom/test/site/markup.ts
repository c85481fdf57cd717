/** Reads pages back the way a browser does, with a parser that follows the HTML standard. */
import { type DefaultTreeAdapterTypes as Tree, parse } from "parse5"

export interface Element {
  readonly tag: string
  readonly attributes: ReadonlyMap<string, string>
  /** All text inside, white space as it stands. */
  readonly text: string
  readonly children: ReadonlyArray<Element>
}

const isElement = (node: Tree.ChildNode): node is Tree.Element => "tagName" in node

const textOf = (node: Tree.ChildNode): string => {
  if (node.nodeName === "#text") return (node as Tree.TextNode).value
  return isElement(node) ? node.childNodes.map(textOf).join("") : ""
}

const elementOf = (node: Tree.Element): Element => ({
  tag: node.tagName,
  attributes: new Map(node.attrs.map(({ name, value }) => [name, value])),
  text: textOf(node),
  children: node.childNodes.filter(isElement).map(elementOf)
})

const walk = (element: Element): ReadonlyArray<Element> => [element, ...element.children.flatMap(walk)]

/** Every element of a page, in document order. */
export const elements = (page: string): ReadonlyArray<Element> => {
  const root = parse(page).childNodes.find(isElement)
  return root === undefined ? [] : walk(elementOf(root))
}

/** Everything inside an element, itself first. */
export const within = walk

/** Elements with an attribute, and with one of its values if given. */
export const having = (all: ReadonlyArray<Element>, name: string, value?: string): ReadonlyArray<Element> =>
  all.filter((element) =>
    element.attributes.has(name) && (value === undefined || element.attributes.get(name) === value)
  )

/** The only element with an id. */
export const byId = (all: ReadonlyArray<Element>, id: string): Element => {
  const found = having(all, "id", id)
  if (found.length !== 1) throw new Error(`${found.length} elements have the id ${id}`)
  return found[0]!
}

/** Which elements there are and which attributes they carry, but nothing of what these say. */
export const skeleton = (page: string): ReadonlyArray<string> =>
  elements(page).map(({ tag, attributes }) =>
    // Where one stands in the navigation depends on texts of the model, by design.
    [tag, ...[...attributes.keys()].filter((name) => name !== "aria-current").toSorted()].join(" ")
  )
