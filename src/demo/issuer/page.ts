/** A page of the demo's authorization server: no script, no font, no address of anybody else. */
export function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)} · Cloison demo</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 30rem; margin: 3rem auto; padding: 0 1rem; }
label { display: block; margin-top: 1rem; }
input, select, button { font: inherit; padding: .4rem; width: 100%; box-sizing: border-box; }
button { margin-top: 1.5rem; }
[role=alert] { border-left: .3rem solid; padding-left: .7rem; }
</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${content}
</body>
</html>
`;
}

/** Text as HTML, in an attribute too. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}
