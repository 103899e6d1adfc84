/** Elements without markup: whatever a player is called, it is text. */

/**
 * @param {string} tag such as "td.n.wide"
 * @param {Object<string, *>} [props] attributes; functions are listeners
 * @param {...(Node|string|number|null)} children
 */
export function h(tag, props = {}, ...children) {
  const [name, ...classes] = tag.split('.');
  const element = document.createElement(name);
  if (classes.length > 0) {
    element.className = classes.join(' ');
  }
  for (const [key, value] of Object.entries(props)) {
    if (typeof value === 'function') {
      element.addEventListener(key, value);
    } else if (value === true) {
      element.setAttribute(key, '');
    } else if (value !== false && value != null) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.filter((child) => child != null));
  return element;
}

/** Sets a text if it is another one: selections and screen readers stay where they are. */
export function setText(node, text) {
  const wanted = String(text);
  if (node.textContent !== wanted) {
    node.textContent = wanted;
  }
}

/** A labelled field. */
export function field(label, input) {
  input.id ||= `f-${label.toLowerCase().replace(/\W+/g, '-')}-${field.count++}`;
  return h('div', {}, h('label', { for: input.id }, label), input);
}
field.count = 1;

/** Says something for a while. */
export function toast(text, bad = false) {
  const line = h(bad ? 'div.bad' : 'div', {}, text);
  document.getElementById('toasts').append(line);
  setTimeout(() => line.remove(), bad ? 8000 : 4000);
}

/** @param {number} bytes @returns {string} */
export function size(bytes) {
  if (bytes < 1000) {
    return `${bytes} B`;
  }
  if (bytes < 1e6) {
    return `${(bytes / 1e3).toFixed(1)} kB`;
  }
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

/** @param {number} seconds @returns {string} */
export function span(seconds) {
  if (seconds < 90) {
    return `${Math.round(seconds)} s`;
  }
  if (seconds < 5400) {
    return `${Math.round(seconds / 60)} min`;
  }
  return seconds < 172_800 ? `${(seconds / 3600).toFixed(1)} h` : `${Math.round(seconds / 86_400)} d`;
}

/** @param {number} value @returns {string} milliseconds, short */
export function ms(value) {
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** @param {?string} iso @returns {string} in the reader's time */
export function when(iso) {
  return iso ? new Date(iso).toLocaleString([], { dateStyle: 'short', timeStyle: 'medium' }) : 'for good';
}
