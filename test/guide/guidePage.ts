/** A page of the documentation as what it tells its reader to do: files to write, commands to type, output to see. */

export type GuideStep =
  | { readonly kind: 'file'; readonly path: string; readonly text: string }
  | { readonly kind: 'commands'; readonly text: string; readonly code: number; readonly isBackground: boolean }
  | { readonly kind: 'output'; readonly text: string };

const fence = /^(?:`([^`\n]+)`\n\n)?```(\w+)( [^\n]*)?\n([\s\S]*?)^```$/gm;

/** A block behind a path in backticks is a file; `sh` is typed, `text` is what the commands before it print. */
export function stepsOf(page: string): readonly GuideStep[] {
  return [...page.matchAll(fence)].map(([, path, language, says, text = '']): GuideStep => {
    if (path !== undefined) return { kind: 'file', path, text };
    if (language === 'text') return { kind: 'output', text };
    if (language !== 'sh') throw new Error(`a block of ${language ?? ''} without a path: ${text.slice(0, 60)}`);
    const code = /exits (\d)/.exec(says ?? '')?.[1] ?? '0';
    return { kind: 'commands', text, code: Number(code), isBackground: says?.includes('background') === true };
  });
}

/** Without its layout: a page shows on one line what a terminal shows on many. */
export function unlaid(text: string): string {
  return text.replaceAll(/\s+/g, '');
}

/** What is printed, {@link unlaid}, with `…` for anything. */
export function patternOf(output: string): RegExp {
  const parts = unlaid(output).split('…');
  return new RegExp(
    parts.map((part) => part.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)).join(String.raw`[\s\S]*?`),
  );
}
