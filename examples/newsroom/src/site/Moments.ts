/** `<time>` elements. */
import type { Catalogue } from "../language/Catalogue.ts"
import { isoDay, isoMoment, printDate, printDay, printMoment, printTime, printWeekday } from "../language/Dates.ts"
import { type Html, html } from "./Html.ts"

/** Day and time. */
export const moment = (catalogue: Catalogue, instant: number): Html =>
  html`<time datetime="${isoMoment(instant)}">${printMoment(catalogue, instant)}</time>`

/** The day alone; `datetime` still says the moment. */
export const day = (catalogue: Catalogue, instant: number): Html =>
  html`<time datetime="${isoMoment(instant)}">${printDay(catalogue, instant)}</time>`

/** The time alone, for stories of the day that is being read; the day for older ones. */
export const recent = (catalogue: Catalogue, instant: number, now: number): Html =>
  isoDay(instant) === isoDay(now)
    ? html`<time datetime="${isoMoment(instant)}">${printTime(catalogue, instant)}</time>`
    : day(catalogue, instant)

/** A calendar date, such as a dateline's. A text that is no date is printed without `<time>`. */
export const date = (catalogue: Catalogue, iso: string): Html =>
  /^\d{4}-\d{2}-\d{2}$/.test(iso) && !Number.isNaN(Date.parse(iso))
    ? html`<time datetime="${iso}">${printDate(catalogue, iso)}</time>`
    : html`<span>${iso}</span>`

/** The day the page is made, with its weekday. */
export const today = (catalogue: Catalogue, now: number): Html =>
  html`<time datetime="${isoDay(now)}">${printWeekday(catalogue, now)}</time>`
