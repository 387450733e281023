// Looks at every page of the example office in a real browser, in both
// languages, at two widths, with scripts on and off: axe finds nothing, nothing
// is wider than the screen, and the way from the find box to a record is walked
// with the keyboard alone. `node run.mjs [--shots DIR]`, after `npm ci` beside
// this file; visit.mjs says what it needs.
import { conclude, enter, exampleOffice, look, visit, wrong } from "./visit.mjs";

const { origin, once, end } = await exampleOffice();

for (const language of ["ar", "en"]) {
  for (const width of [1280, 390]) {
    const { context, page } = await visit(origin, { locale: language, viewport: { width, height: 900 }, colorScheme: language === "en" && width === 390 ? "dark" : "light" });
    await page.goto(`${origin}/sign-in`);
    await look(page, `sign-in.${language}.${width}`);
    await enter(page, origin, once);
    await page.locator("main").waitFor();
    await look(page, `today.${language}.${width}`);
    // On one of the walks Arabic pages are written in Arabic-Indic digits.
    const digits = async (chosen) => {
      await page.goto(`${origin}/me`);
      await page.locator(`input[name=digits][value=${chosen}]`).check();
      await page.locator("form[action='/me/digits'] button").click();
      await page.waitForURL(/\/me$/);
    };
    if (language === "ar" && width === 390) await digits("arabic-indic");
    await page.goto(`${origin}/find`);
    await page.locator("#q").fill("Ghabagheb");
    await page.locator("#found .hit").first().waitFor();
    await look(page, `find.${language}.${width}`);
    const person = await page.locator("#found .hit").first().getAttribute("href");
    const paths = [["person", person], ["person-edit", `${person}/edit`], ["event-new", `${person}/event`], ["person-laws", `${person}/laws`],
      ["contact-new", `${person}/contact`], ["relative-new", `${person}/relative`], ["record", "/record"], ["source-new", "/record/source"], ["import", "/import"], ["verify", "/verify"], ["verify-own", "/verify?show=own"], ["verify-disputed", "/verify?show=disputed"], ["files", person.replace("/person/", "/record/") + "/files"], ["compartment-of", person.replace("/person/", "/record/") + "/compartment"], ["studies", "/studies"], ["study", "/studies/defectors"], ["study-new", "/studies/new"], ["builder", "/studies/defectors/builder"], ["estimate", "/studies/defectors/estimate/arrests"], ["study-text", `/studies/defectors/text/text.${language}.md`], ["study-file", "/studies/defectors/text/study.toml"],
      ["laws", "/laws"], ["law", "/laws/ld-18-2018"], ["outcomes", "/laws/ld-18-2018/outcomes"], ["office", "/office"], ["people", "/office/people"], ["compartments", "/office/compartments"], ["vocabularies", "/office/vocabularies"],
      ["vocabulary", "/office/vocabularies/event"], ["fields", "/office/fields"], ["log", "/office/log"], ["jobs", "/office/jobs"], ["keys", "/office/keys"], ["requests", "/office/requests"], ["retention", "/office/retention"], ["rules", "/office/rules"], ["looks", "/office/looks"], ["backups", "/office/backups"], ["consents", "/office/consents"], ["disclosures", "/office/disclosures"], ["export", "/office/export"], ["openapi", "/openapi"], ["prove", "/me/passkeys"], ["tokens", "/me/tokens"], ["me", "/me"], ["keyboard", "/keyboard"], ["nothing", "/nothing"]];
    for (const [name, path] of paths) {
      await page.goto(origin + path);
      await look(page, `${name}.${language}.${width}`);
    }
    // The law tests come when they are seen; their reasoning opens.
    await page.goto(origin + person);
    await page.locator("#laws").scrollIntoViewIfNeeded();
    await page.locator("#laws article summary").first().click();
    await look(page, `person-law-tests.${language}.${width}`);
    const event = await page.locator("article h3 a").first().getAttribute("href");
    for (const [name, path] of [["event", event], ["event-edit", `${event}/edit`], ["event-withdraw", event.replace("/event/", "/record/") + "/withdraw"], ["history", event.replace("/event/", "/record/") + "/history"]]) {
      await page.goto(origin + path);
      await look(page, `${name}.${language}.${width}`);
    }
    await page.goto(origin + event);
    const source = await page.locator("a[href^='/source/']").first().getAttribute("href");
    for (const [name, path] of [["source", source], ["source-edit", `${source}/edit`], ["source-consent", `${source}/consent`]]) {
      await page.goto(origin + path);
      await look(page, `${name}.${language}.${width}`);
    }
    const figure = await page.goto(`${origin}/studies/defectors`).then(() => page.locator("a.figure-number").first().getAttribute("href"));
    await page.goto(origin + figure);
    await look(page, `figure.${language}.${width}`);
    // A sheet is looked at: its columns as a form, then what it would change; nothing is taken in.
    await page.goto(`${origin}/import`);
    // Each walk brings a sheet of its own, of another town than the one looked for.
    const walk = `${language}${width}`;
    const sheet = `no,full name,s,town,date of arrest\n1-${walk},Looked At,m,Kfarhoud,25/06/2019\n2-${walk},Not Read,x,Nowhereville,99/99/2019\n`;
    await page.locator("input[type=file]").setInputFiles({ name: "looked-at.csv", mimeType: "text/csv", buffer: Buffer.from(sheet) });
    await page.locator("main form .actions button").first().click();
    await page.locator("#columns").waitFor();
    await look(page, `import-form.${language}.${width}`);
    await page.locator("#columns .actions button").first().click();
    await page.locator("form[action='/import/confirm']").waitFor();
    await look(page, `import-plan.${language}.${width}`);
    // The wrong row stays out and waits until somebody settles it.
    await page.locator("input[name=skip]").check();
    await page.locator("form[action='/import/confirm'] .actions button").click();
    await page.locator("a[href='/import/left']").first().waitFor();
    await look(page, `import-done.${language}.${width}`);
    for (const [name, path] of [["import-left", "/import/left"], ["today-left", "/today"]]) {
      await page.goto(origin + path);
      await look(page, `${name}.${language}.${width}`);
    }
    // A term and a field that are changed, and a compartment that can end.
    if (language === "ar" && width === 1280) {
      await page.goto(`${origin}/office/fields`);
      await page.locator("#ar").fill("لون السيارة");
      await page.locator("#en").fill("Colour of the car");
      await page.locator("#record").selectOption("event");
      await page.locator("#class").selectOption("internal");
      await page.locator("#reason").fill("Witnesses remember it.");
      await page.locator("form[action='/office/fields'] .actions button").last().click();
      await page.locator("a[href*='event.colour-of-the-car']").waitFor();
      await page.goto(`${origin}/office/compartments`);
      await page.locator("#ar").fill("فريق النساء");
      await page.locator("#en").fill("Women’s team");
      await page.locator("form[action='/office/compartments'] input[name=member]").first().check();
      await page.locator("form[action='/office/compartments'] .actions button").click();
      await page.locator("form[action^='/office/compartments/']").first().waitFor();
    }
    await page.goto(`${origin}/office/compartments`);
    for (const part of await page.locator("main details > summary").all()) await part.click();
    await look(page, `compartments-one.${language}.${width}`);
    for (const [name, path] of [["term-change", "/office/vocabularies/basis?term=hearsay"], ["field-change", "/office/fields?field=event.colour-of-the-car"]]) {
      await page.goto(origin + path);
      await page.locator("#changed-ar").waitFor();
      await look(page, `${name}.${language}.${width}`);
    }
    await page.goto(`${origin}/office/jobs`);
    await page.locator("article.job a").first().click();
    await page.locator("#job").waitFor();
    await look(page, `job.${language}.${width}`);
    // 320 px are what WCAG asks of reflow (1.4.10): a page of 1280 px at a zoom of 400 %.
    await page.setViewportSize({ width: 320, height: 800 });
    for (const path of ["/today", person, "/studies/defectors", "/record", "/import/left", "/office/fields", "/office/compartments", "/me"]) {
      await page.goto(origin + path);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (wide > 0) wrong.push(`${path} ${language}: ${wide} px wider than 320`);
    }
    if (language === "ar" && width === 390) await digits("western");
    await context.close();
  }
}

// The keyboard alone: from the box to a result to a record to its form, and back out.
{
  const { context, page } = await visit(origin, { locale: "en", viewport: { width: 1280, height: 900 } });
  await enter(page, origin, once);
  await page.keyboard.press("Tab");
  if (!(await page.evaluate(() => document.activeElement.classList.contains("skip")))) wrong.push("keyboard: the first stop is not the skip link");
  await page.keyboard.press("/");
  await page.keyboard.type("Ghabagheb");
  await page.keyboard.press("Enter");
  await page.locator("#found .hit").first().waitFor();
  // What each choice would leave is counted anew; nothing is chosen by that, and what was chosen stays.
  const chosen = () => page.locator("#search select").evaluateAll((all) => all.map((it) => it.value).join());
  if ((await chosen()) !== ",,,,,best") wrong.push(`find: facets chose themselves: ${await chosen()}`);
  await page.locator("summary").first().press("Enter");
  await page.locator("#kind").selectOption("arrest");
  await page.locator("#status option", { hasText: /\(\d+\)/ }).first().waitFor({ state: "attached" });
  await page.locator("#q").focus();
  await page.locator("#q").press("End");
  const settled = page.evaluate(() => new Promise((ready) => document.body.addEventListener("htmx:afterSettle", () => ready(), { once: true })));
  await page.keyboard.type(" ");
  await settled;
  await page.locator("#found .hit").first().waitFor();
  if (!(await chosen()).startsWith("arrest,,")) wrong.push(`find: a facet was lost: ${await chosen()}`);
  await page.locator("#q").blur();
  await page.keyboard.press("j");
  const focused = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  if (focused === "none") wrong.push("keyboard: the focus cannot be seen");
  // A search that is answered anew meanwhile leaves the focus on the person.
  await page.evaluate(() => new Promise((ready) => {
    document.body.addEventListener("htmx:afterSettle", () => ready(), { once: true });
    htmx.trigger("#search", "submit");
  }));
  if (!(await page.evaluate(() => document.activeElement.matches("#found a.hit")))) wrong.push("keyboard: an answer took the focus away");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/person\//);
  // Whoever presses a person leaves the field; what that asks is answered while the hand is down.
  await page.goto(`${origin}/find`);
  await page.locator("#q").fill("Ghabagheb");
  await page.locator("#found .hit").first().waitFor();
  await page.locator("summary").first().click();
  await page.locator("#from").pressSequentially("2011");
  const hit = await page.locator("#found a.hit").first().boundingBox();
  await page.mouse.move(hit.x + 5, hit.y + 5);
  const answered = page.evaluate(() => new Promise((ready) => document.body.addEventListener("htmx:afterOnLoad", () => ready(), { once: true })));
  await page.mouse.down();
  await answered;
  await page.mouse.up();
  await page.waitForURL(/\/person\//);
  await page.keyboard.press("e");
  await page.waitForURL(/\/edit$/);
  await page.keyboard.press("?");
  await page.waitForURL(/\/keyboard$/);
  // The same keys where the keyboard writes Arabic letters.
  const arabic = (key, code, shiftKey = false) => page.evaluate((keys) => document.body.dispatchEvent(new KeyboardEvent("keydown", { ...keys, bubbles: true })), { key, code, shiftKey });
  await arabic("ف", "KeyT");
  await page.waitForURL(/\/today$/);
  await arabic("؟", "Slash", true);
  await page.waitForURL(/\/keyboard$/);
  // Whoever dictates turns the letters off; pages go on being reached by Tab and Enter.
  await page.locator("button[name=shortcuts][value=off]").press("Enter");
  await page.locator("button[name=shortcuts][value=on]").waitFor();
  await arabic("ف", "KeyT");
  await page.keyboard.press("t");
  if (!page.url().endsWith("/keyboard")) wrong.push("keyboard: a letter that was turned off went somewhere");
  if (await page.locator("nav.main kbd").first().isVisible()) wrong.push("keyboard: keys that are off are shown");
  await page.locator("button[name=shortcuts][value=on]").press("Enter");
  await page.locator("button[name=shortcuts][value=off]").waitFor();
  await page.keyboard.press("t");
  await page.waitForURL(/\/today$/);
  await page.keyboard.press("?");
  await page.waitForURL(/\/keyboard$/);
  // What is typed while a form is fetched anew stands in the new one.
  await page.goto(`${page.url().replace("/keyboard", "/find")}`);
  await page.locator("#q").fill("Ghabagheb");
  await page.locator("#found .hit").first().waitFor();
  await page.goto(origin + (await page.locator("#found .hit").first().getAttribute("href")) + "/event");
  let go;
  const held = new Promise((ready) => { go = ready; });
  await page.route("**/event", async (route) => { if (route.request().method() === "POST") await held; await route.continue(); });
  await page.locator("#kind").fill("Sighting in detention");
  await page.locator("#when").fill("Feb 2019");
  await page.locator("#notes").fill("typed meanwhile");
  go();
  await page.locator("#attribute-condition").waitFor();
  await page.locator("#when-understood").filter({ hasText: "February 2019" }).waitFor();
  if ((await page.locator("#notes").inputValue()) !== "typed meanwhile") wrong.push("a form fetched anew lost what was typed");
  await context.close();
}

// Without scripts every step of the day is still there.
{
  const { context, page } = await visit(origin, { locale: "ar", viewport: { width: 390, height: 900 }, javaScriptEnabled: false });
  await enter(page, origin, once);
  await page.goto(`${origin}/find`);
  await page.locator("#q").fill("Ghabagheb");
  await page.locator("main form button").first().click();
  await page.locator("#found .hit").first().click();
  await page.goto(`${page.url()}/event`);
  await page.locator("#kind").fill("اعتقال");
  await page.locator("#when").fill("شباط 2019");
  await page.locator("#record .actions button").first().click();
  await page.waitForURL(/\/person\/[^/]+$/);
  if (!(await page.content()).includes("شباط 2019")) wrong.push("without scripts: the event is not shown");
  await context.close();
}

end();
await conclude("no violations, nothing too wide, keyboard and no-script ways work");
