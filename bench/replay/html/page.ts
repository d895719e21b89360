/** The report as one HTML page: plots as inline SVG, no script, no asset from elsewhere. */
import { columns, number } from '../report.js';
import type { Report } from '../report.js';
import { isKept } from '../outcome.js';
import { barsOf } from './bars.js';
import { curvesOf } from './curves.js';
import { escaped } from './escaped.js';

const style = `
  body { font: 15px/1.5 system-ui, sans-serif; color: #1d2733; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
  h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
  table { border-collapse: collapse; width: 100%; font-size: 13px; } th, td { text-align: right; padding: .25rem .5rem; border-bottom: 1px solid #dde3ea; }
  th:first-child, td:first-child, td.text { text-align: left; } tr.broken td { background: #fde8e6; }
  svg { width: 100%; height: auto; } .note { color: #5a6875; }`;

export function pageOf(report: Report): string {
  const { people, organisations, plain, honest } = report;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Cloison: the replay</title><style>${style}</style></head><body>
<h1>The replay: one simulated month, ${number(people)} people, ${number(organisations)} training organisations</h1>
<p>A plain Apollo Server with pages of 100 and 100 requests a second gave the thief ${number(plain.persons)} of ${number(people)} persons.</p>
<h2>Persons disclosed, and the bound that was said beforehand</h2>
${barsOf(report)}
<h2>The Kairos sweep in attack time</h2>
${curvesOf(report)}
<h2>Every strategy</h2>
<table><thead><tr><th>strategy</th>${columns.map(({ title }) => `<th>${escaped(title)}</th>`).join('')}</tr></thead><tbody>
${report.outcomes
  .map((outcome) => {
    const cells = columns.map(({ of }) => `<td>${escaped(of(outcome))}</td>`).join('');
    return `<tr${isKept(outcome) ? '' : ' class="broken"'}><td title="${escaped(outcome.strategy.does)}">${escaped(outcome.strategy.name)}</td>${cells}</tr>`;
  })
  .join('\n')}
</tbody></table>
<h2>What each thief did</h2>
<table><tbody>${report.outcomes.map(({ strategy }) => `<tr><td>${escaped(strategy.name)}</td><td class="text">${escaped(strategy.does)}</td></tr>`).join('')}</tbody></table>
<h2>Honest work: ${number(honest.errors.length)} errors</h2>
<table><thead><tr><th>scenario</th><th>requests</th><th>volume</th></tr></thead><tbody>
${honest.work.map(({ name, requests, volume }) => `<tr><td>${escaped(name)}</td><td>${number(requests)}</td><td class="text">${escaped(volume)}</td></tr>`).join('\n')}
</tbody></table>
<p class="note">Invented people; real servers, PostgreSQL and HTTP; a clock that the replay moves. Made by <code>npm run replay</code>.</p>
</body></html>
`;
}
