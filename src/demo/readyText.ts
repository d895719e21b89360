export interface ReadyDemo {
  readonly url: string;
  readonly issuer: string;
  /** Rows made by this start. */
  readonly seeded: number;
  readonly seconds: string;
  /** As `--data` takes it; undefined where it goes without saying. */
  readonly folder: string | undefined;
  /** Of a start that made none. */
  readonly rows: string;
  /** Arguments of `cloison query`. */
  readonly firstQuery: string;
}

/** What `npm start` says once it serves: where, and a query to paste. */
export function readyText({ url, issuer, seeded, seconds, folder, rows, firstQuery }: ReadyDemo): string {
  const store = seeded === 0 ? rows : `${seeded} rows of invented persons`;
  const data = folder === undefined ? '' : ` --data ${folder}`;
  return [
    `Cloison is ready at ${url} (${seconds} s; ${store}; tokens by ${issuer}; demo keys).`,
    'Paste into another terminal:',
    '',
    `  npm run -s cloison -- query${data} ${firstQuery}`,
    '',
    'Ctrl-C stops it.',
  ].join('\n');
}
