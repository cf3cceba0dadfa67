// The sandbox page alone, without a bot: persons, tasks, deadlines, texts that mean harm, a phone's width.
//
//   node page.mjs http://127.0.0.1:8070       (a fresh sandbox without a bot: nothing here is put back)

import assert from 'node:assert/strict';
import {
  act,
  base_url,
  be,
  days_later,
  deadline_button,
  deadline_of,
  desktop,
  drag_deadline,
  drag_path,
  launch,
  moves_sideways,
  open_page,
  phone,
  run_checks,
  state_of,
  until,
  wait_deadline,
} from './browser.mjs';

const base = base_url();
const maria = 27,
  ivan = 28,
  boris = 13,
  task = 8017;
const run = Date.now().toString(36); // so that a second run against the same sandbox finds its own things

const harm = '<script>window.hacked=1</script><img src=x onerror=window.hacked=1>[USER=1]админ[/USER]';
const hostile = `${harm} [send=/x]жми[/send] 😀 "'& ${run} `.padEnd(500, 'слово');

async function task_titled(user, title) {
  return until(`the task ${title.slice(0, 30)}`, async () =>
    (await state_of(base, user)).tasks.find((one) => one.title === title),
  );
}

const browser = await launch();
const page = await open_page(browser, desktop);
const other = await open_page(browser, desktop);
const pocket = await open_page(browser, phone);

async function persons() {
  await be(page, base, maria);
  assert.equal(await page.locator(`[data-person="${maria}"]`).getAttribute('aria-pressed'), 'true');
  await page.locator(`[data-task="${task}"]`).waitFor();
  await page.locator(`[data-person="${ivan}"]`).click();
  await page.locator(`body[data-me="${ivan}"]`).waitFor();
  assert.match(page.url(), /#user=28/);
  assert.match(await page.locator('[data-person][aria-pressed="true"]').innerText(), /Вы\s*Иван Петров/);
  await page.goBack();
  await page.locator(`body[data-me="${maria}"]`).waitFor();
  assert.equal(await page.locator('[data-person="99"]').count(), 0, 'the service account is nobody to be');
}

async function dragging() {
  await be(page, base, boris);
  const before = await deadline_of(page, task);
  await drag_deadline(page, task, 3);
  await wait_deadline(page, task, days_later(before, 3));
  const { tasks } = await state_of(base, boris);
  const last = tasks
    .find((one) => one.id === task)
    .history.filter((row) => row.field === 'DEADLINE')
    .at(-1);
  assert.deepEqual([last.userId, last.from, last.to], [boris, before, days_later(before, 3)]);
  await page.locator(`[data-task="${task}"].flash-changed`).waitFor({ state: 'detached' });
  await drag_deadline(page, task, -3);
  await wait_deadline(page, task, before);
}

async function dragging_away_and_back_changes_nothing() {
  const before = await deadline_of(page, task);
  const { from, to } = await drag_path(page, task, 2);
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 5 });
  await page.locator('.target').waitFor();
  await page.mouse.move(from.x, from.y, { steps: 5 });
  await page.mouse.up();
  await page.locator('.target').waitFor({ state: 'detached' });
  assert.equal(await deadline_of(page, task), before);
}

async function picking() {
  const before = await deadline_of(page, task);
  await deadline_button(page, task).click();
  await page.locator(`[data-task="${task}"] [data-action="plus-1"]`).click();
  await wait_deadline(page, task, days_later(before, 1));
  await deadline_button(page, task).click();
  await page.getByLabel('Новый срок').fill('2031-03-04T09:30');
  await page.locator(`[data-task="${task}"] [data-action="save-deadline"]`).click();
  await wait_deadline(page, task, '2031-03-04T06:30:00Z'); // Moscow
  await deadline_button(page, task).click();
  await page.locator(`[data-task="${task}"] [data-action="no-deadline"]`).click();
  await wait_deadline(page, task, '');
  await act(base, { user: boris, do: 'deadline', task, deadline: before });
  await wait_deadline(page, task, before);
}

async function arrows() {
  const before = await deadline_of(page, task);
  const chip = page.locator(`[data-task="${task}"] [data-action="drag-deadline"]`);
  await chip.focus();
  await chip.press('ArrowRight');
  await chip.press('ArrowRight');
  await chip.press('Enter');
  await wait_deadline(page, task, days_later(before, 2));
  await act(base, { user: boris, do: 'deadline', task, deadline: before });
  await wait_deadline(page, task, before);
}

async function own_zones() {
  const title = `Часовые пояса ${run}`;
  await act(base, {
    user: boris,
    do: 'task',
    title,
    responsible: ivan,
    deadline: '2031-06-02T15:00:00Z',
    card: 'old',
  });
  const { id } = await task_titled(boris, title);
  const stamp = `[timestamp=${Date.parse('2031-06-02T15:00:00Z') / 1000} format=SHORT_TIME_FORMAT]`;
  await act(base, { user: boris, do: 'comment', task: id, text: `ровно в ${stamp}, ${run}` });
  for (const [user, time] of [
    [boris, '18:00'],
    [ivan, '20:00'],
  ]) {
    await be(page, base, user, `&task=${id}`);
    const card = page.locator(`[data-card="${id}"]`);
    assert.match(await card.locator('[data-action="move-deadline"]').innerText(), new RegExp(time));
    assert.match(await card.locator('.discussion').innerText(), new RegExp(`ровно в ${time}, ${run}`));
  }
}

async function hostile_title() {
  await act(base, {
    user: boris,
    do: 'task',
    title: hostile,
    responsible: maria,
    deadline: days_later(new Date().toISOString(), 4),
    card: 'old',
  });
  const { id } = await task_titled(maria, hostile);
  await be(page, base, maria);
  const title = page.locator(`[data-task="${id}"] [data-action="open-task"]`);
  assert.equal(await title.textContent(), hostile);
  assert.equal(await title.locator('*').count(), 0, 'a title is text and nothing else');
  assert.equal(await moves_sideways(page), false);
  await title.click();
  assert.equal(await page.locator(`[data-card="${id}"] .card-title`).textContent(), hostile);
  assert.equal(await moves_sideways(page), false);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
}

async function hostile_message() {
  const text =
    `${run} <img src=x onerror=window.hacked=1> [url=javascript:window.hacked=1]раз[/url] ` +
    '[url=//evil.example]два[/url] [b]жирно[/b] [i]без конца [unknown]как есть[/unknown] ' +
    '[color=red;background:url(x)]цвет[/color] [user=27]Мария[/user] [url=https://example.com/a?b=1&c=2]три[/url] [size=900]мелко[/size] [code][b]код[/b][/code]';
  await act(base, { user: boris, do: 'say', dialog: 'chat5', text });
  await be(page, base, maria, '&dialog=chat5');
  const said = page.locator('.message', { hasText: run }).last();
  await said.waitFor();
  assert.equal(await said.locator('img, script').count(), 0);
  assert.deepEqual(
    await said.locator('a').evaluateAll((links) => links.map((one) => one.getAttribute('href'))),
    ['https://example.com/a?b=1&c=2'],
  );
  assert.equal(await said.locator('.text b').first().innerText(), 'жирно');
  assert.match(await said.innerText(), /\[i\]без конца \[unknown\]как есть\[\/unknown\]/);
  assert.equal(await said.locator('code').innerText(), '[b]код[/b]');
  assert.equal(await said.locator('[style]:not(.avatar)').count(), 0, 'no style from the text');
  assert.equal(await moves_sideways(page), false);
  assert.equal(await page.evaluate(() => window.hacked), undefined);
}

async function text_that_acts() {
  await act(base, {
    user: boris,
    do: 'say',
    dialog: 'chat5',
    text: `[send=пришлю ${run}]послать[/send] [put=черновик ${run}]вставить[/put]`,
  });
  await be(page, base, maria, '&dialog=chat5');
  await page.locator('.message button', { hasText: 'вставить' }).last().click();
  await until(
    'the text to be put',
    async () => (await page.locator('.chat textarea').inputValue()) === `черновик ${run}`,
  );
  await page.locator('.message button', { hasText: 'послать' }).last().click();
  await page.locator('.message.mine', { hasText: `пришлю ${run}` }).waitFor();
}

async function messenger_is_live() {
  await be(page, base, maria, '&dialog=chat5');
  await be(other, base, boris, `&dialog=chat5`);
  await page.locator('.chat textarea').fill(`вживую ${run}`);
  await page.locator('.chat textarea').press('Enter');
  const heard = other.locator('.message.theirs', { hasText: `вживую ${run}` });
  await heard.waitFor();
  await heard.locator('[data-action="reply"]').click();
  await other.locator('.chat textarea').fill(`ответ ${run}`);
  await other.locator('[data-action="send"]').click();
  const answer = page.locator('.message.theirs', { hasText: `ответ ${run}` });
  await answer.waitFor();
  assert.match(await answer.locator('.answered').innerText(), new RegExp(`вживую ${run}`));
}

async function unread_is_counted() {
  await be(pocket, base, ivan);
  await act(base, { user: maria, do: 'say', dialog: 'chat5', text: `не читано ${run}` });
  await pocket.locator('[data-tab="chats"] .unread').waitFor();
  await pocket.locator('[data-tab="chats"]').click();
  await pocket.locator('[data-dialog="chat5"]').click();
  await pocket.locator('.message', { hasText: `не читано ${run}` }).waitFor();
  await until(
    'the chat to be read',
    async () => (await state_of(base, ivan)).chats.find((chat) => chat.dialog === 'chat5').unread === 0,
  );
}

async function whole_card() {
  for (const card of ['old', 'new']) {
    const title = `Карточка ${card} ${run}`;
    await act(base, { user: boris, do: 'task', title, responsible: maria, deadline: null, card });
    const { id } = await task_titled(boris, title);
    await be(page, base, maria, `&task=${id}`);
    const box = page.locator('.card textarea');
    await box.fill(`пояснение ${run}`);
    await box.press('Enter');
    await page.locator('.card .discussion', { hasText: `пояснение ${run}` }).waitFor();
    await page.locator('[data-action="complete"]').click();
    await page.locator('[data-action="reopen"]').click();
    await page.locator('[data-action="complete"]').waitFor();
    await page.locator('[data-action="responsible"]').selectOption(String(ivan));
    await until(
      'another responsible',
      async () => (await state_of(base, boris)).tasks.find((one) => one.id === id).responsibleId === ivan,
    );
  }
}

async function new_task_by_hand() {
  await be(page, base, boris);
  await page.locator('[data-action="new-task"]').click();
  await page.getByLabel('Название').fill(`Поставлена руками ${run}`);
  await page.locator('.new-task').getByRole('button', { name: 'Поставить' }).click();
  await page.locator('.task', { hasText: `Поставлена руками ${run}` }).waitFor();
}

async function telephone() {
  await be(pocket, base, maria);
  await pocket.locator(`[data-task="${task}"]`).waitFor();
  assert.equal(await moves_sideways(pocket), false, 'tasks');
  await deadline_button(pocket, task).click();
  assert.equal(await moves_sideways(pocket), false, 'the picker');
  const { id } = await task_titled(maria, hostile);
  await pocket.locator(`[data-task="${id}"] [data-action="open-task"]`).click();
  await pocket.locator('.card').waitFor();
  assert.equal(await moves_sideways(pocket), false, 'the card');
  await pocket.locator('[data-tab="chats"]').click();
  await pocket.locator('[data-dialog="chat5"]').waitFor();
  assert.equal(await moves_sideways(pocket), false, 'the chats');
  await pocket.locator('[data-dialog="chat5"]').click();
  await pocket.locator('.messages').waitFor();
  assert.equal(await moves_sideways(pocket), false, 'a chat');
}

async function finger() {
  await be(pocket, base, boris);
  const before = await deadline_of(pocket, task);
  const { from, to } = await drag_path(pocket, task, 1);
  const touch = await pocket.context().newCDPSession(pocket);
  const send = (type, points) => touch.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await send('touchStart', [from]);
  for (const part of [0.3, 0.6, 1])
    await send('touchMove', [{ x: from.x + (to.x - from.x) * part, y: from.y }]);
  await send('touchEnd', []);
  await wait_deadline(pocket, task, days_later(before, 1));
  await act(base, { user: boris, do: 'deadline', task, deadline: before });
  await wait_deadline(pocket, task, before);
}

await run_checks([
  ['one can be another person, and the page says who one is', persons],
  ['a deadline dragged to another day moves there', dragging],
  ['a deadline dragged away and back stays', dragging_away_and_back_changes_nothing],
  ['a deadline can be picked, pushed by a day and taken away', picking],
  ['a deadline moves by the arrow keys', arrows],
  ['everybody reads dates in their own time zone', own_zones],
  ['a hostile title stays a title', hostile_title],
  ['a hostile message stays text', hostile_message],
  ['send and put in a text do what they say', text_that_acts],
  ['messages arrive live and can be answered', messenger_is_live],
  ['unread messages are counted until they are read', unread_is_counted],
  ['the card takes words, completes, reopens and changes hands', whole_card],
  ['a new task is set by hand', new_task_by_hand],
  ['nothing moves sideways on a telephone', telephone],
  ['a finger drags a deadline', finger],
  [
    'no script failed and none was stopped',
    async () => assert.deepEqual([...page.errors, ...other.errors, ...pocket.errors], []),
  ],
]);
await browser.close();
