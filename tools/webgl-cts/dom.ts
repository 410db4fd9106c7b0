/*
 * As much of a page as conformance tests of WebGL look at: elements by id, scripts, canvases, a console.
 *
 * Nothing is laid out and nothing is drawn but by WebGL. What a test wants that is not here throws inside the test, as it would in a
 * browser that lacks it.
 */
import { HeadlessCanvas, WebGL2RenderingContext, WebGLRenderingContext } from '@virglass/guest';
import { FlatContext } from './flat-context.ts';

/** Makes the context of a canvas; null when there is none of that name. */
export type ContextMaker = (canvas: HeadlessCanvas, name: string, attributes: object) => object | null;

type Listener = (event: object) => void;

/** An element. */
export class PageElement {
  readonly tagName: string;
  readonly ownerDocument: PageDocument;
  readonly attributes = new Map<string, string>();
  readonly style: Record<string, string> = {};
  readonly children: PageElement[] = [];
  readonly classList = { add() {}, remove() {}, contains: () => false };
  readonly nodeType: number = 1;
  parentNode: PageElement | null = null;
  textContent = '';
  id = '';
  onload: Listener | null = null;
  onerror: Listener | null = null;
  readonly #listeners = new Map<string, Set<Listener>>();

  constructor(document: PageDocument, tagName: string) {
    this.ownerDocument = document;
    this.tagName = tagName.toUpperCase();
  }

  get nodeName(): string {
    return this.tagName;
  }

  get text(): string {
    return this.textContent;
  }

  set text(text: string) {
    this.textContent = text;
  }

  get innerHTML(): string {
    return this.textContent;
  }

  set innerHTML(text: string) {
    this.textContent = text;
    this.children.length = 0;
    for (const { name, attributes } of parsePage(text)) {
      const child = this.ownerDocument.createElement(name);
      for (const [key, value] of attributes) child.setAttribute(key, value);
      if (name !== 'script') this.appendChild(child);
    }
  }

  get childNodes(): PageElement[] {
    return this.children;
  }

  get firstChild(): PageElement | { readonly nodeType: number; readonly textContent: string; readonly nextSibling: null } | null {
    if (this.children.length > 0) return this.children[0]!;
    return this.tagName === 'SCRIPT' ? { nodeType: 3, textContent: this.textContent, nextSibling: null } : null;
  }

  get nextSibling(): PageElement | null {
    const siblings = this.parentNode?.children ?? [];
    return siblings[siblings.indexOf(this) + 1] ?? null;
  }

  get lastChild(): PageElement | null {
    return this.children.at(-1) ?? null;
  }

  get src(): string {
    return this.attributes.get('src') ?? '';
  }

  set src(src: string) {
    this.attributes.set('src', src);
    if (this.tagName === 'IMG' || this.tagName === 'VIDEO') setTimeout(() => this.fire('error'), 0);
  }

  get type(): string {
    return this.attributes.get('type') ?? '';
  }

  set type(type: string) {
    this.attributes.set('type', type);
  }

  appendChild<T extends PageElement>(child: T): T {
    this.children.push(child);
    child.parentNode = this;
    this.ownerDocument.added(child);
    return child;
  }

  append(...children: PageElement[]): void {
    for (const child of children) if (child instanceof PageElement) this.appendChild(child);
  }

  insertBefore<T extends PageElement>(child: T): T {
    return this.appendChild(child);
  }

  removeChild<T extends PageElement>(child: T): T {
    const at = this.children.indexOf(child);
    if (at >= 0) this.children.splice(at, 1);
    child.parentNode = null;
    this.ownerDocument.removed(child);
    return child;
  }

  replaceChild<T extends PageElement>(child: T, old: PageElement): T {
    this.removeChild(old);
    return this.appendChild(child);
  }

  remove(): void {
    this.parentNode?.removeChild(this);
  }

  setAttribute(name: string, value: string): void {
    this.attributes.set(name, value);
    if (name === 'id') this.id = value;
    if (name === 'src') this.src = value;
  }

  getAttribute(name: string): string | null {
    return this.attributes.get(name) ?? null;
  }

  hasAttribute(name: string): boolean {
    return this.attributes.has(name);
  }

  getElementsByTagName(name: string): PageElement[] {
    return this.ownerDocument.getElementsByTagName(name);
  }

  addEventListener(type: string, listener: Listener): void {
    let listeners = this.#listeners.get(type);
    if (listeners === undefined) this.#listeners.set(type, (listeners = new Set()));
    listeners.add(listener);
  }

  removeEventListener(type: string, listener: Listener): void {
    this.#listeners.get(type)?.delete(listener);
  }

  /** Tells listeners. */
  fire(type: string): void {
    const event = { type, target: this, preventDefault() {} };
    if (type === 'load') this.onload?.(event);
    if (type === 'error') this.onerror?.(event);
    for (const listener of this.#listeners.get(type) ?? []) listener(event);
  }

  scrollIntoView(): void {}
  focus(): void {}
}

/** A document; `run` executes scripts that are added to it. */
export class PageDocument {
  readonly elements: PageElement[] = [];
  readonly body: PageElement;
  readonly head: PageElement;
  readonly documentElement: PageElement;
  title = '';
  readyState = 'loading';
  readonly #maker: ContextMaker;
  /** Executes an added script. */
  run: (script: PageElement) => void = () => {};
  /** Text that scripts write into the page while it is read. */
  written = '';

  constructor(maker: ContextMaker) {
    this.#maker = maker;
    this.documentElement = new PageElement(this, 'html');
    this.head = new PageElement(this, 'head');
    this.body = new PageElement(this, 'body');
    this.elements.push(this.documentElement, this.head, this.body);
  }

  createElement(name: string): PageElement {
    const element = new PageElement(this, name);
    return name.toLowerCase() === 'canvas' ? this.#canvas(element) : element;
  }

  createElementNS(_namespace: string, name: string): PageElement {
    return this.createElement(name);
  }

  createTextNode(text: string): PageElement {
    const node = new PageElement(this, '#text');
    node.textContent = text;
    return node;
  }

  createDocumentFragment(): PageElement {
    return new PageElement(this, '#document-fragment');
  }

  getElementById(id: string): PageElement | null {
    return this.elements.find((element) => element.id === id) ?? null;
  }

  getElementsByTagName(name: string): PageElement[] {
    return this.elements.filter((element) => name === '*' || element.tagName === name.toUpperCase());
  }

  getElementsByClassName(): PageElement[] {
    return [];
  }

  querySelector(selector: string): PageElement | null {
    return selector.startsWith('#') ? this.getElementById(selector.slice(1)) : (this.getElementsByTagName(selector)[0] ?? null);
  }

  querySelectorAll(selector: string): PageElement[] {
    return this.getElementsByTagName(selector);
  }

  addEventListener(type: string, listener: Listener): void {
    if (type === 'DOMContentLoaded') this.body.addEventListener(type, listener);
  }

  removeEventListener(): void {}

  write(text: string): void {
    this.written += text;
  }

  writeln(text: string): void {
    this.written += `${text}\n`;
  }

  /** An element has become part of the page. */
  added(element: PageElement): void {
    this.elements.push(element);
    if (element.tagName === 'SCRIPT') this.run(element);
  }

  /** An element is no part of the page any more. */
  removed(element: PageElement): void {
    const at = this.elements.indexOf(element);
    if (at >= 0) this.elements.splice(at, 1);
    for (const child of element.children) this.removed(child);
  }

  /** A canvas is a headless one that is an element too. */
  #canvas(element: PageElement): PageElement {
    const canvas = new HeadlessCanvas(300, 150);
    const maker = this.#maker;
    let flat: FlatContext | null = null;
    let made: { readonly name: string; readonly context: object | null } | null = null;
    const own = {
      getContext(name: string, attributes: object = {}): object | null {
        if (name === '2d') return (flat ??= new FlatContext(both as unknown as HeadlessCanvas));
        const key = name === 'experimental-webgl' ? 'webgl' : name;
        made ??= { name: key, context: maker(both as unknown as HeadlessCanvas, key, attributes ?? {}) };
        return made.name === key ? made.context : null;
      },
      setAttribute(name: string, value: string): void {
        element.setAttribute(name, value);
        if (name === 'width' || name === 'height') canvas[name] = Number.parseInt(value, 10);
      },
      toDataURL: () => 'data:,',
    };
    const canvasMembers = new Set([
      'width',
      'height',
      'clientWidth',
      'clientHeight',
      'addEventListener',
      'removeEventListener',
      'tell',
      'onResize',
      'onRead',
      'data',
      'context',
      'getBoundingClientRect',
    ]);
    const both: PageElement = new Proxy(element, {
      get(target, name) {
        if (name in own) return own[name as keyof typeof own];
        if (name === 'data') return flat !== null ? flat.pixels : plainPixels(canvas.data, made?.context ?? null);
        const from: object = canvasMembers.has(String(name)) ? canvas : target;
        const value: unknown = Reflect.get(from, name, from);
        return typeof value === 'function' ? value.bind(from) : value;
      },
      has: (target, name) => name in own || canvasMembers.has(String(name)) || name in target,
      set(target, name, value) {
        const from: object = canvasMembers.has(String(name)) ? canvas : target;
        return Reflect.set(from, name, value, from);
      },
    });
    return both;
  }
}

/** Pixels of a WebGL canvas as pictures have them: not multiplied with alpha. */
function plainPixels(data: Uint8Array, context: object | null): Uint8Array {
  const attributes =
    context instanceof WebGL2RenderingContext || context instanceof WebGLRenderingContext ? context.getContextAttributes() : null;
  if (attributes === null || !attributes.alpha || !attributes.premultipliedAlpha) return data;
  for (let at = 0; at < data.length; at += 4) {
    const alpha = data[at + 3]!;
    if (alpha === 0 || alpha === 255) continue;
    for (let i = at; i < at + 3; i++) data[i] = Math.min(255, Math.round((data[i]! * 255) / alpha));
  }
  return data;
}

/**
 * The elements of a page's text, in order.
 *
 * @yields those that scripts look for by id, or run
 */
export function* parsePage(
  text: string,
): Generator<{ readonly name: string; readonly attributes: ReadonlyMap<string, string>; readonly content: string }> {
  const plain = text.replaceAll(/<!--[\s\S]*?-->/g, '');
  const tags = /<(script|canvas|div|span|img|textarea|title|pre|p|body|iframe|video|button|input|select)\b((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi;
  for (let match = tags.exec(plain); match !== null; match = tags.exec(plain)) {
    const name = match[1]!.toLowerCase();
    const attributes = new Map<string, string>();
    for (const [, key, , double, single, bare] of match[2]!.matchAll(/([\w-]+)(\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)) {
      attributes.set(key!.toLowerCase(), double ?? single ?? bare ?? '');
    }
    let content = '';
    if (name === 'script' || name === 'title' || name === 'textarea') {
      const end = plain.toLowerCase().indexOf(`</${name}`, tags.lastIndex);
      content = plain.slice(tags.lastIndex, end < 0 ? undefined : end);
      tags.lastIndex = end < 0 ? plain.length : end;
    }
    yield { name, attributes, content };
  }
}
