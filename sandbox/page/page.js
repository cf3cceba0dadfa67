// The sandbox portal as one person sees it: tasks with deadlines to move, and the messenger.
//
// Everything shown comes from GET /page/state and is drawn again whenever /page/stream says that something
// changed; everything done goes out through POST /page/act.

import { bring_kids, button, draw, drawn_by, h } from './dom.js';
import { failure, name_of, narrow, person, state, task_by_id, ui } from './state.js';
import { be, become, go, read_address } from './address.js';
import { act, listen, refresh } from './api.js';
import { toasts } from './news.js';
import { employees, people_bar } from './people.js';
import { tasks_list } from './tasks.js';
import { task_card } from './card.js';
import { messenger, open_visible, read_visible } from './chat.js';
import { follow_story, story_line } from './story.js';

function app_line() {
  const { installed, handlerReachable, lastError } = state.app;
  const admin = person(ui.me)?.admin;
  if (installed && handlerReachable !== false) return null;
  const olga = employees().find((one) => one.admin && one.id !== ui.me);
  const text = installed ? 'Бот не отвечает: события дойдут до него позже.'
    : 'Приложение с ботом ещё не установлено на портал.';
  return h('aside', { class: 'app-line', role: 'status' },
    h('span', null, text, lastError && ` ${lastError}`),
    !installed && admin && button('Установить', () => act({ do: 'install' }),
      { 'data-action': 'install', class: 'primary' }),
    !installed && !admin && olga && button(`Стать: ${olga.name}`, () => be(olga.id), { class: 'quiet' }));
}

function tabs() {
  const unread = state.chats.reduce((sum, chat) => sum + chat.unread, 0);
  const tab = (name, label, badge) => h('button',
    { type: 'button', 'data-tab': name, 'aria-pressed': String(ui.tab === name),
    onclick: () => go({ tab: name }) }, label, badge > 0 && h('span', { class: 'unread' }, String(badge)));
  return h('nav', { class: 'tabs', 'aria-label': 'Разделы' }, tab('tasks', 'Задачи', 0),
    tab('chats', 'Чаты', unread));
}

function whole_page() {
  const task = ui.task && task_by_id(ui.task);
  const me = person(ui.me);
  return [
    story_line(),
    h('header', { class: 'top' },
      h('h1', null, 'Портал', h('small', null, 'песочница')), people_bar()),
    h('p', { class: 'me only-narrow' }, 'Вы — ', h('b', null, me?.name ?? `сотрудник ${ui.me}`),
      me?.position && `, ${me.position}`),
    app_line(),
    failure && h('aside', { class: 'app-line', role: 'alert' }, failure),
    h('main', { class: `on-${ui.tab}` }, task ? task_card(task) : tasks_list(), messenger()),
    tabs(), toasts(),
  ];
}

function draw_now() {
  const root = document.getElementById('page');
  if (!state) {
    if (failure) bring_kids(root, [h('p', { class: 'waiting', role: 'alert' }, failure)]);
    return;
  }
  const before = stick();
  bring_kids(root, whole_page().flat().filter(Boolean));
  before();
  const unread = state.chats.reduce((sum, chat) => sum + chat.unread, 0);
  document.title = `${unread ? `(${unread}) ` : ''}${name_of(ui.me)} · портал-песочница`;
  document.body.dataset.me = ui.me;
  document.body.dataset.revision = state.revision;
  open_visible();
  read_visible();
  follow_story();
}

// Keeps the chat at its end unless the person scrolled up to read; a newly opened chat starts at its end.
function stick() {
  const list = document.querySelector('.messages');
  const at_end = !list || list.scrollHeight - list.scrollTop - list.clientHeight < 60;
  const last = list?.lastElementChild;
  return () => {
    const now_list = document.querySelector('.messages');
    if (!now_list) return;
    const mine = now_list.lastElementChild !== last && now_list.lastElementChild?.classList.contains('mine');
    if (now_list !== list || at_end || mine) now_list.scrollTop = now_list.scrollHeight;
  };
}

function start() {
  drawn_by(draw_now);
  read_address();
  for (const name of ['popstate', 'hashchange']) {
    addEventListener(name, () => {
      const before = ui.me;
      read_address();
      if (before !== ui.me) become(); else draw();
    });
  }
  narrow.addEventListener('change', draw);
  setInterval(draw, 30000);  // overdue marks and "today" follow the clock
  listen();
  refresh();
}

start();
