/** The admin API. The token lives in this tab's session storage and nowhere else. */
const KEY = 'backbeat-admin-token';

export class ApiError extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const session = {
  get token() {
    return sessionStorage.getItem(KEY);
  },
  set token(value) {
    if (value) {
      sessionStorage.setItem(KEY, value);
    } else {
      sessionStorage.removeItem(KEY);
    }
  },
  /** Called when the token is not accepted (any more). */
  onRefused: () => {},
};

async function request(method, path, body) {
  let response;
  try {
    response = await fetch(`/admin${path}`, {
      method,
      cache: 'no-store',
      credentials: 'omit',
      headers: {
        Authorization: `Bearer ${session.token}`,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, 'UNREACHABLE', 'The server cannot be reached.');
  }
  if (response.ok) {
    return response;
  }
  const error = await response.json().then((json) => json.error, () => null);
  if (response.status === 401) {
    session.onRefused();
  }
  throw new ApiError(
    response.status, error?.code ?? '', error?.message ?? `The server answered ${response.status}.`);
}

/** @param {string} path behind /admin @param {Object<string, *>} [query] */
export async function get(path, query = {}) {
  const text = new URLSearchParams(
    Object.entries(query).filter(([, value]) => value !== '' && value != null));
  return (await request('GET', text.size > 0 ? `${path}?${text}` : path)).json();
}

export async function post(path, body = {}) {
  return (await request('POST', path, body)).json();
}

/** A file that the answer is: its name and its bytes. */
export async function download(path, body) {
  const response = await request('POST', path, body);
  const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
  return { name: name ?? 'recording.jfr', blob: await response.blob() };
}
