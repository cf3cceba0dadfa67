// BB code as the portal shows it. A tag without its partner, and a tag nobody knows, stay text; addresses
// only become links when they were checked.

import { h } from './dom.js';
import { my_zone, name_of } from './state.js';
import { format } from './dates.js';
import { open_dialog, open_task } from './address.js';
import { put, say } from './compose.js';

const bb_names = 'b|i|u|s|url|user|chat|context|size|color|put|send|call|img|br|timestamp|icon';
const bb_token = new RegExp(`\\[(/?)(${bb_names})(?:[= ]([^\\]\\n]*))?\\]`, 'gi');
const address_token = /https?:\/\/[^\s<>"'\[\]]+[^\s<>"'\[\].,;:!?)]/g;
export const safe_address = (text) => (/^(https?:\/\/|\/(?!\/))/i.test(text) ? text : null);

export function link(address, label) {
  const target = safe_address(address.trim());
  if (!target) return h('span', null, label);
  const task = task_in(target);
  if (task) return h('a', { href: target,
    onclick: (event) => { event.preventDefault(); open_task(task); } }, label);
  return h('a', { href: target, target: '_blank', rel: 'noopener noreferrer' }, label);
}

export function task_in(address) {
  const found = /\/tasks\/task\/view\/(\d+)/.exec(address);
  return found ? Number(found[1]) : null;
}

const portal_formats = {
  SHORT_TIME_FORMAT: { hour: '2-digit', minute: '2-digit' },
  LONG_TIME_FORMAT: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  SHORT_DATE_FORMAT: { day: '2-digit', month: '2-digit', year: 'numeric' },
  MEDIUM_DATE_FORMAT: { day: 'numeric', month: 'short', year: 'numeric' },
  LONG_DATE_FORMAT: { day: 'numeric', month: 'long', year: 'numeric' },
  FULL_DATE_FORMAT: { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' },
  DAY_MONTH_FORMAT: { day: 'numeric', month: 'long' },
  DAY_SHORT_MONTH_FORMAT: { day: 'numeric', month: 'short' },
  DAY_OF_WEEK_MONTH_FORMAT: { weekday: 'long', day: 'numeric', month: 'long' },
  SHORT_DAY_OF_WEEK_MONTH_FORMAT: { weekday: 'short', day: 'numeric', month: 'long' },
  SHORT_DAY_OF_WEEK_SHORT_MONTH_FORMAT: { weekday: 'short', day: 'numeric', month: 'short' },
  FORMAT_DATE: { day: '2-digit', month: '2-digit', year: 'numeric' },
  FORMAT_DATETIME: { day: '2-digit', month: '2-digit', year: 'numeric', hour: '2-digit', minute: '2-digit',
    second: '2-digit' },
};

function timestamp(words) {
  const found = /^(\d{1,11}) format=([A-Z_]+)$/.exec(words ?? '');
  const options = found && portal_formats[found[2]];
  if (!options) return null;
  const text = format(my_zone(), options).format(Number(found[1]) * 1000).replace(' г.', '');
  return h('time', null, text.replace(/(янв|февр|апр|сент|окт|нояб|дек)\./, (month) => month.slice(0, 3)));
}

const inline = (name, onclick, kids) => h('button', { type: 'button', class: name, onclick }, kids);

const bb_tags = {
  b: (value, kids) => h('b', null, kids),
  i: (value, kids) => h('i', null, kids),
  u: (value, kids) => h('u', null, kids),
  s: (value, kids) => h('s', null, kids),
  url: (value, kids) => link(value || text_of(kids), kids),
  user: (value, kids) => h('span', { class: 'mention' }, kids.length ? kids : name_of(Number(value))),
  chat: (value, kids) => inline('inline', () => open_dialog(`chat${Number(value)}`), kids),
  context: (value, kids) => h('span', { class: 'mention' }, kids),
  call: (value, kids) => h('span', { class: 'mention' }, kids.length ? kids : value),
  img: (value, kids) => link(text_of(kids), 'изображение'),
  size: (value, kids) => (/^\d+$/.test(value) && value >= 8 && value <= 30
    ? h('span', { vars: { 'font-size': `${value}px` } }, kids) : kids),
  color: (value, kids) => (/^#[0-9a-f]{3}([0-9a-f]{3})?$/i.test(value)
    ? h('span', { vars: { color: value } }, kids) : kids),
  put: (value, kids) => inline('inline dashed', () => put(value || text_of(kids)), kids),
  send: (value, kids) => inline('inline dashed', () => say(value || text_of(kids)), kids),
};

function text_of(kids) {
  const breaks = { br: '\n', blockquote: '\n' };
  return kids.map((kid) =>
    (typeof kid === 'string' ? kid : text_of(kid.kids) + (breaks[kid.tag] ?? ''))).join('');
}

function with_addresses(text) {
  const out = [];
  let at = 0;
  for (const found of text.matchAll(address_token)) {
    out.push(text.slice(at, found.index), link(found[0], found[0]));
    at = found.index + found[0].length;
  }
  return [...out, text.slice(at)].filter((part) => part !== '');
}

// A tag without its partner, and a tag nobody knows, stay text.
function bb_inline(text) {
  const open = [{ name: null, kids: [] }];
  const put_text = (part) => { if (part) open.at(-1).kids.push(part); };
  const give_up = (frame) => open.at(-1).kids.push(frame.source, ...frame.kids);
  let at = 0;
  for (const found of text.matchAll(bb_token)) {
    put_text(text.slice(at, found.index));
    at = found.index + found[0].length;
    const [source, slash, tag, value] = found;
    const name = tag.toLowerCase();
    if (name === 'br') open.at(-1).kids.push(h('br'));
    else if (name === 'timestamp') open.at(-1).kids.push(timestamp(value) ?? source);
    else if (name === 'icon') put_text(/title=(\S+)/i.exec(value ?? '')?.[1]);
    else if (!slash) open.push({ name, source, value: value ?? '', kids: [] });
    else if (!open.some((frame) => frame.name === name)) put_text(source);
    else {
      while (open.at(-1).name !== name) { const frame = open.pop(); give_up(frame); }
      const frame = open.pop();
      open.at(-1).kids.push(bb_tags[name](frame.value, frame.kids));
    }
  }
  put_text(text.slice(at));
  while (open.length > 1) { const frame = open.pop(); give_up(frame); }
  return finish_text(open[0].kids.flat(Infinity));
}

// Line breaks and bare addresses inside what is left as text; inside a link an address stays what it is.
function finish_text(kids) {
  return kids.flatMap((kid) => {
    if (typeof kid !== 'string') {
      return kid.tag === 'a' ? [kid] : [{ ...kid, kids: finish_text(kid.kids) }];
    }
    return kid.split('\n').flatMap((line, at) => [...(at ? [h('br')] : []), ...with_addresses(line)]);
  });
}

const fence = /^-{54}$/;

function bb_lines(text) {
  const out = [];
  let plain_lines = [], quoted = [], fenced = null;
  const flush = () => {
    if (plain_lines.length) out.push(...bb_inline(plain_lines.join('\n')));
    if (quoted.length) out.push(h('blockquote', null, bb_inline(quoted.join('\n'))));
    plain_lines = []; quoted = [];
  };
  for (const line of text.split('\n')) {
    if (fence.test(line.trim())) {
      if (fenced) { quoted = fenced; flush(); fenced = null; } else { flush(); fenced = []; }
    } else if (fenced) fenced.push(line);
    else if (line.startsWith('>>')) { if (plain_lines.length) flush(); quoted.push(line.slice(2)); }
    else { if (quoted.length) flush(); plain_lines.push(line); }
  }
  if (fenced) plain_lines.push('-'.repeat(54), ...fenced);
  flush();
  return out;
}

export function bb(text) {
  const lines = String(text ?? '').replace(/\r\n?/g, '\n').replaceAll('#BR#', '\n');
  const parts = lines.split(/\[code\]([^]*?)\[\/code\]/i);
  return parts.flatMap((part, at) => (at % 2 ? [h('code', null, part)] : part ? bb_lines(part) : []));
}

export const plain = (text) => text_of(bb(text)).replace(/\s+/g, ' ').trim();
