// A real day of use, in both languages, on a desk and on a phone, with scripts and
// without, with the keyboard alone: an office is created, a sheet comes in with a
// row that is wrong, the row is put right, somebody of it is found, an event with a
// partial date is written down, a second person sets up a sign-in and verifies it, a
// study is begun, a figure made and opened, the report taken home as PDF. `node
// day.mjs [--shots DIR]` keeps pictures of the example office for the guides; DAYS=0,2
// picks days. Nothing waits for a time; each step waits for what it causes.
import { join } from "node:path";
import { PASSPHRASE, PATIENCE, browser, conclude, digits, enter, exampleOffice, hands, look as lookAt, newOffice, shots, visit, wrong } from "./visit.mjs";

let step = "";

/** A sign-in is set up: passphrase, authenticator app; gives the recovery codes. */
async function setUp(page, hand, name) {
  const secret = await page.locator("main code").first().innerText();
  await hand.fill(page.locator("#passphrase"), PASSPHRASE);
  await hand.fill(page.locator("#again"), PASSPHRASE);
  await hand.fill(page.locator("#code"), digits(secret));
  await hand.press(page.locator("main form .actions button"));
  const codes = page.locator("ul.codes code");
  await codes.first().waitFor();
  return { name, codes: await codes.allInnerTexts() };
}

async function signIn(page, hand, origin, { name, codes }) {
  await page.goto(`${origin}/sign-in`);
  await hand.fill(page.locator("#name"), name);
  await hand.fill(page.locator("#passphrase"), PASSPHRASE);
  // The six digits were used up a moment ago; a recovery code works at once.
  await hand.fill(page.locator("#code"), codes.shift());
  await hand.press(page.locator("main form .actions button").first());
  await page.waitForURL(`${origin}/today`);
}

/** The office is created, and whoever created it signs in. */
async function firstRun(page, hand, office, language, look) {
  step = "the first run";
  await page.goto(office.origin + office.first);
  await hand.check(page.locator(`[name=languages][value='${language === "ar" ? "ar,en" : "en,ar"}']`));
  await hand.fill(page.locator("#name_ar"), "مكتب التجربة");
  await hand.fill(page.locator("#name_en"), "Office of the trial");
  await hand.fill(page.locator("#passphrase"), `${PASSPHRASE} of the office`);
  await hand.fill(page.locator("#again"), `${PASSPHRASE} of the office`);
  await hand.fill(page.locator("#user"), "rima");
  await look("first-run");
  await hand.press(page.locator("main form .actions button"));
  await page.locator("code.recovery").waitFor();
  await look("created");
  await hand.press(page.locator("main a.button"));
  await page.locator("#passphrase").waitFor();
  await look("activate");
  const rima = await setUp(page, hand, "rima");
  await look("activated");
  await signIn(page, hand, office.origin, rima);
  return rima;
}

/** A key of the browser is added, and signs in alone. */
async function passkey(page, hand, context, origin, look) {
  step = "a passkey signs in";
  const devtools = await context.newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", { options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true } });
  await page.goto(`${origin}/me/passkeys`);
  await hand.fill(page.locator("#label"), "laptop");
  await look("passkey-new");
  await hand.press(page.locator("form[data-passkey=create] button"));
  await page.waitForURL(`${origin}/me`);
  if (!(await page.locator("main").innerText()).includes("laptop")) throw new Error("the key is not on the page");
  await look("me-with-key");
  await hand.press(page.locator("form[action='/sign-out'] button"));
  await page.waitForURL(/\/sign-in/);
  await hand.press(page.locator("form[data-passkey=get] button"));
  await page.waitForURL(`${origin}/today`);
}

/** Locked, and unlocked again with the office's passphrase. */
async function lockAndUnlock(page, hand, origin, look) {
  step = "locked and unlocked";
  await page.goto(`${origin}/me`);
  await hand.press(page.locator("form[action='/lock'] button"));
  await page.locator("#passphrase, [name=secret]").first().waitFor();
  await look("locked");
  await hand.fill(page.locator("main input:not([type=hidden])").first(), `${PASSPHRASE} of the office`);
  await hand.press(page.locator("main form .actions button").first());
  await page.waitForURL(/\/sign-in/);
}

async function day(language, width, { scripts = true, keyboard = false, fresh = false }) {
  const office = fresh ? await newOffice() : await exampleOffice();
  try {
    await walk(office, language, width, { scripts, keyboard, fresh });
  } catch (error) {
    const pages = browser.contexts().flatMap((it) => it.pages());
    if (shots) for (const [at, page] of pages.entries()) await page.screenshot({ path: join(shots, `stuck-${at}.png`), fullPage: true });
    throw error;
  } finally {
    for (const context of browser.contexts()) await context.close();
    office.end();
  }
}

async function walk(office, language, width, { scripts, keyboard, fresh }) {
  const { origin } = office;
  const say = (ar, en) => (language === "ar" ? ar : en);
  const options = { locale: language, viewport: { width, height: 900 }, javaScriptEnabled: scripts };
  const { context, page } = await visit(origin, options);
  const hand = hands(page, keyboard);
  const picture = async (name, on = page) => {
    if (!shots || !scripts || fresh || width !== 1280) return;
    await on.screenshot({ path: join(shots, `${name}.${language}.png`), scale: "css" });
  };
  // axe needs scripts; without them only the way is walked.
  const look = async (name) => { if (scripts) await lookAt(page, `${name}.${language}.${width}`); };
  const main = (selector) => page.locator(`main ${selector}`);

  let first = null;
  if (fresh) {
    first = await firstRun(page, hand, office, language, look);
    if (scripts) {
      await passkey(page, hand, context, origin, look);
      await lockAndUnlock(page, hand, origin, look);
      await signIn(page, hand, origin, first);
    }
  } else {
    step = "in";
    await enter(page, origin, office.once);
  }
  await picture("today");

  // A sheet with a wrong row.
  step = "a sheet with a wrong row";
  const sheet = (date) => Buffer.from(`id,name,town,date of arrest\n1,Yaser Example ${width},Ghabagheb,12/03/2019\n2,Second Example,Ghabagheb,${date}\n`);
  const drop = async (date) => {
    await page.goto(`${origin}/import`);
    await hand.hand(page.locator("input[type=file]"), { name: "arrests.csv", mimeType: "text/csv", buffer: sheet(date) });
    await picture("import");
    await hand.press(main("form .actions button").first());
    await main("[name=draft]").first().waitFor({ state: "attached" });
    await picture("import-mapping");
    await hand.press(main("form .actions button").first());
    await main("form[action='/import/confirm']").waitFor();
  };
  await drop("99/99/2019");
  if ((await main(".message.bad").count()) === 0) throw new Error("the wrong row is not shown");
  await picture("import-problem");
  await drop("25/04/2019");
  if ((await main(".message.bad").count()) > 0) throw new Error("the sheet was put right and is still wrong");
  await picture("import-plan");
  await hand.press(main("form[action='/import/confirm'] .actions button"));
  await main(".message.good").waitFor();

  // Found, and an event with a partial date.
  step = "found, and an event with a partial date";
  await page.goto(`${origin}/find`);
  await hand.fill(page.locator("#q"), `Yaser Example ${width}`);
  if (!scripts) await hand.press(main("#search .actions button"));
  await page.locator("#found a.hit").first().waitFor();
  await picture("find");
  await hand.press(page.locator("#found a.hit").first());
  await page.waitForURL(/\/person\//);
  const person = page.url();
  await page.goto(`${person}/event`);
  await hand.fill(page.locator("#kind"), say("مشاهدة في الاحتجاز", "Sighting in detention"));
  if (scripts) {
    // What a kind may hold appears when the kind is known.
    await page.locator("#kind").blur();
    await page.locator("#attribute-condition").waitFor();
  }
  await hand.fill(page.locator("#when"), "شباط 2019");
  if (scripts) await page.locator("#when-understood").filter({ hasText: "2019" }).waitFor();
  await hand.fill(page.locator("#claim0-learned"), "12/9/2019");
  await picture("event");
  await hand.press(page.locator("#record .actions button").first());
  await page.waitForURL((url) => url.href === person);
  await picture("person");
  const event = await page.locator("article h3 a").last().getAttribute("href");

  // A second person sets up a sign-in and verifies; the one who wrote cannot.
  step = "a second person sets up a sign-in and verifies";
  let { activate } = office;
  if (fresh) {
    await page.goto(`${origin}/office/people`);
    await hand.fill(page.locator("#name"), "nour");
    const adding = page.locator("form[action='/office/people']");
    for (const role of ["reviewer", "reader"]) await hand.check(adding.locator(`[name=role][value=${role}]`));
    await hand.press(adding.locator(".actions button"));
    activate = new URL(await main(".message.good code").innerText()).pathname;
    await look("people");
  }
  const { context: second, page: other } = await visit(origin, options);
  const others = hands(other, keyboard);
  await other.goto(origin + activate);
  await signIn(other, others, origin, await setUp(other, others, "nour"));
  await other.goto(`${origin}/verify`);
  await picture("verify", other);
  await other.goto(origin + event);
  await others.fill(other.locator("main .conclude input[name=why]"), say("مصدران مستقلان", "two independent sources"));
  await others.press(other.locator("main .conclude button[value=verified]"));
  await other.waitForURL(/\/(verify|today)$/);
  await other.goto(origin + event);
  await other.locator("main .tag.good").first().waitFor();
  await second.close();

  // A figure without SQL, then the records behind a number.
  step = "a figure without sql, then the records behind a number";
  const study = fresh ? "trial" : "defectors";
  if (fresh) {
    await page.goto(`${origin}/studies`);
    await hand.press(main("a[href='/studies/new']"));
    await hand.fill(page.locator("#title-ar"), "اعتقالات عام 2019");
    await hand.fill(page.locator("#title-en"), "Arrests in 2019");
    await hand.fill(page.locator("#id"), study);
    await hand.fill(page.locator("#first"), "2019");
    await hand.fill(page.locator("#last"), "كانون الأول 2019");
    await hand.check(page.locator("[name=cut][value=months]"));
    await look("study-new");
    await hand.press(main("form .actions button"));
    await page.waitForURL(/\/builder$/);
  } else {
    await page.goto(`${origin}/studies/${study}/builder`);
  }
  const counted = fresh ? { kind: "arrest", table: "arrests", group: "period", sql: "arrests" } : { kind: "release", table: "releases", group: "service", sql: "service_group" };
  await hand.choose(page.locator("#counts"), counted.kind);
  if (scripts) await page.locator("main pre").filter({ hasText: counted.table }).waitFor();
  await hand.choose(page.locator("#group1"), counted.group);
  const figure = `${counted.table}-divided`;
  await hand.fill(page.locator("#id"), figure);
  await hand.fill(page.locator("#title-ar"), "أعداد مقسّمة");
  await hand.fill(page.locator("#title-en"), "Divided counts");
  if (scripts) {
    await page.locator("#title-en").blur();
    await page.locator("main .result td").first().waitFor();
  } else {
    await hand.press(page.locator("button[value=preview]"));
  }
  await page.locator("main .result pre").filter({ hasText: counted.sql }).waitFor();
  await picture("builder");
  await hand.press(page.locator("button[value=save]"));
  await page.waitForURL((url) => url.pathname === `/studies/${study}`);
  await page.locator(`#${figure}`).waitFor();
  await picture("study");
  await look("study");
  await hand.press(page.locator(`#${fresh ? figure : "arrests"} a.figure-number`).first());
  await page.locator("main .found a.hit").first().waitFor();
  await picture("figure");
  if (!fresh) {
    await page.goto(`${origin}/studies/${study}/text/text.${language}.md`);
    await page.locator("#preview section").first().waitFor();
    await picture("study-text");
    await page.goto(`${origin}/laws/ld-18-2018`);
    await picture("law");
    await page.goto(`${origin}/laws/ld-18-2018/outcomes`);
    await picture("outcomes");
  }

  // The report comes home.
  step = "the report comes home";
  await page.goto(`${origin}/studies/${study}`);
  const coming = page.waitForEvent("download", { timeout: PATIENCE });
  await hand.press(page.locator(`a[href^='/studies/${study}/report/${language}.pdf']`));
  const download = await coming;
  const start = await new Promise((ready, failed) => download.createReadStream().then((stream) => stream.once("data", ready).once("error", failed), failed));
  if (start.subarray(0, 5).toString("latin1") !== "%PDF-") throw new Error("the report is no PDF");
  await context.close();
}

const days = [
  ["ar", 1280, { fresh: true, keyboard: true }],
  ["en", 390, { fresh: true }],
  ["ar", 390, { fresh: true, scripts: false }],
  ["en", 1280, { fresh: true, scripts: false, keyboard: true }],
  ["ar", 1280, {}],
  ["en", 1280, {}],
];
const only = process.env.DAYS ? process.env.DAYS.split(",").map(Number) : null;
for (const [at, [language, width, how]] of days.entries()) {
  if (only && !only.includes(at)) continue;
  const name = [language, `${width} px`, how.fresh ? "from the first run" : "in the example office", how.scripts === false ? "without scripts" : "with scripts", how.keyboard ? "keyboard only" : ""].filter(Boolean).join(", ");
  try {
    await day(language, width, how);
    console.log(`${name}: a whole day`);
  } catch (error) {
    wrong.push(`${name}: ${step}: ${error.message}`);
  }
}
await conclude("every day of use went through");
