// The three-minute story, lived by a browser: the deadline Мария moves comes back, she asks for more time,
// Борис agrees.
//
//   node story.mjs http://127.0.0.1:8070 DIRECTORY
//
// DIRECTORY gets chat.png, request.png, approve.png and phone.png, or failure.png.
//
// Needs a fresh sandbox with the bot installed on it. Buttons are found by the first words of their labels.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import {
  base_url,
  be,
  days_later,
  deadline_of,
  desktop,
  drag_deadline,
  launch,
  moves_sideways,
  open_page,
  phone,
  state_of,
  until,
  wait_deadline,
} from './browser.mjs';

const base = base_url();
const directory = process.argv[3] || process.env.SHOTS || '.';
const task = 8017,
  anna = 7,
  maria = 27,
  boris = 13;
const category = /^\s*Клиент попросил/;
const words = 'Он уехал в командировку, ключи только у него';

const shot = (page, name) => page.screenshot({ path: path.join(directory, name), animations: 'disabled' });

/// The last message of the bot in the open dialog, and what of it can be pressed.
const bot_message = (page, bot) =>
  page.locator(`.chat[data-chat="${bot}"] .message[data-author="${bot}"]`).last();
const key = (page, bot, label) =>
  bot_message(page, bot).locator('[data-button]:enabled').filter({ hasText: label });

async function press(page, bot, label) {
  const button = key(page, bot, label).first();
  await button.waitFor();
  const text = await button.innerText();
  await button.click();
  console.log(`      [${text.trim()}]`);
}

async function say(page, text) {
  await page.locator('.chat textarea').fill(text);
  await page.locator('.chat textarea').press('Enter');
  console.log(`      «${text}»`);
}

async function installed_bot() {
  return until('the bot to be installed', async () => {
    const { app } = await state_of(base, maria);
    return app.installed && app.bot;
  });
}

/// The line at the top follows the story by itself, also on the telephone of somebody who only looks on.
async function hint_says(page, step) {
  await page.locator(`.story li[data-step="${step}"][aria-current="step"]`).waitFor();
  const wanted = page.locator(`[data-person="${boris}"][data-wanted]`);
  await wanted.waitFor({ state: step === 3 ? 'visible' : 'detached' });
}

/// Мария drags the deadline four days on; it comes back and the bot says why. Gives both deadlines.
async function move_silently(page, bot) {
  await be(page, base, maria);
  await page.locator('[data-action="close-story"]').click();
  const before = await deadline_of(page, task);
  const wished = days_later(before, 4);
  await drag_deadline(page, task, 4);
  await page.locator(`[data-task="${task}"][data-returned="true"]`).waitFor();
  await wait_deadline(page, task, before);
  console.log(`ok    the deadline ${before} moved to ${wished} and came back`);
  await page.locator(`[data-dialog="${bot}"]`).click();
  const notice = bot_message(page, bot).filter({ hasText: 'Ромашка' });
  await notice.locator('[data-button]:enabled', { hasText: /^\s*Запросить/ }).waitFor();
  await shot(page, 'chat.png');
  console.log('ok    the bot wrote to Мария and offers to ask');
  return { before, wished };
}

/// Two taps and a sentence, then the summary that holds the sentence is sent.
async function ask(page, bot) {
  await press(page, bot, /^\s*Запросить/);
  await key(page, bot, category).first().waitFor();
  const asked = await bot_message(page, bot).getAttribute('data-message');
  await press(page, bot, category);
  await until('the summary, or a question for words', async () => {
    if (await key(page, bot, /^\s*Отправить/).count()) return true;
    return (await bot_message(page, bot).getAttribute('data-message')) !== asked;
  });
  await say(page, words);
  const summary = bot_message(page, bot).filter({ hasText: words });
  await summary.locator('[data-button]:enabled', { hasText: /^\s*Отправить/ }).waitFor();
  await shot(page, 'request.png');
  await press(page, bot, /^\s*Отправить/);
  console.log('ok    Мария sent her request');
}

async function approve(page, bot, wished) {
  await page.locator(`[data-person="${boris}"]`).click();
  await page.locator(`body[data-me="${boris}"] [data-dialog="${bot}"]`).click();
  await key(page, bot, /^\s*Одобрить/).waitFor();
  await shot(page, 'approve.png');
  await press(page, bot, /^\s*Одобрить/);
  await wait_deadline(page, task, wished);
  await page
    .locator(`.chat[data-chat="${bot}"] [data-button]`, { hasText: /^\s*Одобрить/ })
    .waitFor({ state: 'detached' });
  console.log('ok    Борис approved, the task holds the new date, his card has no more buttons');
}

/// What Мария finds on her telephone afterwards.
async function see_outcome(page, bot, { before, wished }) {
  await be(page, base, maria);
  await wait_deadline(page, task, wished);
  assert.equal(await page.locator(`[data-task="${task}"][data-returned]`).count(), 0, 'it stayed this time');
  await page.locator('[data-tab="chats"]').click();
  await page.locator(`[data-dialog="${bot}"]`).click();
  await bot_message(page, bot).filter({ hasText: /Новый срок задачи/ }).waitFor();
  assert.equal(await moves_sideways(page), false, 'the chat fits a telephone');
  await shot(page, 'phone.png');
  const { tasks } = await state_of(base, maria);
  const { history } = tasks.find((one) => one.id === task);
  const moves = history.filter((row) => row.field === 'DEADLINE').slice(-3);
  const expected = [[before, wished], [wished, before], [before, wished]];
  assert.deepEqual(moves.map((row) => [row.from, row.to]), expected);
  assert.equal(moves[0].userId, maria);
  assert.notEqual(moves[1].userId, maria);
  assert.notEqual(moves[2].userId, maria);
  console.log('ok    Мария reads the outcome on her telephone; the history holds three moves');
}

async function live(browser) {
  await mkdir(directory, { recursive: true });
  const bot = await installed_bot();
  const page = await open_page(browser, desktop);
  const pocket = await open_page(browser, phone);
  try {
    await be(pocket, base, anna);
    await hint_says(pocket, 1);
    const deadlines = await move_silently(page, bot);
    await hint_says(pocket, 2);
    await ask(page, bot);
    await hint_says(pocket, 3);
    await approve(page, bot, deadlines.wished);
    await hint_says(pocket, 4);
    console.log('ok    the line at the top said what is next, each time');
    await see_outcome(pocket, bot, deadlines);
    assert.deepEqual([...page.errors, ...pocket.errors], []);
  } catch (error) {
    await shot(page, 'failure.png').catch(() => {});
    const dialog = await page
      .locator('.chat')
      .innerText()
      .catch(() => '(no page)');
    console.log(`The open chat at that moment:\n${dialog}\n`);
    throw error;
  }
}

const browser = await launch();
try {
  await live(browser);
} catch (error) {
  console.error(error.stack ?? error);
  process.exitCode = 1;
} finally {
  await browser.close();
}
