// The people one can be.

import { color_of, h } from './dom.js';
import { first_name, person, state, ui } from './state.js';
import { be } from './address.js';
import { wanted_person } from './story.js';

const palette = ['#2f6fed', '#0f9d76', '#c2571a', '#8a4fd8', '#b83280', '#3f7d20', '#0e7490'];

export function avatar(id, title) {
  const one = person(id);
  const words = (one?.name ?? title ?? '?').split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  const letters = words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join('');
  const color = color_of(one?.color) ?? palette[Math.abs(id ?? 3) % palette.length];
  return h('span', { class: one?.bot ? 'avatar bot' : 'avatar', 'aria-hidden': 'true',
    vars: { '--who': color } },
    one?.bot ? '⏱' : letters || '#');
}

export const employees = () => state.people.filter((one) => !one.bot && (one.canBe || one.id === ui.me));

export function people_bar() {
  const wanted = wanted_person();
  return h('nav', { class: 'people', 'aria-label': 'Кто вы' }, employees().map((one) => {
    const mine = one.id === ui.me;
    return h('button', { key: one.id, type: 'button', class: 'person', 'data-person': one.id,
      'data-wanted': one.id === wanted ? 'true' : null,
      'aria-pressed': String(mine), 'aria-label': `${mine ? 'Вы: ' : 'Стать: '}${one.name}, ${one.position}`,
      onclick: () => be(one.id) },
    avatar(one.id),
    h('span', { class: 'who' },
      h('span', { class: 'name' }, mine && h('em', null, 'Вы'), h('span', { class: 'full' }, one.name),
        h('span', { class: 'short' }, mine ? 'Вы' : first_name(one))),
      h('span', { class: 'position' }, one.position)));
  }));
}
