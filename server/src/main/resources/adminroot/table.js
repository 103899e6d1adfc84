import { h, setText } from './dom.js';

/**
 * A table whose rows are kept from one refresh to the next, so that focus and hover stay.
 *
 * @typedef {object} Column
 * @property {string} title
 * @property {string} [sort] what the API sorts by
 * @property {string} [cls] classes of its cells
 * @property {(row: object) => (string|number|Node)} [text] a cell's text
 * @property {(row: object, cell: HTMLElement) => void} [draw] or what makes it, in place
 */
export class Table {
  /**
   * @param {{label: string, columns: Column[], key: (row: object) => string, sort?: string,
   *   order?: string, empty?: string, onSort?: () => void}} options
   */
  constructor({ label, columns, key, sort = '', order = 'asc', empty = 'Nothing here.', onSort }) {
    this.columns = columns;
    this.key = key;
    this.sort = sort;
    this.order = order;
    this.onSort = onSort ?? (() => {});
    this.rows = new Map();
    this.heads = columns.map((column) => this.#head(column));
    this.body = h('tbody');
    this.empty = h('p.empty', {}, empty);
    this.element = h('div', {},
      h('div.table', {},
        h('table', { 'aria-label': label }, h('thead', {}, h('tr', {}, ...this.heads)), this.body)),
      this.empty);
    this.#mark();
  }

  #head(column) {
    const tag = column.cls ? `th.${column.cls.split(' ').join('.')}` : 'th';
    if (!column.sort) {
      return h(tag, { scope: 'col' }, column.title);
    }
    const click = () => {
      this.order = this.sort === column.sort && this.order === 'desc' ? 'asc'
        : this.sort === column.sort ? 'desc' : column.cls?.split(' ').includes('n') ? 'desc' : 'asc';
      this.sort = column.sort;
      this.#mark();
      this.onSort();
    };
    return h(tag, { scope: 'col' }, h('button', { type: 'button', click }, column.title));
  }

  #mark() {
    this.columns.forEach((column, i) => {
      if (column.sort && column.sort === this.sort) {
        this.heads[i].setAttribute('aria-sort', this.order === 'asc' ? 'ascending' : 'descending');
      } else {
        this.heads[i].removeAttribute('aria-sort');
      }
    });
  }

  /** Shows these, in this order. */
  update(list) {
    const gone = new Set(this.rows.keys());
    list.forEach((data, i) => {
      const key = this.key(data);
      gone.delete(key);
      let row = this.rows.get(key);
      if (!row) {
        row = h('tr', { 'data-key': key },
          ...this.columns.map((c) => h(c.cls ? `td.${c.cls.split(' ').join('.')}` : 'td')));
        this.rows.set(key, row);
      }
      this.columns.forEach((column, c) => {
        const cell = row.children[c];
        if (column.draw) {
          column.draw(data, cell);
        } else {
          setText(cell, column.text(data));
        }
      });
      if (this.body.children[i] !== row) {
        this.body.insertBefore(row, this.body.children[i] ?? null);
      }
    });
    for (const key of gone) {
      this.rows.get(key).remove();
      this.rows.delete(key);
    }
    this.empty.hidden = list.length > 0;
  }
}

/** Pages of a long list. */
export class Pager {
  constructor(limit, onTurn) {
    this.limit = limit;
    this.offset = 0;
    this.text = h('span');
    this.back = h('button.small', { type: 'button', click: () => this.#turn(-limit, onTurn) }, 'Back');
    this.next = h('button.small', { type: 'button', click: () => this.#turn(limit, onTurn) }, 'Next');
    this.element = h('div.pager', {}, this.text, this.back, this.next);
  }

  #turn(by, onTurn) {
    this.offset = Math.max(0, this.offset + by);
    onTurn();
  }

  update(total, shown) {
    if (shown === 0 && this.offset > 0) {
      this.offset = 0;
    }
    setText(this.text, total === 0 ? '' : `${this.offset + 1}–${this.offset + shown} of ${total}`);
    this.back.disabled = this.offset === 0;
    this.next.disabled = this.offset + shown >= total;
    this.element.hidden = total <= this.limit;
  }
}

/** Draws the newest ticks' durations; the line is the tick's period. */
export function sparkline(canvas, micros, periodMs) {
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth * ratio;
  const height = canvas.clientHeight * ratio;
  if (width === 0) {
    return;
  }
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const g = canvas.getContext('2d');
  g.clearRect(0, 0, width, height);
  const max = Math.max(200, ...micros);
  const late = max > periodMs * 1000;
  g.beginPath();
  micros.forEach((value, i) => {
    const x = micros.length < 2 ? 0 : (i / (micros.length - 1)) * width;
    g.lineTo(x, height - 1.5 * ratio - (value / max) * (height - 3 * ratio));
  });
  g.strokeStyle = late ? '#ff6b6b' : '#45d6ff';
  g.lineWidth = 1.3 * ratio;
  g.stroke();
  g.lineTo(width, height);
  g.lineTo(0, height);
  g.fillStyle = late ? 'rgba(255, 107, 107, 0.18)' : 'rgba(69, 214, 255, 0.14)';
  g.fill();
}
