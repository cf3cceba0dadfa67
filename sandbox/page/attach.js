// Attachments of a message: blocks of text, grids, links, users, files.

import { color_of, h } from './dom.js';
import { bb, link } from './bbcode.js';
import { avatar } from './people.js';

export function attach_blocks(attach) {
  if (!attach) return [];
  const list = Array.isArray(attach) ? attach : [attach];
  if (list.some((one) => one && one.BLOCKS)) return list.filter((one) => one && one.BLOCKS);
  return [{ BLOCKS: list }];
}

const each = (value) => (Array.isArray(value) ? value : value ? [value] : []);

const tokens = { primary: 'var(--accent)', secondary: 'var(--dim)', alert: 'var(--bad)',
  base: 'var(--line)' };

function grid_cell(cell) {
  const display = String(cell.DISPLAY ?? 'BLOCK').toUpperCase();
  const value = cell.LINK ? link(String(cell.LINK), bb(cell.VALUE)) : bb(cell.VALUE);
  const color = color_of(cell.COLOR);
  const kind = ['LINE', 'ROW', 'TABLE'].includes(display) ? display.toLowerCase() : 'block';
  const width = cell.WIDTH > 0 ? Math.min(600, Number(cell.WIDTH)) : 0;
  return h('div', { class: `grid-cell ${kind}`, vars: { '--width': `${width}px` } },
  cell.NAME && h('div', { class: 'grid-name' }, bb(cell.NAME)),
  h('div', { class: 'grid-value', vars: color ? { color } : {} }, value));
}

function attach_block(block) {
  if (!block || typeof block !== 'object') return null;
  if (block.MESSAGE) return h('div', { class: 'attach-text' }, bb(block.MESSAGE));
  if (block.GRID) return h('div', { class: 'grid' }, each(block.GRID).map(grid_cell));
  if (block.DELIMITER) return h('hr', { vars: { 'border-color': color_of(block.DELIMITER.COLOR) ?? '' } });
  if (block.LINK) {
    return each(block.LINK).map((one) => h('div', { class: 'attach-link' },
      link(String(one.LINK ?? ''), String(one.NAME ?? one.LINK ?? '')),
      one.DESC && h('div', { class: 'dim' }, bb(one.DESC))));
  }
  if (block.USER) {
    return each(block.USER).map((one) => h('div', { class: 'attach-user' },
      avatar(Number(one.USER_ID) || null, String(one.NAME ?? '')),
      one.LINK ? link(String(one.LINK), String(one.NAME ?? '')) : h('b', null, String(one.NAME ?? ''))));
  }
  const file = block.IMAGE ?? block.FILE;
  return file ? each(file).map((one) => h('div', null,
    link(String(one.LINK ?? ''), String(one.NAME ?? 'файл')))) : null;
}

export function attachment(part) {
  const color = color_of(part.COLOR) ?? tokens[part.COLOR_TOKEN] ?? tokens.primary;
  return h('div', { class: 'attach', vars: { '--edge': color } }, each(part.BLOCKS).map(attach_block));
}
