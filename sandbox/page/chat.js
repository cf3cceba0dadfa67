// The messenger: the list of chats and the open one.

import { button, draw, h } from './dom.js';
import { chats, current_chat, my_zone, name_of, now, person, ui, visible_chat } from './state.js';
import { clock_time, day_ms, day_of, format } from './dates.js';
import { go, open_dialog } from './address.js';
import { act } from './api.js';
import { bb, plain } from './bbcode.js';
import { avatar } from './people.js';
import { attach_blocks, attachment } from './attach.js';
import { keyboard_button, keyboard_rows } from './keyboard.js';
import { message_box, message_form } from './compose.js';

// A dialog with a bot that comes into sight for the first time is opened: that is when the bot greets.
export function open_visible() {
  const chat = visible_chat();
  const name = `${ui.me}:${chat?.dialog}`;
  if (!chat?.private || chat.messages.length || ui.opened.has(name)) return;
  ui.opened.add(name);
  act({ do: 'open', dialog: chat.dialog });
}

export function read_visible() {
  const chat = visible_chat();
  if (!chat || !chat.unread || read_visible.under_way === chat.dialog) return;
  read_visible.under_way = chat.dialog;
  act({ do: 'read', dialog: chat.dialog }).finally(() => { read_visible.under_way = null; });
}

function preview(message) {
  if (!message) return 'Нет сообщений';
  return message.deleted ? 'Сообщение удалено' : plain(message.text) || 'Вложение';
}

function chat_item(chat) {
  const last = chat.messages.at(-1);
  const open = visible_chat()?.dialog === chat.dialog;
  return h('li', { key: chat.dialog }, h('button',
    { type: 'button', class: 'chat-item', 'data-dialog': chat.dialog,
    'aria-current': open ? 'true' : null, onclick: () => open_dialog(chat.dialog) },
  avatar(chat.private ? chat.peer : null, chat.title),
  h('span', { class: 'lines' },
    h('span', { class: 'pair' }, h('span', { class: 'chat-title' }, chat.title), chat.unread > 0
      && h('span', { class: 'unread', 'aria-label': `непрочитанных: ${chat.unread}` }, String(chat.unread))),
    h('span', { class: 'pair dim' },
      h('span', { class: 'last' }, preview(last)),
      last && h('time', null, chat_time(Date.parse(last.at)))))));
}

function chat_time(instant) {
  const zone = my_zone();
  if (day_of(instant, zone) === day_of(now(), zone)) return clock_time(instant, zone);
  return format(zone, { day: '2-digit', month: '2-digit' }).format(instant);
}

function message_row(message, chat, follows) {
  if (message.system || message.authorId === 0) {
    return h('li', { key: message.id, class: 'message system', 'data-message': message.id },
      h('div', { class: 'text' }, bb(message.text)));
  }
  const mine = message.authorId === ui.me;
  const answered = chat.messages.find((one) => message.replyId && one.id === message.replyId);
  const marks = [message.edited && !message.deleted && 'изменено',
    clock_time(Date.parse(message.at), my_zone())];
  const keyboard = message.keyboard && !message.deleted ? keyboard_rows(message.keyboard) : [];
  return h('li', { key: message.id, class: `message ${mine ? 'mine' : 'theirs'}`,
    'data-message': message.id, 'data-author': message.authorId },
    !mine && (follows ? h('span', { class: 'avatar-space' }) : avatar(message.authorId)),
    h('div', { class: 'stack' },
      h('div', { class: 'bubble' },
        !mine && !follows && h('div', { class: 'author' }, name_of(message.authorId)),
        answered && h('div', { class: 'answered' }, h('b', null, name_of(answered.authorId)), ' ',
          plain(answered.text)),
        message.deleted ? h('div', { class: 'text dim' }, 'Сообщение удалено')
          : [h('div', { class: 'text' }, bb(message.text)), attach_blocks(message.attach).map(attachment)],
        h('div', { class: 'marks' },
          !message.deleted && button('Ответить',
            () => { ui.reply = message.id; draw(); message_box()?.focus(); },
            { 'data-action': 'reply', class: 'inline' }),
          marks.filter(Boolean).join(' · '))),
      keyboard.length > 0 && h('div', { class: 'keyboard', role: 'group', 'aria-label': 'Кнопки сообщения' },
        keyboard.map((row) => h('div', { class: 'keys' },
          row.map((key) => keyboard_button(message, key)))))));
}

function messages_of(chat) {
  const zone = my_zone();
  const today = day_of(now(), zone);
  let day = null;
  return chat.messages.flatMap((message, at) => {
    const before = chat.messages[at - 1];
    const its = day_of(Date.parse(message.at), zone);
    const fresh_day = its !== day;
    day = its;
    const label = its === today ? 'Сегодня' : its === today - 1 ? 'Вчера'
      : format('UTC', { day: 'numeric', month: 'long' }).format(its * day_ms);
    const follows = !fresh_day && before.authorId === message.authorId;
    return [fresh_day && h('li', { key: `day${its}`, class: 'day-mark' }, label),
      message_row(message, chat, follows)];
  });
}

function chat_view(chat) {
  if (!chat) return h('div', { key: 'none', class: 'chat none' },
    h('p', { class: 'empty' }, 'Выберите чат.'));
  const peer = chat.private && person(chat.peer);
  const about = peer ? peer.position || (peer.bot ? 'чат-бот' : '') : chat.private ? '' : 'общий чат';
  return h('div', { key: chat.dialog, class: 'chat', 'data-chat': chat.dialog },
    h('header', { class: 'bar' },
      button('← Чаты', () => go({ dialog: null }),
        { class: 'quiet only-narrow', 'data-action': 'close-chat' }),
      avatar(chat.private ? chat.peer : null, chat.title),
      h('div', { class: 'lines' }, h('h2', null, chat.title), h('div', { class: 'dim' }, about))),
    h('ol', { class: 'messages', 'aria-label': 'Сообщения', 'aria-live': 'polite' },
      chat.messages.length ? messages_of(chat) : h('li', { class: 'empty' },
        'Сообщений ещё нет. Напишите первым.')),
    message_form(chat));
}

export function messenger() {
  const chat = current_chat();
  return h('section', { class: `messenger${chat ? ' open' : ''}`, 'aria-label': 'Мессенджер' },
    h('div', { class: 'chat-list' }, h('header', { class: 'bar' }, h('h2', null, 'Чаты')),
      h('ul', null, chats().map(chat_item))),
    chat_view(chat));
}
