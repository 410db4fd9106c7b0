/** One paragraph of a Debian control file: values by field name, continuation lines joined by line ends. */
export type Paragraph = ReadonlyMap<string, string>;

/**
 * Paragraphs of text in Debian's control format: what `apt-cache show` and `apt-get indextargets` print, and what Packages
 * indexes hold. Lines that are neither a field, a continuation nor empty are passed over, as are comments.
 *
 * @source Debian Policy Manual, section 5.1
 */
export function parseControl(text: string): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  let current: Map<string, string> | null = null;
  let field = '';
  for (const line of text.split('\n')) {
    if (line.trim() === '') {
      current = null;
    } else if (line.startsWith(' ') || line.startsWith('\t')) {
      current?.set(field, `${current.get(field) ?? ''}\n${line.trim()}`);
    } else if (!line.startsWith('#')) {
      const colon = line.indexOf(':');
      if (colon <= 0) continue;
      if (current === null) paragraphs.push((current = new Map<string, string>()));
      field = line.slice(0, colon);
      current.set(field, line.slice(colon + 1).trim());
    }
  }
  return paragraphs;
}
