/** Colours. Players' looks differ in lightness as well as in hue, and every ship carries its name. */
export const LOOKS = [
  '#45d6ff', '#ff9f45', '#5ee6a8', '#ff6fae', '#ffe156', '#9b8cff',
  '#ff6b6b', '#3fa7ff', '#c6f04d', '#e9a6ff', '#f0f4ff', '#2fd0c0',
];

export const COLORS = {
  floor: '#131d38',
  outside: '#060a14',
  wallTop: '#2c3c68',
  wallTopLight: '#3a4d82',
  wallEdge: '#6f8fd8',
  wallSide: '#18223f',
  wallSideDark: '#111930',
  health: '#5ee6a8',
  charge: '#b98cff',
  own: '#ffffff',
};

/** @param {number} look; @returns {string} */
export function lookColor(look) {
  return LOOKS[((look % LOOKS.length) + LOOKS.length) % LOOKS.length];
}

/** A colour between `hex` and white (amount > 0) or black (amount < 0). */
export function shade(hex, amount) {
  const to = amount > 0 ? 255 : 0;
  const k = Math.abs(amount);
  const part = (i) => {
    const v = parseInt(hex.slice(i, i + 2), 16);
    return Math.round(v + (to - v) * k);
  };
  return `rgb(${part(1)},${part(3)},${part(5)})`;
}
