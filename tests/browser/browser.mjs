// What the browser tests share: one headless Chromium, and waiting for conditions instead of for time.

import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

const patience = Number(process.env.PATIENCE_MS || 30000);

/// The address of the sandbox from the command line or BASE_URL, without a slash at its end.
export function base_url() {
  const given = process.argv[2] || process.env.BASE_URL;
  if (!given) {
    console.error(`usage: node ${process.argv[1]} http://127.0.0.1:8070 ...`);
    process.exit(2);
  }
  return given.replace(/\/+$/, '');
}

export async function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export const desktop = { viewport: { width: 1280, height: 800 } };
export const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  deviceScaleFactor: 2,
};

/// A page of its own, with its errors collected in `page.errors`: a script that failed, or one that the
/// page's policy stopped.
export async function open_page(browser, kind) {
  const context = await browser.newContext({ locale: 'ru-RU', colorScheme: 'light', ...kind });
  context.setDefaultTimeout(patience);
  const page = await context.newPage();
  page.errors = [];
  page.on('pageerror', (error) => page.errors.push(String(error.stack ?? error)));
  page.on('console', (line) => {
    if (line.type() === 'error' && /content security policy/i.test(line.text()))
      page.errors.push(line.text());
  });
  return page;
}

/// Shows the portal as that person sees it.
export async function be(page, base, user, more = '') {
  await page.goto(`${base}/#user=${user}${more}`);
  await page.locator(`body[data-me="${user}"] main`).waitFor();
}

export async function state_of(base, user) {
  const answer = await fetch(`${base}/page/state?user=${user}`);
  assert.equal(answer.status, 200, `state of ${user}`);
  return answer.json();
}

/// Does something as that person without the page; throws what the portal answered when it refused.
export async function act(base, order) {
  const answer = await fetch(`${base}/page/act`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(order),
  });
  const body = await answer.json();
  assert.equal(answer.status, 200, body.error);
  return body;
}

/// Waits until `read()` gives something true, and gives it back. `what` names it when patience ends.
export async function until(what, read) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await read();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited ${patience} ms in vain for: ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}

export const deadline_button = (page, task) =>
  page.locator(`[data-task="${task}"] [data-action="move-deadline"]`);

export async function deadline_of(page, task) {
  return deadline_button(page, task).getAttribute('data-deadline');
}

export async function wait_deadline(page, task, deadline) {
  await page
    .locator(`[data-task="${task}"] [data-action="move-deadline"][data-deadline="${deadline}"]`)
    .waitFor();
}

export const days_later = (text, days) =>
  new Date(Date.parse(text) + days * 86400000).toISOString().replace('.000Z', 'Z');

/// Where a drag of the task's deadline to the day `days` later starts and ends, in pixels of the page.
export async function drag_path(page, task, days) {
  const chip = page.locator(`[data-task="${task}"] [data-action="drag-deadline"]`);
  await chip.scrollIntoViewIfNeeded();
  const day = days_later(await deadline_of(page, task), days).slice(0, 10);
  const from = await chip.boundingBox();
  const to = await page.locator(`[data-task="${task}"] [data-day="${day}"]`).boundingBox();
  const middle = (box) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  return { from: middle(from), to: middle(to) };
}

export async function drag_deadline(page, task, days) {
  const { from, to } = await drag_path(page, task, days);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 12 });
  await page.mouse.up();
}

/// True when the page can be moved sideways, which it never should.
export async function moves_sideways(page) {
  return page.evaluate(() =>
    [
      document.documentElement,
      document.body,
      ...document.querySelectorAll('.scroll, .messages, .chat-list ul'),
    ].some(
      (node) =>
        (node.scrollWidth > node.clientWidth && getComputedStyle(node).overflowX !== 'visible') ||
        (node === document.documentElement && node.scrollWidth > innerWidth),
    ),
  );
}

/// Named checks one after the other; all of them run, and the program fails if one did.
export async function run_checks(checks) {
  let failed = 0;
  for (const [name, check] of checks) {
    try {
      await check();
      console.log(`ok    ${name}`);
    } catch (error) {
      ++failed;
      console.log(`FAIL  ${name}\n${error.stack ?? error}`);
    }
  }
  process.exitCode = failed ? 1 : 0;
}
