// The buttons under a message.

import { button, draw } from './dom.js';
import { ui } from './state.js';
import { open_dialog, open_task } from './address.js';
import { act } from './api.js';
import { toast } from './news.js';
import { safe_address, task_in } from './bbcode.js';
import { put, say } from './compose.js';

async function press(message, at) {
  const button = message.keyboard[at];
  const deeds = {
    LINK: () => follow(button.value),
    SEND: () => say(button.value),
    PUT: () => put(button.value),
    COPY: () => navigator.clipboard?.writeText(button.value).then(() =>
      toast({ kind: 'note', text: 'Скопировано.' })),
    DIALOG: () => open_dialog(button.value),
    CALL: () => toast({ kind: 'note', text: `Звонок: ${button.value}` }),
  };
  if (deeds[button.action]) return deeds[button.action]();
  const key = `${message.id}:${at}`;
  if (button.block) ui.pressed.set(key, JSON.stringify(message.keyboard));
  draw();
  if (!await act({ do: 'press', message: message.id, button: at })) ui.pressed.delete(key);
  draw();
}

function follow(address) {
  const target = safe_address(address);
  const task = target && task_in(target);
  if (task) open_task(task);
  else if (target) window.open(target, '_blank', 'noopener');
}

export function keyboard_rows(keyboard) {
  const rows = [[]];
  keyboard.forEach((one, at) => {
    if (one.type === 'NEWLINE') rows.push([]);
    else if (one.display === 'LINE') rows.at(-1).push({ one, at });
    else rows.push([{ one, at }], []);
  });
  return rows.filter((row) => row.length);
}

export function keyboard_button(message, { one, at }) {
  const color = ['primary', 'secondary', 'alert'].includes(one.color) ? one.color : 'base';
  const waiting = ui.pressed.has(`${message.id}:${at}`);
  const state_class = waiting ? ' waiting' : '';
  return button(one.text, () => press(message, at), { key: at, class: `key ${color}${state_class}`,
    'data-button': at, disabled: Boolean(one.disabled) || waiting });
}
