// Where the person is: who, which task, which chat, which tab. All of it lives in the page's address.

import { draw } from './dom.js';
import { chats, know, recall, remember, task_by_id, ui } from './state.js';
import { listen, refresh } from './api.js';
import { seen, toast } from './news.js';

export function read_address() {
  const words = new URLSearchParams(location.hash.slice(1));
  ui.me = Number(words.get('user')) || Number(recall('user')) || 27;
  ui.task = Number(words.get('task')) || null;
  ui.dialog = words.get('dialog');
  ui.tab = words.get('tab') === 'chats' ? 'chats' : 'tasks';
}

export function go(change) {
  const me_before = ui.me;
  Object.assign(ui, { reply: 'dialog' in change ? null : ui.reply }, change);
  const words = new URLSearchParams({ user: ui.me });
  if (ui.task) words.set('task', ui.task);
  if (ui.dialog) words.set('dialog', ui.dialog);
  if (ui.tab === 'chats') words.set('tab', 'chats');
  history.pushState(null, '', `#${words}`);
  if (me_before !== ui.me) become(); else draw();
}

export function be(id) {
  go({ me: id, task: null, dialog: null, picker: null, creating: false, drag: null });
}

// Another person: nothing of the previous one may stay on the screen.
export function become() {
  remember('user', ui.me);
  know(null);
  delete document.body.dataset.me;
  ui.moving.clear(); ui.flashing.clear(); ui.pressed.clear(); ui.drafts.clear();
  ui.toasts = []; ui.picker = null; ui.drag = null; ui.reply = null;
  seen.deadlines.clear(); seen.message = null;
  document.body.classList.add('switching');
  listen();
  refresh();
}

export function open_task(id) {
  if (!task_by_id(id)) return toast({ kind: 'error', text: `Задача ${id} удалена или не видна вам.` });
  go({ task: id, tab: 'tasks', picker: null, creating: false });
}

export function open_dialog(dialog) {
  if (!chats().some((chat) => chat.dialog === dialog)) return;
  ui.toasts = ui.toasts.filter((one) => one.dialog !== dialog);
  go({ dialog, tab: 'chats' });
}
