/**
 * The network lab of a development server (docs/network-lab.md): `?lab=NAME` in the page's address
 * leads the game through the proxy of that network, which listens on another port of the same host.
 */
import { byId, make } from './hud.js';

export class LabSwitch {
  constructor() {
    /** the network asked for; '' = none */
    this.wanted = new URLSearchParams(location.search).get('lab') ?? '';
    this.profiles = null;
  }

  /** Shows the menu, if the server offers networks, and the badge. Rejects if the one wanted cannot be had. */
  async begin() {
    let profiles = [];
    try {
      profiles = await this.#load();
    } catch (e) {
      if (this.wanted) {
        throw e;
      }
      console.warn('the networks of the lab are not known', e); // One plays without them all the same.
    }
    if (profiles.length) {
      const names = ['', ...profiles.map((p) => p.name)];
      const choice = byId('lab-choice');
      choice.replaceChildren(...names.map((name) => option(name, name === this.wanted)));
      choice.addEventListener('change', () => go(choice.value));
      byId('lab').hidden = false;
    }
    if (this.wanted) {
      await this.address();
      const badge = byId('lab-badge');
      badge.textContent = this.wanted;
      badge.hidden = false;
    }
  }

  /**
   * Where to connect.
   *
   * @returns {Promise<string>} the page's own address, or its counterpart on the network's port
   */
  async address() {
    if (!this.wanted) {
      return location.href;
    }
    const profiles = await this.#load();
    const profile = profiles.find((p) => p.name === this.wanted);
    if (!profile) {
      const known = profiles.map((p) => p.name).join(', ');
      throw new Error(
        known
          ? `there is no network '${this.wanted}' here; there are ${known}`
          : `there is no network '${this.wanted}' here: this server offers none (--lab)`,
      );
    }
    const url = new URL(location.href);
    url.port = String(profile.port);
    return url.href;
  }

  async #load() {
    if (!this.profiles) {
      const response = await fetch('api/lab', { cache: 'no-store' });
      this.profiles = response.ok ? (await response.json()).profiles : [];
    }
    return this.profiles;
  }
}

function option(name, selected) {
  const element = make('option', '', name || 'as it is');
  element.value = name;
  element.selected = selected;
  return element;
}

/** The page anew: a network is chosen before anything is connected. */
function go(name) {
  const url = new URL(location.href);
  url.searchParams.delete('lab');
  if (name) {
    url.searchParams.set('lab', name);
  }
  location.assign(url.href);
}
