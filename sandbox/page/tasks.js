// The list of tasks, and a new one.

import { button, draw, h, options } from './dom.js';
import { deadline_of, instant_of, is_closed, my_zone, name_of, returned, state, ui } from './state.js';
import { from_wall, iso } from './dates.js';
import { open_task } from './address.js';
import { act } from './api.js';
import { avatar, employees } from './people.js';
import { deadline_button, picker } from './deadline.js';
import { days_head, track } from './timeline.js';

function shown_tasks() {
  const mine = (task) => task.responsibleId === ui.me || task.createdBy === ui.me;
  const rank = (task) => [is_closed(task) ? 1 : 0, instant_of(task.deadline) ?? Infinity, task.id];
  return state.tasks.filter((task) => ui.filter === 'all' || mine(task)).sort((left, right) => {
    const [a, b] = [rank(left), rank(right)];
    return a[0] - b[0] || (a[1] === b[1] ? 0 : a[1] - b[1]) || a[2] - b[2];
  });
}

function task_row(task) {
  const back = returned(task);
  const flash = ui.flashing.get(task.id);
  return h('li', { key: task.id,
    class: `task${is_closed(task) ? ' closed' : ''}${flash ? ` flash-${flash}` : ''}`,
    'data-task': task.id, 'data-returned': back ? 'true' : null },
  h('div', { class: 'task-head' },
    button(task.title, () => open_task(task.id), { class: 'title', 'data-action': 'open-task' }),
    deadline_button(task)),
  h('div', { class: 'task-facts' }, avatar(task.responsibleId),
    h('span', null, task.responsibleId === ui.me ? 'Вы' : name_of(task.responsibleId)),
    task.createdBy !== task.responsibleId && h('span', { class: 'dim' }, `от: ${name_of(task.createdBy)}`),
    is_closed(task) && h('span', { class: 'tag done' }, 'завершена'),
    back && h('span', { class: 'tag back' }, `↩ срок вернулся: ${name_of(back.by)}`)),
  !is_closed(task) && deadline_of(task) !== null && track(task),
  picker(task));
}

function new_task_form() {
  if (!ui.creating) return null;
  return h('form', { class: 'new-task', onsubmit: async (event) => {
    event.preventDefault();
    const { title, who, when, card } = event.target.elements;
    const clock = Date.parse(`${when.value}Z`);
    const deadline = Number.isNaN(clock) ? null : iso(from_wall(clock, my_zone()));
    if (await act({ do: 'task', title: title.value, responsible: Number(who.value), deadline,
      card: card.value })) {
      ui.creating = false;
      draw();
    }
  } },
  h('label', { class: 'wide' }, 'Название', h('input', { name: 'title', required: true, maxlength: 500 })),
  h('label', null, 'Ответственный', h('select', { name: 'who' },
    options(employees().map((one) => [one.id, one.name]), ui.me))),
  h('label', null, 'Срок', h('input', { type: 'datetime-local', name: 'when' })),
  h('label', null, 'Карточка', h('select', { name: 'card' },
    options([['new', 'новая, с чатом'], ['old', 'прежняя, с комментариями']]))),
  h('button', { type: 'submit', class: 'primary' }, 'Поставить'),
  button('Не надо', () => { ui.creating = false; draw(); }));
}

export function tasks_list() {
  const list = shown_tasks();
  const filter = (name, label) => button(label, () => { ui.filter = name; draw(); },
    { 'aria-pressed': String(ui.filter === name), 'data-filter': name });
  return h('section', { key: 'list', class: 'tasks', 'aria-label': 'Задачи' },
    h('header', { class: 'bar' }, h('h2', null, 'Задачи'),
      h('div', { class: 'switch', role: 'group', 'aria-label': 'Какие задачи' }, filter('mine', 'Мои'),
        filter('all', 'Все')),
      button('+ Задача', () => { ui.creating = !ui.creating; draw(); },
        { 'data-action': 'new-task', class: 'quiet' })),
    h('div', { class: 'scroll' }, new_task_form(), days_head(),
      h('ul', { class: 'task-list' }, list.map(task_row)),
      list.length === 0 && h('p', { class: 'empty' }, 'Здесь пока нет задач.')));
}
