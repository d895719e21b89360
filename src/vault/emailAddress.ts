/** Email addresses as mailboxes write them: dot-atoms (RFC 5322, section 3.4.1; RFC 6531 for letters beyond ASCII). */
import { domainToASCII } from 'node:url';

const longestAddress = 254;
const longestLocal = 64;
const local = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const written = /^[\p{L}\p{M}\p{N}.-]+$/u;
const domain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/;

/**
 * The address with its domain in lower-case ASCII and its local part as written, for RFC 5321 (section 2.4) leaves its
 * case to the host that receives it; undefined when it is no address.
 */
export function emailAddress(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  const localPart = text.slice(0, at);
  const domainPart = text.slice(at + 1);
  if (at < 1 || localPart.length > longestLocal || !local.test(localPart) || !written.test(domainPart))
    return undefined;
  const address = `${localPart}@${domainToASCII(domainPart).toLowerCase()}`;
  return address.length <= longestAddress && domain.test(address.slice(at + 1)) ? address : undefined;
}
