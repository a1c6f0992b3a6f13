import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Document, Element } from './html';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../web/locales');

export const locales = ['en', 'vi', 'hy'] as const;
export type Locale = (typeof locales)[number];

/** What stands before a language's paths. */
export const prefix = (locale: Locale): string => (locale === 'en' ? '' : `/${locale}`);

/** A path without its language, in a language. */
export const localized = (locale: Locale, path: string): string => (path === '/' ? prefix(locale) || '/' : prefix(locale) + path);

/** The storefront's words in a language, by `file.key`. */
export function words(locale: Locale): Map<string, string> {
  const found = new Map<string, string>();
  for (const file of readdirSync(join(folder, locale))) {
    const texts: Record<string, string> = JSON.parse(readFileSync(join(folder, locale, file), 'utf8'));
    for (const [key, text] of Object.entries(texts)) found.set(`${file.replace('.json', '')}.${key}`, text);
  }
  return found;
}

/** One text, for tests that press what it stands on. */
export function word(locale: Locale, key: string): string {
  const text = words(locale).get(key);
  if (text === undefined) throw new Error(`no ${key} among the words of ${locale}`);
  return text;
}

/** People of the demonstration: a name is written as its owner writes it, on every page. */
const PEOPLE = new Set(['Նարե Հակոբյան']);

/** Finds words of another language on a page: as people see them, and as screen readers say them. */
export class Foreign {
  readonly #sentences: { key: string; pattern: RegExp }[];
  readonly #letters: RegExp | undefined;

  constructor(readonly locale: Locale) {
    const own = words(locale);
    const known = new Set(own.values());
    const others = locales.filter((other) => other !== locale);
    this.#sentences = others.flatMap((other) =>
      [...words(other)].filter(([key, text]) => text !== own.get(key) && !known.has(text) && isTelling(text)).map(([key, text]) => ({ key: `${other} ${key}`, pattern: pattern(text) })),
    );
    this.#letters = locale === 'hy' ? undefined : /[\u0531-\u0587]{2,}/u;
  }

  /** What on this page is of another language, and where it stands in that language's words. */
  on(document: Document): string[] {
    const found = new Set<string>();
    for (const element of document.elements) {
      if (element.language !== this.locale || ['script', 'style'].includes(element.tag)) continue;
      for (const text of spoken(element)) {
        for (const { key, pattern } of this.#sentences) {
          if (pattern.test(text)) found.add(`“${text}” is ${key}`);
        }
        if (this.#letters?.test(text) && !PEOPLE.has(text)) found.add(`“${text}” has letters of another language`);
      }
    }
    return [...found];
  }
}

/** Texts and the attributes that are read out or shown. */
function spoken(element: Element): string[] {
  const { 'aria-label': label, 'aria-description': description, placeholder, alt, title } = element.attributes;
  const content = element.tag === 'meta' && element.attributes.name === 'description' ? element.attributes.content : undefined;
  return [...element.texts, label, description, placeholder, alt, title, content].flatMap((text) => text?.trim() || []);
}

/** Whether a text is long enough to be of one language: `{{ count }} ×` is of all. */
const isTelling = (text: string): boolean => text.replace(/\{\{.*?\}\}|<[^>]*>/g, '').replace(/[^\p{L}]/gu, '').length >= 4;

function pattern(text: string): RegExp {
  const literal = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${text.split(/\{\{.*?\}\}|%\w+%/).map(literal).join('.+?')}$`, 'u');
}
