// A request in one message and the supervisor's desk, on the width of a telephone.
//
//   node desk.mjs http://127.0.0.1:8070 DIRECTORY
//
// DIRECTORY gets desk_request.png, desk_card.png, desk_list.png and desk_done.png, or desk_failure.png. Needs a fresh
// sandbox with the bot installed on it.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { base_url, be, launch, moves_sideways, open_page, phone, state_of, until } from './browser.mjs';

const base = base_url();
const directory = process.argv[3] || process.env.SHOTS || '.';
const maria = 27,
  ivan = 28,
  boris = 13;

let taps = 0; // and sentences, of the job at hand

const shot = (page, name) => page.screenshot({ path: path.join(directory, name), animations: 'disabled' });
const messages = (page, bot) => page.locator(`.chat[data-chat="${bot}"] .message[data-author="${bot}"]`);
const last = (page, bot) => messages(page, bot).last();

async function press(page, bot, label) {
  const button = messages(page, bot).locator('[data-button]:enabled').filter({ hasText: label }).last();
  await button.waitFor();
  await button.scrollIntoViewIfNeeded();
  await button.tap();
  taps += 1;
}

async function say(page, text) {
  await page.locator('.chat textarea').fill(text);
  await page.locator('.chat textarea').press('Enter');
  taps += 1;
}

async function open_chat(page, user, bot) {
  await be(page, base, user);
  await page.locator('[data-tab="chats"]').tap();
  await page.locator(`[data-dialog="${bot}"]`).tap();
}

async function fits(page, what) {
  assert.equal(await moves_sideways(page), false, `${what} fits a telephone`);
}

const deadline = async (task) => {
  const { tasks } = await state_of(base, boris);
  return tasks.find((one) => one.id === task).deadline;
};

/// "27.11": the day after the task's deadline.
async function next_day(task) {
  const date = new Date(Date.parse(await deadline(task)) + 86400000);
  return `${date.getUTCDate()}.${date.getUTCMonth() + 1}`;
}

async function ask(page, user, bot, task, reason) {
  await open_chat(page, user, bot);
  taps = 0;
  await say(page, `${task} до ${await next_day(task)} 23:00, ${reason}`);
  await last(page, bot).locator('[data-button]:enabled', { hasText: /^\s*Отправить/ }).waitFor();
  await fits(page, 'the summary');
  if (task === 8017) await shot(page, 'desk_request.png');
  await press(page, bot, /^\s*Отправить/);
  await messages(page, bot).filter({ hasText: 'Запрос отправлен' }).last().waitFor();
  console.log(`ok    a request in one message: ${taps - 1} tap and a sentence`);
}

async function inquire(page, bot) {
  await open_chat(page, boris, bot);
  await last(page, bot).filter({ hasText: /Иван .*просит перенести срок/ }).waitFor();
  await press(page, bot, /^\s*Уточнить/);
  await press(page, bot, /^\s*Что мешает/);
  await fits(page, 'the question');
  await open_chat(page, ivan, bot);
  await messages(page, bot).filter({ hasText: 'Что мешает успеть к сроку?' }).last().waitFor();
  await say(page, 'Жду замерщика');
  await open_chat(page, boris, bot);
  await last(page, bot).filter({ hasText: 'Ответ: «Жду замерщика»' }).waitFor();
  await fits(page, 'the card with the answer');
  await shot(page, 'desk_card.png');
  console.log('ok    Борис asked, Иван answered, the answer is on the card');
}

async function approve_together(page, bot) {
  const before = await Promise.all([8017, 8018, 8019].map(deadline));
  await say(page, 'ждут меня');
  await last(page, bot).filter({ hasText: 'Ждут вашего решения: 3 запроса' }).waitFor();
  await fits(page, 'the list');
  await shot(page, 'desk_list.png');
  taps = 0;
  await press(page, bot, /^\s*Одобрить все до/);
  await press(page, bot, /^\s*Одобрить 3/);
  await last(page, bot).filter({ hasText: 'Через 2 минуты одобрю 3 запроса' }).waitFor();
  assert.deepEqual(await Promise.all([8017, 8018, 8019].map(deadline)), before, 'nothing is written yet');
  console.log(`ok    three requests agreed to with ${taps} taps`);
  await press(page, bot, /^\s*Применить сейчас/);
  await until('all three deadlines to move', async () => {
    const now = await Promise.all([8017, 8018, 8019].map(deadline));
    return now.every((one, index) => one > before[index]);
  });
  await messages(page, bot).filter({ hasText: 'Одобрено 3 запроса' }).last().waitFor();
  await fits(page, 'what became of them');
  await shot(page, 'desk_done.png');
  console.log('ok    applied at once, and the chat says so');
}

async function live(browser) {
  await mkdir(directory, { recursive: true });
  const bot = await until('the bot to be installed', async () => {
    const { app } = await state_of(base, maria);
    return app.installed && app.bot;
  });
  const page = await open_page(browser, phone);
  try {
    await ask(page, maria, bot, 8017, 'клиент заболел');
    await ask(page, maria, bot, 8018, 'ждём печать');
    await ask(page, ivan, bot, 8019, 'клиент занят');
    await inquire(page, bot);
    await approve_together(page, bot);
    assert.deepEqual(page.errors, []);
  } catch (error) {
    await shot(page, 'desk_failure.png').catch(() => {});
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
