export interface ReadyDemo {
  readonly url: string;
  readonly issuer: string;
  /** Rows made by this start. */
  readonly seeded: number;
  readonly seconds: string;
  /** As `--data` takes it; undefined where it goes without saying. */
  readonly folder: string | undefined;
}

/** What `npm start` says once it serves: where, and a query to paste. */
export function readyText({ url, issuer, seeded, seconds, folder }: ReadyDemo): string {
  const store = seeded === 0 ? 'the data of the last time' : `${seeded} rows of invented persons`;
  const data = folder === undefined ? '' : ` --data ${folder}`;
  return [
    `Cloison is ready at ${url} (${seconds} s; ${store}; tokens by ${issuer}; demo keys).`,
    'Paste into another terminal:',
    '',
    `  npm run -s cloison -- query${data} --as formation-isere '{ me { role } jobSeekers(first: 2) { nodes { id usedName birthDateAgeBand phone } } }'`,
    '',
    'Ctrl-C stops it.',
  ].join('\n');
}
