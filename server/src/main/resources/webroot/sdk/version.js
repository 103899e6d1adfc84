/** The version of this SDK: that of the server which it came with. The build fills it in. */
const FILLED_IN = '${project.version}';

/** "source" where the files were not built. */
export const VERSION = FILLED_IN.startsWith('$') ? 'source' : FILLED_IN;

/** Whether an SDK and a server are of different builds; both speak the same protocol all the same. */
export function differs(sdkVersion, serverVersion) {
  return sdkVersion !== 'source' && Boolean(serverVersion) && sdkVersion !== serverVersion;
}
