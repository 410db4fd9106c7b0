/**
 * Settings of a kernel configuration fragment that a configuration does not have: `CONFIG_X=y`, or `CONFIG_X is not set`.
 *
 * @param fragment - lines `CONFIG_NAME=value` and `# CONFIG_NAME is not set`; other comments and empty lines are passed over
 * @param config - the kernel's `.config`
 */
export function missingSettings(fragment: string, config: string): string[] {
  const have = settingsOf(config);
  const missing: string[] = [];
  for (const [name, value] of settingsOf(fragment)) {
    if ((have.get(name) ?? null) !== value) missing.push(value === null ? `${name} is not set` : `${name}=${value}`);
  }
  return missing;
}

/** Values by name; null for what is said not to be set. */
function settingsOf(text: string): Map<string, string | null> {
  const settings = new Map<string, string | null>();
  for (const match of text.matchAll(/^(?:(CONFIG_\w+)=(.*)|# (CONFIG_\w+) is not set)$/gm)) {
    settings.set(match[1] ?? match[3] ?? '', match[2] ?? null);
  }
  return settings;
}
