import Validator from '@adobe/structured-data-validator';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const folder = dirname(fileURLToPath(import.meta.url));

/** A block of structured data and the page that it is from. */
export interface Block {
  page: string;
  data: unknown;
}

/**
 * What schema.org's own vocabulary has against these blocks: unknown types, properties that a type does not have, values
 * that a property does not take.
 *
 * schema-dts is that vocabulary as types, so each block becomes a constant of such a type and TypeScript judges it.
 */
export function typeFaults(blocks: readonly Block[]): string[] {
  const file = join(folder, 'structured-data.blocks.ts');
  const head = `import type { Graph, SearchAction, Thing, WithActionConstraints, WithContext } from 'schema-dts';\n`;
  const lines = blocks.map(({ data }, index) => `export const block${index}: WithContext<Exclude<Thing, string>> | Graph = ${literal(data)};`);
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2022,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  // The constants live in memory alone, beside this file so that the types are found.
  host.fileExists = (name) => name === file || fileExists.call(host, name);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, head + lines.join('\n'), rest[0]) : getSourceFile.call(host, name, ...rest);
  const program = ts.createProgram([file], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, file: where, start }) => {
    const line = where && start !== undefined ? where.getLineAndCharacterOfPosition(start).line : 0;
    const page = blocks[line - 1]?.page ?? 'all pages';
    return `${page}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
  });
}

/** JSON as a literal of TypeScript. `…-input` are annotations of actions, which schema-dts keeps in a type of their own. */
function literal(data: unknown): string {
  if (Array.isArray(data)) return `[${data.map(literal).join(', ')}]`;
  if (typeof data !== 'object' || data === null) return JSON.stringify(data);
  const fields = Object.entries(data).map(([key, value]) => `${JSON.stringify(key)}: ${literal(value)}`);
  const object = `{ ${fields.join(', ')} }`;
  const isAnnotated = Object.keys(data).some((key) => key.endsWith('-input'));
  return isAnnotated ? `(${object} satisfies WithActionConstraints<SearchAction> as SearchAction)` : object;
}

/** What a search engine needs for its rich results and does not find: what it calls errors, not what it would like too. */
export async function richResultFaults(blocks: readonly Block[]): Promise<string[]> {
  const faults: string[] = [];
  for (const { page, data } of blocks) {
    const issues = await new Validator().validate({ jsonld: byType(data), microdata: {}, rdfa: {} });
    faults.push(...issues.filter(({ severity }) => severity === 'ERROR').map(({ issueMessage, path }) => `${page}: ${issueMessage} (${JSON.stringify(path)})`));
  }
  return faults;
}

/** The types that stand at the top of a block. */
export const typesOf = (data: unknown): string[] => things(data).map((thing) => String(thing['@type']));

/** The things at the top of a block, by their type: the form in which the validator takes them. */
function byType(data: unknown): Record<string, object[]> {
  const found: Record<string, object[]> = {};
  for (const thing of things(data)) (found[String(thing['@type'])] ??= []).push(thing);
  return found;
}

function things(data: unknown): Record<string, unknown>[] {
  const block = data as Record<string, unknown>;
  return (Array.isArray(block['@graph']) ? block['@graph'] : [block]) as Record<string, unknown>[];
}
