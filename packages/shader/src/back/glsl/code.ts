/** Text under construction: indented lines, the extensions they need, and a bound on their length. */
import { limits } from '../../limits.ts';
import { describeFeature, extensionsOf, type GlslDialect, type GlslFeature, type GlslFeatures, inLanguage, isEssl } from './features.ts';

/** A shader that cannot be written for this host; `writeGlsl` turns it into its result. */
export class Unwritable extends Error {}

/** Lines of one part of the text. */
export class Lines {
  readonly lines: string[] = [];
  #indent = '';
  #length = 0;

  /** Adds a line at the current indentation. */
  add(line: string): void {
    this.#length += line.length + this.#indent.length + 1;
    if (this.#length > limits.sourceLength) throw new Unwritable(`more than ${limits.sourceLength} characters of GLSL`);
    this.lines.push(line === '' ? '' : this.#indent + line);
  }

  /** Indents what follows. */
  indent(): void {
    this.#indent += '  ';
  }

  /** Ends an indented part. */
  dedent(): void {
    this.#indent = this.#indent.slice(2);
  }

  /** Adds a line and indents what follows. */
  open(line: string): void {
    this.add(line);
    this.indent();
  }

  /** Ends an indented part with a line. */
  close(line: string): void {
    this.dedent();
    this.add(line);
  }
}

/** What the dialect and host offer, and what the text has come to need. */
export class Requirements {
  readonly dialect: GlslDialect;
  readonly features: GlslFeatures;
  readonly extensions = new Set<string>();

  constructor(dialect: GlslDialect, features: GlslFeatures) {
    this.dialect = dialect;
    this.features = features;
  }

  /** Whether the dialect is ESSL. */
  get essl(): boolean {
    return isEssl(this.dialect);
  }

  /** The version number, of either family. */
  get version(): number {
    return isEssl(this.dialect) ? this.dialect.essl : this.dialect.glsl;
  }

  /** The extension to require for a feature that the dialect lacks, '' when the host has none. */
  #extension(feature: GlslFeature): string {
    const said = this.features[feature] ?? false;
    if (typeof said === 'string') return said;
    return said ? (extensionsOf(this.dialect, feature)[0] ?? '') : '';
  }

  /** Whether a feature may be used; asks for nothing. */
  has(feature: GlslFeature): boolean {
    return inLanguage(this.dialect, feature) || this.#extension(feature) !== '';
  }

  /** Uses a feature: its extension goes into the text. Fails with `what` where the host lacks it. */
  need(feature: GlslFeature, what: string): void {
    if (!this.has(feature)) throw new Unwritable(`${what}: ${this.name()} has no ${feature} here (${describeFeature(feature)})`);
    if (!inLanguage(this.dialect, feature)) this.extensions.add(this.#extension(feature));
  }

  /** Uses a feature if it is there. */
  want(feature: GlslFeature): boolean {
    if (!this.has(feature)) return false;
    this.need(feature, feature);
    return true;
  }

  /** The dialect's name for messages. */
  name(): string {
    return isEssl(this.dialect) ? `ESSL ${this.version}` : `GLSL ${this.version}`;
  }
}
