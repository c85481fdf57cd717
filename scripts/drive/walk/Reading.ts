/** What a reader finds in a newsroom that has just been started for the first time. */
import assert from "node:assert/strict"
import { languageOf, one, textOf } from "../Page.ts"
import { expectStatus, location } from "../Visitor.ts"
import type { Scene } from "./Scene.ts"

const languages = [
  { language: "ar", direction: "rtl", national: "أخبار وطنية" },
  { language: "fr", direction: "ltr", national: "National" },
  { language: "en", direction: "ltr", national: "Nation" }
]

const home = async ({ reader, steps: { step } }: Scene) => {
  await step("the address / is the home page in Arabic, right to left", async () => {
    assert.deepEqual(languageOf(expectStatus(await reader.get("/"), 200)), ["ar", "rtl"])
  })
  for (const { direction, language, national } of languages) {
    await step(`the home page in ${language} has its language, its sections and sample articles`, async () => {
      const answer = expectStatus(await reader.get(`/${language}/`), 200)
      assert.deepEqual(languageOf(answer), [language, direction])
      for (const section of ["national", "world", "economy", "culture", "sport"]) {
        one(answer.page, `a[href="/${language}/${section}"]`)
      }
      assert.equal(textOf(one(answer.page, `a[href="/${language}/national"]`)), national)
      assert.ok(answer.page.querySelectorAll("[data-article-id]").length >= 3, "fewer than three articles")
    })
  }
  await step("section fronts and the register of corrections are there in every language", async () => {
    for (const { language } of languages) {
      for (const page of ["national", "sport", "corrections"]) {
        assert.equal(languageOf(expectStatus(await reader.get(`/${language}/${page}`), 200))[0], language)
      }
    }
  })
}

const sample = async ({ reader, steps: { step } }: Scene) => {
  await step("a sample article has a comment thread, a form, conditions and the promise about e-mail", async () => {
    const front = await reader.get("/ar/culture")
    const paths = front.page.querySelectorAll("[data-article-id] a").map((link) => link.getAttribute("href") ?? "")
    const pages = await Promise.all(
      [...new Set(paths)].filter((path) => path !== "/ar/culture").map((path) => reader.get(path))
    )
    const discussed = pages.find(({ page }) => page.querySelector("[data-comment-id]") !== null)
    assert.ok(discussed !== undefined, "no article of the section front has comments")
    for (const role of ["conditions", "email-promise"]) one(discussed.page, `[data-role=${role}]`)
    assert.match(textOf(one(discussed.page, "[data-role=conditions]")), /من شروط النشر/)
    assert.match(textOf(one(discussed.page, "[data-role=email-promise]")), /لن يتم نشر عنوان بريدك الإلكتروني/)
  })
}

const machines = async ({ reader, steps: { step } }: Scene) => {
  await step("it tells machines that it is alive and ready", async () => {
    for (const path of ["/health/live", "/health/ready"]) {
      assert.equal(typeof expectStatus(await reader.get(path), 200).json, "object")
    }
  })
  await step("the policy in force has the seven reasons and other, in three languages", async () => {
    const policy = expectStatus(await reader.get("/api/policy"), 200)
    for (
      const code of [
        "insult-author",
        "insult-person",
        "insult-sacred",
        "attack-religion",
        "attack-divine",
        "racist-incitement",
        "profanity",
        "other"
      ]
    ) assert.ok(policy.text.includes(`"${code}"`), code)
  })
  await step("the API has an OpenAPI 3.1 contract and a reference page", async () => {
    const contract = expectStatus(await reader.get("/api/openapi.json"), 200).json
    assert.match(contract.openapi, /^3\.1/)
    assert.ok("/api/articles" in contract.paths)
    expectStatus(await reader.get("/api/docs"), 200)
  })
  await step("feeds, sitemaps and robots.txt are served with their types", async () => {
    const types = {
      "/rss.xml": /application\/rss\+xml/,
      "/fr/rss.xml": /application\/rss\+xml/,
      "/en/culture/rss.xml": /application\/rss\+xml/,
      "/ar/atom.xml": /application\/atom\+xml/,
      "/ar/feed.json": /application\/feed\+json/,
      "/sitemap.xml": /application\/xml|text\/xml/,
      "/news-sitemap.xml": /application\/xml|text\/xml/,
      "/robots.txt": /text\/plain/
    }
    for (const [path, type] of Object.entries(types)) {
      assert.match(expectStatus(await reader.get(path), 200).headers.get("content-type") ?? "", type, path)
    }
  })
}

const headers = async ({ reader, steps: { step } }: Scene) => {
  await step("pages are sent with a strict content security policy, and cannot be framed or sniffed", async () => {
    const answer = await reader.get("/ar/")
    const policy = answer.headers.get("content-security-policy") ?? ""
    assert.match(policy, /default-src/)
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/)
    assert.ok(/frame-ancestors/.test(policy) || answer.headers.has("x-frame-options"), "can be framed")
    assert.equal(answer.headers.get("x-content-type-options"), "nosniff")
    assert.ok(answer.headers.has("referrer-policy"), "no referrer policy")
    assert.equal(
      answer.page.querySelectorAll("[style], style, script:not([type='application/ld+json']):not([src])").length,
      0
    )
  })
  await step("the desk is closed to those who have not signed in", async () => {
    for (const path of ["/desk/queue", "/desk/articles"]) {
      const answer = expectStatus(await reader.get(path), 302, 303, 401, 403)
      if (answer.status < 400) assert.match(location(answer), /^\/desk\/sign-in/)
    }
  })
}

export const reading = async (scene: Scene): Promise<void> => {
  await home(scene)
  await sample(scene)
  await machines(scene)
  await headers(scene)
}
