/** The rows, as cells, of the table in `text` whose header starts with `firstHeading`. */
export function tableIn(text: string, firstHeading: string, after = ''): readonly (readonly string[])[] {
  const lines = text.slice(text.indexOf(after)).split('\n');
  const header = lines.findIndex((line) => line.startsWith(`| ${firstHeading} |`));
  if (header < 0) throw new Error(`no table starts with ${firstHeading}`);
  const body = lines.slice(header + 2);
  const end = body.findIndex((line) => !line.startsWith('|'));
  return body.slice(0, end < 0 ? undefined : end).map((line) =>
    line
      .slice(1, line.lastIndexOf('|'))
      .split('|')
      .map((cell) => cell.trim()),
  );
}
