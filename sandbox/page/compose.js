// Writing a message: the box, its draft, the menu of commands, the message being answered.

import { button, draw, h } from './dom.js';
import { current_chat, name_of, state, ui } from './state.js';
import { act } from './api.js';
import { plain } from './bbcode.js';

export const message_box = () => document.querySelector('.chat textarea');

function set_draft(dialog, text) {
  ui.drafts.set(dialog, text);
  ui.menu_at = 0;
  const box = message_box();
  if (box) { box.value = text; grow(box); }
  draw();
}

export function put(text) {
  set_draft(current_chat().dialog, text);
  message_box()?.focus();
}

export async function say(text) {
  const chat = current_chat();
  if (!chat || !text.trim()) return;
  const order = { do: 'say', dialog: chat.dialog, text };
  if (ui.reply) order.replyId = ui.reply;
  ui.reply = null;
  await act(order);
}

async function send_draft(dialog) {
  const text = (ui.drafts.get(dialog) ?? '').trim();
  if (!text) return;
  set_draft(dialog, '');
  await say(text);
}

function menu_commands(chat) {
  const draft = ui.drafts.get(chat.dialog) ?? '';
  if (!/^\/\S*$/.test(draft)) return [];
  return state.commands.filter((one) => one.command.startsWith(draft) && one.command !== draft);
}

function command_menu(chat) {
  const list = menu_commands(chat);
  if (!list.length) return null;
  return h('ul', { class: 'menu', role: 'listbox', 'aria-label': 'Команды' }, list.map((one, at) =>
    h('li', { key: one.command, role: 'option', 'aria-selected': String(at === ui.menu_at),
      'data-command': one.command,
      onpointerdown: (event) => { event.preventDefault(); put(`${one.command} `); } },
    h('b', null, one.command), ' ', one.params && h('span', { class: 'dim' }, one.params),
      h('div', { class: 'dim' }, one.title))));
}

function message_key(event, chat) {
  const list = menu_commands(chat);
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (list.length && step) {
    event.preventDefault();
    ui.menu_at = (ui.menu_at + step + list.length) % list.length;
    draw();
  } else if (list.length && event.key === 'Tab') {
    event.preventDefault();
    put(`${list[ui.menu_at].command} `);
  } else if (event.key === 'Escape' && ui.reply) { ui.reply = null; draw(); }
  else submit_on_enter(event);
}

export function submit_on_enter(event) {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  event.target.form.requestSubmit();
}

export function grow(box) {
  box.style.height = 'auto';
  box.style.height = `${Math.min(140, box.scrollHeight + 2)}px`;
}

export function message_form(chat) {
  const answered = ui.reply && chat.messages.find((one) => one.id === ui.reply);
  return h('form', { class: 'say',
    onsubmit: (event) => { event.preventDefault(); send_draft(chat.dialog); } },
    command_menu(chat),
    answered && h('div', { class: 'reply-to' }, h('span', null,
      `Ответ: ${name_of(answered.authorId)}: ${plain(answered.text)}`),
      button('Не отвечать', () => { ui.reply = null; draw(); }, { class: 'quiet' })),
    h('textarea', { name: 'text', rows: 1, initial: ui.drafts.get(chat.dialog) ?? '',
      'aria-label': 'Сообщение',
      placeholder: 'Сообщение или /команда', enterkeyhint: 'send',
      oninput: (event) => {
        ui.drafts.set(chat.dialog, event.target.value);
        ui.menu_at = 0;
        grow(event.target);
        draw();
      },
      onkeydown: (event) => message_key(event, chat) }),
    h('button', { type: 'submit', class: 'primary', 'data-action': 'send' }, 'Написать'));
}
