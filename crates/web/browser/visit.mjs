// How does a script visit an office as a person would: start it, come in, look at
// a page with axe, act with the mouse or with the keyboard alone? Shared by the
// scripts beside it. EXAMPLE_OFFICE and SIJILL name built programs, CHROMIUM the
// browser; without the first two cargo builds them. `--shots DIR` keeps pictures.
import { createHmac } from "node:crypto";
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
export const shots = process.argv.includes("--shots") ? process.argv[process.argv.indexOf("--shots") + 1] : null;
if (shots) mkdirSync(shots, { recursive: true });
// Slow machines are no failure: a step may take this long before it counts as stuck.
export const PATIENCE = 120_000;
export const PASSPHRASE = "five words nobody would ever guess";

export const wrong = [];
export const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

/** Starts a program and gives what `found` makes of its lines, once it makes something. */
function started(program, rest, stream, found) {
  const server = spawn(program, rest, { cwd: here, stdio: ["pipe", stream === "stdout" ? "pipe" : "ignore", stream === "stderr" ? "pipe" : "inherit"] });
  const lines = [];
  return new Promise((ready, failed) => {
    createInterface({ input: server[stream] }).on("line", (line) => {
      lines.push(line);
      const made = found(lines);
      if (made) ready({ server, ...made });
    });
    server.on("exit", (code) => failed(new Error(`${program} ended with ${code}: ${lines.join(" ")}`)));
  });
}

/** The example office: its address, addresses that work once, and how the second person sets up a sign-in. */
export async function exampleOffice() {
  const [program, ...rest] = process.env.EXAMPLE_OFFICE ? [process.env.EXAMPLE_OFFICE] : ["cargo", "run", "-q", "--release", "--example", "example_office"];
  const office = await started(program, rest, "stdout", (lines) => lines.at(-1) === "ready" && {
    origin: lines[0],
    once: lines.filter((it) => it.startsWith("/once/")),
    activate: lines.find((it) => it.startsWith("/activate/")),
  });
  return { ...office, end: () => office.server.stdin.end() };
}

/** A folder without an office: the address at which the browser creates one. */
export async function newOffice() {
  const [program, ...rest] = process.env.SIJILL ? [process.env.SIJILL] : ["cargo", "run", "-q", "--release", "--bin", "sijill", "--"];
  const folder = mkdtempSync(join(tmpdir(), "sijill-day-"));
  const path = join(folder, "office");
  const office = await started(program, [...rest, "serve", "--new", "--office", path, "--listen", "127.0.0.1:0"], "stderr", (lines) => {
    const address = lines.join(" ").match(/http:\/\/127\.0\.0\.1:(\d+)(\/first-run\/[^\s]+)/);
    // Keys in browsers belong to a name, not to a number.
    return address && { origin: `http://localhost:${address[1]}`, first: address[2] };
  });
  return { ...office, end: () => { office.server.kill(); rmSync(folder, { recursive: true, force: true }); } };
}

/** A page that notes what its console complains of and what it asks of others. */
export async function visit(origin, options) {
  const context = await browser.newContext({ bypassCSP: true, acceptDownloads: true, ...options });
  context.setDefaultTimeout(PATIENCE);
  const page = await context.newPage();
  page.on("console", (message) => { if (message.type() === "error" && !/404|htmx:(sendAbort|afterRequest)/.test(message.text())) wrong.push(`console ${page.url()}: ${message.text()}`); });
  page.on("request", (request) => { if (!request.url().startsWith(origin)) wrong.push(`a request to ${request.url()}`); });
  return { context, page };
}

/** In by an address that works once. */
export async function enter(page, origin, once) {
  await page.goto(origin + once.shift());
  await page.locator("main button").first().click();
  await page.waitForURL(`${origin}/today`);
}

/** axe finds nothing, and nothing is wider than the screen. */
export async function look(page, name, { whole = false } = {}) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (wide > 0) wrong.push(`${name}: ${wide} px wider than the screen`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate((rules) => window.axe.run(document, { runOnly: rules }), RULES);
  for (const violation of violations) {
    wrong.push(`${name}: ${violation.id}: ${violation.help}: ${violation.nodes.slice(0, 3).map((node) => node.html.slice(0, 160)).join(" | ")}`);
  }
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: whole });
}

// RFC 6238: the six digits that an authenticator app shows now.
export function digits(secret) {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/[^A-Z2-7]/g, "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const hash = createHmac("sha1", key).update(step).digest();
  const at = hash[19] & 15;
  return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** The mouse, or the keyboard alone: then everything is reached with Tab. */
export function hands(page, keyboard) {
  async function reach(target) {
    for (let stops = 0; stops < 400; stops += 1) {
      // Asked anew each time: a list may be replaced while somebody types.
      const here = await target.evaluate((it) => it === document.activeElement || (it.type === "radio" && document.activeElement.name === it.name && document.activeElement.type === "radio"));
      if (here) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`the keyboard does not reach ${target}`);
  }
  return {
    async press(target) {
      if (!keyboard) return target.click();
      await reach(target);
      await page.keyboard.press("Enter");
    },
    async check(target) {
      if (!keyboard) return target.check();
      await reach(target);
      // Arrows go through the choices of which one holds.
      const one = (await target.getAttribute("type")) === "radio";
      for (let at = 0; at < 40 && !(await target.isChecked()); at += 1) await page.keyboard.press(one ? "ArrowDown" : "Space");
    },
    async fill(target, text) {
      if (!keyboard) return target.fill(text);
      await reach(target);
      await page.keyboard.press("Control+A");
      await page.keyboard.insertText(text);
    },
    async choose(target, value) {
      if (!keyboard) return target.selectOption(value);
      await reach(target);
      await page.keyboard.press("Home");
      for (let at = 0; at < 400 && (await target.inputValue()) !== value; at += 1) await page.keyboard.press("ArrowDown");
      if ((await target.inputValue()) !== value) throw new Error(`the keyboard does not choose ${value} in ${target}`);
    },
    async hand(target, file) {
      // The dialog for files belongs to the system: what is reached is its button.
      if (keyboard) await reach(target);
      return target.setInputFiles(file);
    },
  };
}

/** Ends with what was found. */
export async function conclude(good) {
  await browser.close();
  const told = [...new Set(wrong)];
  console.log(told.length === 0 ? good : told.join("\n"));
  process.exit(told.length === 0 ? 0 : 1);
}
