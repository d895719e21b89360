import { isIP } from 'node:net';

/** Undefined when `text` is neither an IP address nor a network in the notation of CIDR. */
export function networkOf(text: string): { readonly address: string; readonly prefix: number | undefined } | undefined {
  const [address = '', prefix, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return undefined;
  if (prefix === undefined) return { address, prefix: undefined };
  const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Infinity;
  return bits <= (family === 4 ? 32 : 128) ? { address, prefix: bits } : undefined;
}
