// Noticing what changed between one state and the next, and saying so.

import { button, draw, h } from './dom.js';
import { deadline_of, know, returned, state, ui, visible_chat } from './state.js';
import { open_dialog } from './address.js';
import { plain } from './bbcode.js';

export const seen = { deadlines: new Map(), message: null };

export function take(fresh) {
  if (state && fresh.revision < state.revision) ui.opened.clear();  // another portal than before
  know(fresh);
  document.body.classList.remove('switching');
  for (const [key, keyboard] of ui.pressed) {
    const id = Number(key.split(':')[0]);
    const message = state.chats.flatMap((chat) => chat.messages).find((one) => one.id === id);
    if (JSON.stringify(message?.keyboard) !== keyboard) ui.pressed.delete(key);
  }
  notice_deadlines();
  notice_messages();
  draw();
}

export function notice_deadlines() {
  for (const task of state.tasks) {
    const deadline = deadline_of(task);
    if (seen.deadlines.has(task.id) && seen.deadlines.get(task.id) !== deadline) {
      ui.flashing.set(task.id, returned(task) ? 'returned' : 'changed');
      setTimeout(() => { ui.flashing.delete(task.id); draw(); }, 4000);
    }
    seen.deadlines.set(task.id, deadline);
  }
}

function notice_messages() {
  const all = state.chats.flatMap((chat) => chat.messages.map((message) => ({ chat, message })));
  const newest = Math.max(0, ...all.map((one) => one.message.id));
  if (seen.message !== null) {
    const open = visible_chat()?.dialog;
    for (const { chat, message } of all) {
      const fresh = message.id > seen.message && message.authorId !== ui.me && !message.system;
      if (!fresh || chat.dialog === open || chat.unread === 0) continue;
      toast({ kind: 'news', title: chat.title, text: plain(message.text), dialog: chat.dialog });
    }
  }
  seen.message = newest;
}

let toast_count = 0;

export function toast(what) {
  const one = { id: ++toast_count, ...what };
  ui.toasts = [...ui.toasts.filter((other) => !other.dialog || other.dialog !== one.dialog), one].slice(-3);
  setTimeout(() => close_toast(one.id), 7000);
  draw();
}

function close_toast(id) {
  ui.toasts = ui.toasts.filter((one) => one.id !== id);
  draw();
}

export function toasts() {
  return h('div', { class: 'toasts', role: 'status' },
    ui.toasts.map((one) => h('div', { key: one.id, class: `toast ${one.kind}` },
    one.dialog ? h('button', { type: 'button', 'data-action': 'open-dialog', onclick: () =>
      open_dialog(one.dialog) },
      h('b', null, one.title), h('span', null, one.text)) : h('span', null, one.text),
    button('×', () => close_toast(one.id), { 'aria-label': 'Скрыть', class: 'quiet' }))));
}
