/**
 * `38100` is `38`. Corsica is two departments that share the 20: 200 and 201 are 2A, 202 to 206 are 2B; overseas takes
 * three digits. A Corsican code beyond those stays `20`, the smaller truth.
 */
export function postcodeArea(postcode: string): string {
  if (/^20[01]/.test(postcode)) return '2A';
  if (/^20[2-6]/.test(postcode)) return '2B';
  return /^9[78]/.test(postcode) ? postcode.slice(0, 3) : postcode.slice(0, 2);
}
