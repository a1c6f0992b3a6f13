import { type DefaultTreeAdapterMap, parse } from 'parse5';

type Node = DefaultTreeAdapterMap['node'];

/** An element of a document, as HTML's own rules read it. */
export class Element {
  readonly attributes: Readonly<Record<string, string>>;

  constructor(
    readonly tag: string,
    attributes: { name: string; value: string }[],
    readonly parent: Element | undefined,
    /** The texts that stand in it and not in an element of it. */
    readonly texts: string[] = [],
    readonly children: Element[] = [],
  ) {
    this.attributes = Object.fromEntries(attributes.map(({ name, value }) => [name, value]));
  }

  /** All that stands in it, in a line. */
  get text(): string {
    return [...this.texts, ...this.children.map((child) => child.text)].join(' ').replace(/\s+/g, ' ').trim();
  }

  /** What HTML says of the language here. */
  get language(): string {
    return this.attributes.lang ?? this.parent?.language ?? '';
  }
}

/** A document, read without a browser: what a crawler sees. */
export class Document {
  readonly elements: Element[] = [];

  constructor(html: string) {
    this.#walk(parse(html), undefined);
  }

  /** The elements with this tag whose attributes fit. */
  all(tag: string, attributes: Record<string, string> = {}): Element[] {
    const fits = (element: Element) => Object.entries(attributes).every(([name, value]) => element.attributes[name] === value);
    return this.elements.filter((element) => element.tag === tag && fits(element));
  }

  /** An attribute of each of these elements. */
  values(tag: string, attribute: string, attributes: Record<string, string> = {}): string[] {
    return this.all(tag, attributes).flatMap((element) => element.attributes[attribute] ?? []);
  }

  /** The content of a `meta`, by its name or property. */
  meta(name: string): string | undefined {
    return [...this.values('meta', 'content', { name }), ...this.values('meta', 'content', { property: name })][0];
  }

  get isKeptOutOfSearch(): boolean {
    return /noindex/.test(this.meta('robots') ?? '');
  }

  /** The blocks of structured data, parsed. */
  get structuredData(): unknown[] {
    return this.all('script', { type: 'application/ld+json' }).map((script) => JSON.parse(script.texts.join('')));
  }

  #walk(node: Node, parent: Element | undefined): void {
    if (!('childNodes' in node)) {
      if (node.nodeName === '#text' && 'value' in node) parent?.texts.push(node.value);
      return;
    }
    let element = parent;
    if ('tagName' in node) {
      element = new Element(node.tagName, node.attrs, parent);
      parent?.children.push(element);
      this.elements.push(element);
    }
    for (const child of node.childNodes) this.#walk(child, element);
  }
}
