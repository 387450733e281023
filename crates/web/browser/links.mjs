// Reviews pairs of the example office in a real browser: axe finds nothing on
// any page of reviewing in both languages at three widths, and a pair is
// decided, explained and taken back with the keyboard alone. Similar records
// appear while a person is typed. `node links.mjs [--shots DIR]`; needs
// Chromium (CHROMIUM names it) and `npm ci` beside this file.
import { spawn } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const shots = process.argv.includes("--shots") ? process.argv[process.argv.indexOf("--shots") + 1] : null;
if (shots) mkdirSync(shots, { recursive: true });
const wrong = [];

const [program, ...rest] = process.env.EXAMPLE_OFFICE ? [process.env.EXAMPLE_OFFICE] : ["cargo", "run", "-q", "--release", "-p", "web", "--example", "example_office"];
const server = spawn(program, rest, { cwd: here, stdio: ["pipe", "pipe", "inherit"] });
const lines = [];
await new Promise((ready, failed) => {
  createInterface({ input: server.stdout }).on("line", (line) => (line === "ready" ? ready() : lines.push(line)));
  server.on("exit", (code) => failed(new Error(`the example office ended with ${code}`)));
});
const [origin, ...once] = lines.filter((line) => !line.startsWith("/activate/"));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

async function signedIn(options) {
  const context = await browser.newContext({ bypassCSP: true, ...options });
  const page = await context.newPage();
  page.on("console", (message) => { if (message.type() === "error" && !message.text().includes("404")) wrong.push(`console ${page.url()}: ${message.text()}`); });
  page.on("request", (request) => { if (!request.url().startsWith(origin)) wrong.push(`a request to ${request.url()}`); });
  await page.goto(origin + once.shift());
  await page.locator("main button").click();
  await page.waitForURL(`${origin}/today`);
  return { context, page };
}

async function look(page, name) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) wrong.push(`${name}: ${wide} px wider than the screen`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  for (const violation of violations) {
    wrong.push(`${name}: ${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  }
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
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

await browser.close();
server.kill();
if (wrong.length) {
  console.log(wrong.join("\n"));
  process.exit(1);
}
console.log("no violations; reviewed with the keyboard alone");
