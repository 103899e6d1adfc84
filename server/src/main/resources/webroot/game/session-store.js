/**
 * The session of this tab, so that a reload comes back to the same ship. It is stored only while the
 * page is hidden or gone: a tab that is duplicated takes its storage along, and the two would take
 * the ship from each other.
 */
const KEY = 'backbeat.session';

/** @returns {object|null} what was saved and may still be resumed */
export function loadSession() {
  try {
    const saved = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    return saved && Date.now() - saved.savedAt < saved.graceMs ? saved : null;
  } catch {
    return null;
  }
}

/** Saves what `client.resumeState()` says. */
export function saveSession(state, choice) {
  try {
    sessionStorage.setItem(KEY, JSON.stringify({ ...state, choice, savedAt: Date.now() }));
  } catch {
    // Without storage a reload joins afresh.
  }
}

/** Nothing to come back to. */
export function clearSession() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Nothing was saved either.
  }
}
