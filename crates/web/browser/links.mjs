// Reviews pairs of the example office in a real browser: axe finds nothing on
// any page of reviewing in both languages at three widths, and a pair is
// decided, explained and taken back with the keyboard alone. Similar records
// appear while a person is typed. `node links.mjs [--shots DIR]`; visit.mjs says
// what it needs.
import { conclude, enter, exampleOffice, look as lookAt, visit, wrong } from "./visit.mjs";

const { origin, once, end } = await exampleOffice();
const look = (page, name) => lookAt(page, name, { whole: true });

async function signedIn(options) {
  const visitor = await visit(origin, options);
  await enter(visitor.page, origin, once);
  return visitor;
}

async function person(page, given, father, family, mother, birth) {
  await page.goto(`${origin}/record`);
  for (const [name, value] of [["name0-given", given], ["name0-father", father], ["name0-family", family], ["name0-mother", mother], ["birth", birth]]) await page.locator(`#${name}`).fill(value);
  await page.keyboard.press("Enter");
  await page.waitForURL(`${origin}/person/*`);
}

// Everything is set up once; all visits see the same office.
{
  const { context, page } = await signedIn({ locale: "en", viewport: { width: 1280, height: 900 } });
  await page.goto(`${origin}/links`);
  await look(page, "links-none.en.1280");
  await person(page, "ياسين", "نضال", "الزعبلاوي", "سهيلة", "1988-03-02");
  await person(page, "Yasin", "Nidal", "Zablawi", "Suhaila", "1988");
  await person(page, "باسل", "نضال", "الزعبلاوي", "سهيلة", "1991-05-09");
  await page.goto(`${origin}/links`);
  await page.locator("form[action='/links/run'] button").click();
  await page.locator("form[action='/links/decide']").waitFor();
  await context.close();
}

for (const language of ["ar", "en"]) {
  const { context, page } = await signedIn({ locale: language, viewport: { width: 1280, height: 900 } });
  for (const width of [1280, 390, 360]) {
    await page.setViewportSize({ width, height: 900 });
    for (const [name, path] of [["links", "/links"], ["link-decisions", "/links/decisions"], ["link-acts", "/links/acts"], ["link-quality", "/links/quality"], ["today", "/today"], ["keyboard", "/keyboard"]]) {
      await page.goto(origin + path);
      await look(page, `${name}.${language}.${width}`);
    }
  }
  await page.goto(`${origin}/links/quality`);
  await page.locator("form[action='/links/quality'] button").click();
  await page.goto(`${origin}/links/sample`);
  await look(page, `link-sample.${language}.360`);
  await context.close();
}

// The keyboard alone: to the queue, a reason, a decision, its undoing.
{
  const { context, page } = await signedIn({ locale: "ar", viewport: { width: 1280, height: 900 } });
  await page.keyboard.press("p");
  await page.waitForURL(`${origin}/links`);
  await page.locator("form[action='/links/decide']").waitFor();
  await page.keyboard.press("w");
  await page.keyboard.type("الأم نفسها");
  await page.keyboard.press("Escape");
  await page.keyboard.press("1");
  await page.waitForURL(`${origin}/links?done=*`);
  await look(page, "link-decided.ar.1280");
  await page.goto(`${origin}/links/decisions`);
  if (!(await page.locator("main").innerText()).includes("الأم نفسها")) wrong.push("keyboard: the reason is not among the decisions");
  await page.goBack();
  await page.keyboard.press("u");
  await page.waitForURL(`${origin}/links`);
  await context.close();
}

// Similar records appear while a person is typed.
{
  const { context, page } = await signedIn({ locale: "en", viewport: { width: 390, height: 900 } });
  await page.goto(`${origin}/record`);
  for (const [name, value] of [["name0-given", "Yassin"], ["name0-father", "Nidal"], ["name0-family", "Zablawi"], ["name0-mother", "Suhayla"]]) await page.locator(`#${name}`).pressSequentially(value);
  await page.locator("#similar a").first().waitFor();
  await look(page, "similar.en.390");
  await context.close();
}

end();
await conclude("no violations; reviewed with the keyboard alone");
