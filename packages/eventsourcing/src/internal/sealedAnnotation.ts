/** How a schema says that its field holds personal data: for the catalogue of events. */

/** What a sealed value is bound to, apart from its subject and its event. */
export interface Declaration {
  readonly purpose: string
  readonly label: string
}

const key = "~@dateline/eventsourcing/Sealed"

/** The annotation of a field that holds personal data. */
export const annotation = (declaration: Declaration): { readonly [key]: Declaration } => ({ [key]: declaration })

/** What the annotations of a schema say of personal data; nothing for any other field. */
export const declarationOf = (annotations: { readonly [name: string]: unknown } | undefined): Declaration | undefined =>
  annotations?.[key] as Declaration | undefined // nobody else writes under this name
