// A real day of use, in both languages, on a desk and on a phone, with scripts
// and without: a sheet comes in with a row that is wrong, the row is put right,
// somebody of it is found, an event with a partial date is written down, a
// second person sets up a sign-in and verifies it, a figure is made and opened,
// the report is taken home. `node day.mjs [--shots DIR]` keeps pictures for the
// guides. Nothing waits for a time; each step waits for what it causes.
import { createHmac } from "node:crypto";
import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { createInterface } from "node:readline";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const shots = process.argv.includes("--shots") ? process.argv[process.argv.indexOf("--shots") + 1] : null;
if (shots) mkdirSync(shots, { recursive: true });
const PASSPHRASE = "five words nobody would ever guess";
// Slow machines are no failure: a step may take this long before it counts as stuck.
const PATIENCE = 120_000;

async function office() {
  const [program, ...rest] = process.env.EXAMPLE_OFFICE ? [process.env.EXAMPLE_OFFICE] : ["cargo", "run", "-q", "--release", "-p", "web", "--example", "example_office"];
  const server = spawn(program, rest, { cwd: here, stdio: ["pipe", "pipe", "inherit"] });
  const lines = [];
  await new Promise((ready, failed) => {
    createInterface({ input: server.stdout }).on("line", (line) => (line === "ready" ? ready() : lines.push(line)));
    server.on("exit", (code) => failed(new Error(`the example office ended with ${code}`)));
  });
  const [origin, ...addresses] = lines;
  return { server, origin, once: addresses.filter((it) => it.startsWith("/once/")), activate: addresses.find((it) => it.startsWith("/activate/")) };
}

// RFC 6238: the six digits that an authenticator app shows now.
function digits(secret) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/[^A-Z2-7]/g, "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

let step = "";

async function day(language, width, scripts) {
  const { server, origin, once, activate } = await office();
  const say = (ar, en) => (language === "ar" ? ar : en);
  const options = { locale: language, viewport: { width, height: 900 }, javaScriptEnabled: scripts, acceptDownloads: true };
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  const picture = async (name, on = page) => {
    if (!shots || !scripts || width !== 1280) return;
    const path = join(shots, `${name}.${language}.png`);
    await on.screenshot({ path, scale: "css" });
  };
  const main = (selector) => page.locator(`main ${selector}`);

  // In: an address that works once.
  step = "in";
  await page.goto(origin + once[0]);
  await main("button").first().click();
  await page.waitForURL(`${origin}/today`);
  await picture("today");

  // A sheet with a wrong row.
  step = "a sheet with a wrong row";
  const sheet = (date) => Buffer.from(`id,name,town,date of arrest\n1,Yaser Example ${width},Ghabagheb,12/03/2019\n2,Second Example,Ghabagheb,${date}\n`);
  const drop = async (date) => {
    await page.goto(`${origin}/import`);
    await page.locator("input[type=file]").setInputFiles({ name: "arrests.csv", mimeType: "text/csv", buffer: sheet(date) });
    await picture("import");
    await main("form .actions button").first().click();
    await main("[name=draft]").first().waitFor({ state: "attached" });
    await picture("import-mapping");
    await main("form .actions button").first().click();
    await main("form[action='/import/confirm']").waitFor();
  };
  await drop("99/99/2019");
  if ((await main(".message.bad").count()) === 0) throw new Error("the wrong row is not shown");
  await picture("import-problem");
  await drop("25/04/2019");
  if ((await main(".message.bad").count()) > 0) throw new Error("the sheet was put right and is still wrong");
  await picture("import-plan");
  await main("form[action='/import/confirm'] .actions button").click();
  await main(".message.good").waitFor();

  // Found, and an event with a partial date.
  step = "found, and an event with a partial date";
  await page.goto(`${origin}/find`);
  await page.locator("#q").fill(`Yaser Example ${width}`);
  if (!scripts) await main("#search .actions button").click();
  await page.locator("#found a.hit").first().waitFor();
  await picture("find");
  await page.locator("#found a.hit").first().click();
  await page.waitForURL(/\/person\//);
  const person = page.url();
  await page.goto(`${person}/event`);
  await page.locator("#kind").fill(say("مشاهدة في الاحتجاز", "Sighting in detention"));
  if (scripts) {
    // What a kind may hold appears when the kind is known.
    await page.locator("#kind").blur();
    await page.locator("#attribute-condition").waitFor();
  }
  await page.locator("#when").fill("شباط 2019");
  if (scripts) await page.locator("#when-understood").filter({ hasText: "2019" }).waitFor();
  await page.locator("#claim0-learned").fill("12/9/2019");
  await picture("event");
  await page.locator("#record .actions button").first().click();
  await page.waitForURL((url) => url.href === person);
  await picture("person");
  const event = await page.locator("article h3 a").last().getAttribute("href");

  // A second person sets up a sign-in and verifies; the one who wrote cannot.
  step = "a second person sets up a sign-in and verifies";
  const second = await browser.newContext(options);
  second.setDefaultTimeout(PATIENCE);
  const other = await second.newPage();
  await other.goto(origin + activate);
  const secret = await other.locator("main code").first().innerText();
  await other.locator("#passphrase").fill(PASSPHRASE);
  await other.locator("#again").fill(PASSPHRASE);
  await other.locator("#code").fill(digits(secret));
  await other.locator("main form .actions button").click();
  const codes = other.locator("ul.codes code");
  await codes.first().waitFor();
  const recovery = await codes.first().innerText();
  await other.goto(`${origin}/sign-in`);
  await other.locator("#name").fill("nour");
  await other.locator("#passphrase").fill(PASSPHRASE);
  await other.locator("#code").fill(recovery);
  await other.locator("main form .actions button").first().click();
  await other.waitForURL(`${origin}/today`);
  await other.goto(`${origin}/verify`);
  await picture("verify", other);
  await other.goto(origin + event);
  await other.locator("main .conclude input[name=why]").fill(say("مصدران مستقلان", "two independent sources"));
  await other.locator("main .conclude button[value=verified]").click();
  await other.waitForURL(/\/(verify|today)$/);
  await other.goto(origin + event);
  await other.locator("main .tag.good").first().waitFor();
  await second.close();

  // A figure without SQL, then the records behind a number.
  step = "a figure without sql, then the records behind a number";
  await page.goto(`${origin}/studies/defectors/builder`);
  await page.locator("#counts").selectOption("release");
  if (scripts) await page.locator("main pre").filter({ hasText: "releases" }).waitFor();
  await page.locator("#group1").selectOption("service");
  await page.locator("#id").fill("releases-by-service");
  await page.locator("#title-ar").fill("الإفراجات بحسب الخدمة");
  await page.locator("#title-en").fill("Releases by service");
  if (scripts) {
    await page.locator("#title-en").blur();
    await page.locator("main .result td").first().waitFor();
  } else {
    await page.locator("button[value=preview]").click();
  }
  await page.locator("main .result pre").filter({ hasText: "service_group" }).waitFor();
  await picture("builder");
  await page.locator("button[value=save]").click();
  await page.waitForURL(/\/studies\/defectors(#|$)/);
  await page.locator("#releases-by-service").waitFor();
  await picture("study");
  await page.locator("#arrests a.figure-number").click();
  await page.locator("main .found a.hit").first().waitFor();
  await picture("figure");
  await page.goto(`${origin}/studies/defectors/text/text.${language}.md`);
  await page.locator("#preview section").first().waitFor();
  await picture("study-text");
  await page.goto(`${origin}/laws/ld-18-2018`);
  await picture("law");
  await page.goto(`${origin}/laws/ld-18-2018/outcomes`);
  await picture("outcomes");

  // The report comes home: PDF where the program typesets, else one page of HTML.
  step = "the report comes home";
  await page.goto(`${origin}/studies/defectors`);
  let taken = null;
  for (const ending of ["pdf", "html"]) {
    const answer = await context.request.get(`${origin}/studies/defectors/report/${language}.${ending}`, { timeout: PATIENCE });
    if (answer.status() === 200) {
      const start = (await answer.body()).subarray(0, 5).toString("latin1");
      if (ending === "pdf" && start !== "%PDF-") throw new Error("the report is no PDF");
      taken = ending;
      break;
    }
  }
  if (!taken) throw new Error("no report came");
  await context.close();
  server.stdin.end();
  return taken;
}

const wrong = [];
const only = process.env.DAYS ? process.env.DAYS.split(",").map(Number) : null;
const days = [["ar", 1280, true], ["en", 1280, true], ["ar", 390, true], ["en", 390, false], ["ar", 1280, false]];
for (const [at, [language, width, scripts]] of days.entries()) {
  if (only && !only.includes(at)) continue;
  const name = `${language}, ${width} px, ${scripts ? "with" : "without"} scripts`;
  try {
    console.log(`${name}: a whole day, report as ${await day(language, width, scripts)}`);
  } catch (error) {
    wrong.push(`${name}: ${step}: ${error.message}`);
  }
}
await browser.close();
console.log(wrong.length === 0 ? "every day of use went through" : wrong.join("\n"));
process.exit(wrong.length === 0 ? 0 : 1);
