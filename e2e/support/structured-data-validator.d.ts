/** The package ships no types; this is what is used of it. */
declare module '@adobe/structured-data-validator' {
  export interface Issue {
    issueMessage: string;
    severity: 'ERROR' | 'WARNING';
    path: unknown;
  }

  export default class Validator {
    constructor(vocabulary?: unknown);
    validate(extracted: Record<'jsonld' | 'microdata' | 'rdfa', Record<string, object[]>>): Promise<Issue[]>;
  }
}
