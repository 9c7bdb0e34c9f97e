// Opens pages in a headless browser and says what is wrong with them:
// node check.mjs BROWSER PAGE.html...

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";

import { chromium } from "playwright-core";

const [browserPath, ...pages] = process.argv.slice(2);
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const WIDTHS = [1280, 390, 320];
const SCHEMES = ["light", "dark"];
// The text of a sheet of A4 within its margins, in pixels of 1/96 inch.
const SHEET = Math.floor(((210 - 2 * 18) / 25.4) * 96);

/** Opens a page in a context of its own, collecting what the console and the network say. */
async function open(browser, url, options, faults) {
  const context = await browser.newContext({ bypassCSP: options.bypassCSP, ...options });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) faults.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
  page.on("request", (request) => {
    const address = request.url();
    if (address.split("#")[0] !== url && address !== "data:,") faults.push(`request: ${address}`);
  });
  await page.goto(url);
  return page;
}

/** Elements that make the page wider than the window. */
function tooWide(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const wide = [...document.body.querySelectorAll("*")].filter(
      (it) => !it.closest(".scroll > *") && it.getBoundingClientRect().right > clientWidth + 0.5,
    );
    return [`${scrollWidth} of ${clientWidth} pixels`, ...wide.map((it) => it.tagName).slice(0, 5)];
  });
}

async function checkWidths(browser, url, faults) {
  for (const width of WIDTHS) {
    const page = await open(browser, url, { viewport: { width, height: 900 } }, faults);
    const wide = await tooWide(page);
    if (wide.length > 0) faults.push(`wider than ${width} pixels: ${wide.join(", ")}`);
    await page.context().close();
  }
}

async function checkAccess(browser, url, faults) {
  for (const colorScheme of SCHEMES) {
    for (const width of [1280, 390]) {
      const viewport = { width, height: 900 };
      // The page allows no script; the audit is one.
      const page = await open(browser, url, { viewport, colorScheme, bypassCSP: true }, faults);
      await page.evaluate(() => {
        for (const folded of document.querySelectorAll("details")) folded.open = true;
      });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      for (const { id, impact, help, nodes } of violations) {
        if (!["serious", "critical"].includes(impact)) continue;
        const where = nodes.slice(0, 3).map((node) => `\n    ${node.html.slice(0, 160)}`);
        faults.push(`${colorScheme}, ${width}: ${id} (${impact}): ${help}${where.join("")}`);
      }
      await page.context().close();
    }
  }
}

async function checkLinks(page, faults) {
  const dead = await page.evaluate(() =>
    [...document.querySelectorAll("a[href^='#']")]
      .map((link) => decodeURIComponent(link.getAttribute("href").slice(1)))
      .filter((id) => document.getElementById(id) === null),
  );
  faults.push(...dead.map((id) => `leads nowhere: #${id}`));
}

/** From the top with the tabulator key: first the skip link, then every part that scrolls. */
async function checkKeyboard(page, faults) {
  const focused = () => {
    const element = document.activeElement;
    const { height } = element.getBoundingClientRect();
    return { name: element.getAttribute("aria-label"), height, class: element.className };
  };
  await page.keyboard.press("Tab");
  const skip = await page.evaluate(focused);
  const seen = skip.class === "skip" && skip.height >= 16;
  if (!seen) faults.push("the skip link is not first, or not seen");
  await page.keyboard.press("Enter");
  const place = await page.evaluate(() => [location.hash, document.activeElement.tagName]);
  if (place[1] !== "MAIN") faults.push(`the skip link leads to ${place.join(" ")}`);

  const regions = await page.evaluate(() =>
    [...document.querySelectorAll("[role=region]")]
      .filter((it) => it.checkVisibility())
      .map((it) => it.getAttribute("aria-label")),
  );
  const stops = await page.locator("a, summary, [tabindex='0']").count();
  const reached = new Set();
  for (let stop = 0; stop < stops && reached.size < regions.length; stop += 1) {
    await page.keyboard.press("Tab");
    const { name, class: kind } = await page.evaluate(focused);
    if (kind === "scroll") reached.add(name);
  }
  const missed = regions.filter((region) => !reached.has(region));
  faults.push(...missed.map((region) => `not reached by keyboard: ${region}`));

  // What is wider than its part can be moved by the arrow keys.
  const stuck = await page.evaluate(() =>
    [...document.querySelectorAll(".scroll")]
      .filter((it) => it.scrollWidth > it.clientWidth + 1)
      .filter((it) => !["auto", "scroll"].includes(getComputedStyle(it).overflowX))
      .map((it) => it.getAttribute("aria-label")),
  );
  faults.push(...stuck.map((region) => `cannot be scrolled: ${region}`));
}

async function checkPaper(browser, url, faults) {
  const page = await open(browser, url, { viewport: { width: SHEET, height: 900 } }, faults);
  await page.emulateMedia({ media: "print" });
  const wide = await tooWide(page);
  if (wide.length > 0) faults.push(`wider than a sheet: ${wide.join(", ")}`);
  const folded = await page.evaluate(() =>
    [...document.querySelectorAll("main details > :not(summary)")]
      .filter((it) => !it.checkVisibility())
      .map((it) => it.textContent.trim().slice(0, 40)),
  );
  faults.push(...folded.map((words) => `folded on paper: ${words}`));
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  const pdf = await page.pdf({ preferCSSPageSize: true, tagged: true, outline: true });
  const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  const expected = height / (((297 - 42) / 25.4) * 96);
  if (sheets < 1 || sheets < expected * 0.7 || sheets > expected * 1.5 + 2) {
    faults.push(`${sheets} sheets for the height of ${expected.toFixed(1)}`);
  }
  await page.context().close();
  return sheets;
}

async function check(browser, path) {
  const url = pathToFileURL(path).href;
  const faults = [];
  await checkWidths(browser, url, faults);
  await checkAccess(browser, url, faults);
  const page = await open(browser, url, { viewport: { width: 390, height: 900 } }, faults);
  await checkLinks(page, faults);
  await checkKeyboard(page, faults);
  await page.context().close();
  const sheets = await checkPaper(browser, url, faults);
  return { faults: [...new Set(faults)], sheets };
}

const browser = await chromium.launch({ executablePath: browserPath, headless: true, args: FLAGS });
console.log(`Chromium ${browser.version()}`);
let failed = pages.length === 0;
for (const path of pages) {
  const { faults, sheets } = await check(browser, path);
  console.log(`${basename(path)}: ${faults.length === 0 ? "ok" : "faulty"}, ${sheets} sheets`);
  faults.forEach((fault) => console.log(`  ${fault}`));
  failed ||= faults.length > 0;
}
await browser.close();
process.exit(failed ? 1 : 0);
