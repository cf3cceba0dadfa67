// One task: its facts, history and discussion.

import { button, draw, h, options } from './dom.js';
import { is_closed, my_zone, name_of } from './state.js';
import { weekday_date_time } from './dates.js';
import { go } from './address.js';
import { act } from './api.js';
import { bb } from './bbcode.js';
import { avatar, employees } from './people.js';
import { deadline_button, picker } from './deadline.js';
import { grow, submit_on_enter } from './compose.js';

const field_names = { DEADLINE: 'срок', STATUS: 'состояние', RESPONSIBLE_ID: 'ответственный',
  TITLE: 'название',
  NEW: 'задача поставлена', COMMENT: 'комментарий' };

const status_names = { 1: 'новая', 2: 'ждёт выполнения', 3: 'выполняется', 4: 'ждёт контроля',
  5: 'завершена', 6: 'отложена' };

function history_value(field, value) {
  if (value === null || value === undefined || value === '') return field === 'DEADLINE' ? 'без срока' : '—';
  const instant = Date.parse(value);
  if (field === 'DEADLINE' && !Number.isNaN(instant)) return weekday_date_time(instant, my_zone());
  if (field === 'STATUS') return status_names[value] ?? String(value);
  if (field === 'RESPONSIBLE_ID') return name_of(Number(value));
  return String(value);
}

function history_row(row) {
  const bare = (row.from ?? '') === '' && (row.to ?? '') === '' && row.field !== 'DEADLINE';
  return h('li', { key: row.id, 'data-history': row.id, 'data-field': row.field },
    h('time', null, weekday_date_time(Date.parse(row.at), my_zone())), ' ', h('b', null, name_of(row.userId)),
    ' ',
    h('span', { class: 'dim' }, field_names[row.field] ?? row.field.toLowerCase()), ' ',
    !bare && [h('s', null, history_value(row.field, row.from)), ' → ',
      h('b', null, history_value(row.field, row.to))]);
}

function discussion_row(row) {
  const system = row.authorId === 0;
  return h('li', { key: row.id, class: system ? 'system' : '', 'data-comment': row.id },
    !system && avatar(row.authorId),
    h('div', null, !system && h('div', { class: 'said-by' }, h('b', null, name_of(row.authorId)), ' ',
      h('time', null, weekday_date_time(Date.parse(row.at), my_zone()))),
    h('div', { class: 'text' }, bb(row.text))));
}

function comment_form(task) {
  return h('form', { class: 'say', onsubmit: async (event) => {
    event.preventDefault();
    const box = event.target.elements.text;
    const text = box.value.trim();
    if (text && await act({ do: 'comment', task: task.id, text })) { box.value = ''; grow(box); }
  } },
  h('textarea', { name: 'text', rows: 1, 'aria-label': 'Написать в обсуждение задачи',
    placeholder: 'Написать в обсуждение…',
    oninput: (event) => grow(event.target), onkeydown: submit_on_enter }),
  h('button', { type: 'submit', class: 'primary', 'data-action': 'comment' }, 'Написать'));
}

function responsible_choice(task) {
  const people = employees();
  if (!people.some((one) => one.id === task.responsibleId)) {
    people.push({ id: task.responsibleId, name: name_of(task.responsibleId) });
  }
  return h('select', { 'aria-label': 'Ответственный', 'data-action': 'responsible',
    value: String(task.responsibleId),
    onchange: (event) => {
      act({ do: 'responsible', task: task.id, responsible: Number(event.target.value) }).then(draw);
    } },
  options(people.map((one) => [one.id, one.name]), task.responsibleId));
}

function status_switch(task) {
  const set = (status) => () => act({ do: 'status', task: task.id, status });
  return [h('span', { class: `tag${is_closed(task) ? ' done' : ''}` },
    status_names[task.status] ?? String(task.status)), ' ',
  is_closed(task) ? button('Возобновить', set(2), { 'data-action': 'reopen' })
    : button('Завершить', set(5), { 'data-action': 'complete' })];
}

export function task_card(task) {
  const changes = [...task.history].reverse();
  const empty = (text) => h('p', { class: 'empty' }, text);
  return h('section', { key: `card${task.id}`, class: 'card', 'data-card': task.id, 'aria-label': 'Задача' },
    h('header', { class: 'bar' },
      button('← Все задачи', () => go({ task: null }), { 'data-action': 'close-task', class: 'quiet' }),
      h('span', { class: 'dim' }, `№ ${task.id}`)),
    h('div', { class: 'scroll' },
      h('h2', { class: 'card-title' }, task.title),
      h('dl', { class: 'facts' },
        h('dt', null, 'Срок'), h('dd', null, deadline_button(task), picker(task)),
        h('dt', null, 'Ответственный'), h('dd', null, responsible_choice(task)),
        h('dt', null, 'Постановщик'), h('dd', null, name_of(task.createdBy)),
        h('dt', null, 'Состояние'), h('dd', null, status_switch(task))),
      h('h3', null, 'История'),
      changes.length ? h('ol', { class: 'history' }, changes.map(history_row)) : empty('Изменений не было.'),
      h('h3', null, task.card === 'new' ? 'Чат задачи' : 'Комментарии'),
      task.discussion.length ? h('ol', { class: 'discussion' }, task.discussion.map(discussion_row))
        : empty('Пока никто ничего не написал.')),
    comment_form(task));
}
