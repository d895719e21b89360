/**
 * What the connection tells of a client: its address and its certificate (RFC 8705, section 3), from TLS that ends here
 * or from a proxy that the operator named (RFC 9440). From anybody else a header that says so is the sender's own text.
 */
import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { BlockList, isIP } from 'node:net';
import { TLSSocket } from 'node:tls';
import { networkOf } from '../kernel/network.js';

export interface ConnectionReader {
  /** Base64url of the SHA-256 over the certificate's DER (`x5t#S256`); undefined when the client showed none. */
  certificateOf(request: IncomingMessage): string | undefined;
  /** Of the client, or of the first hop that no trusted proxy vouches for. */
  addressOf(request: IncomingMessage): string;
}

export interface ConnectionOptions {
  /** IP addresses or networks (`10.0.0.0/8`) of the proxies that end TLS for us. */
  readonly trustedProxies: readonly string[];
  /** SHA-256. */
  readonly digest: (bytes: Uint8Array) => Buffer;
}

export function connectionReader({ trustedProxies, digest }: ConnectionOptions): ConnectionReader {
  const trusted = networksOf(trustedProxies);
  const ofSocket = new WeakMap<Socket, string | undefined>();
  const ofHeader = new WeakMap<Socket, { readonly header: string; readonly thumbprint: string | undefined }>();
  const thumbprintOf = (der: Uint8Array): string => digest(der).toString('base64url');
  const fromTls = (socket: TLSSocket): string | undefined => {
    if (!ofSocket.has(socket)) {
      const der = socket.getPeerX509Certificate()?.raw;
      ofSocket.set(socket, der === undefined ? undefined : thumbprintOf(der));
    }
    return ofSocket.get(socket);
  };
  // A proxy keeps connections and sends the same certificate again and again.
  const fromProxy = (socket: Socket, header: string): string | undefined => {
    const known = ofHeader.get(socket);
    if (known?.header === header) return known.thumbprint;
    const der = byteSequence(header);
    const thumbprint = der === undefined ? undefined : thumbprintOf(der);
    ofHeader.set(socket, { header, thumbprint });
    return thumbprint;
  };
  return Object.freeze({
    certificateOf: (request: IncomingMessage) => {
      const { socket } = request;
      const header = isTrusted(trusted, socket.remoteAddress) ? onlyHeader(request, 'client-cert') : undefined;
      if (header !== undefined) return fromProxy(socket, header);
      return socket instanceof TLSSocket ? fromTls(socket) : undefined;
    },
    addressOf: (request: IncomingMessage) => addressOf(request, trusted),
  });
}

function networksOf(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const network = networkOf(text);
    if (network === undefined) continue;
    const family = isIP(network.address) === 4 ? 'ipv4' : 'ipv6';
    if (network.prefix === undefined) list.addAddress(network.address, family);
    else list.addSubnet(network.address, network.prefix, family);
  }
  return list;
}

function isTrusted(trusted: BlockList, address: string | undefined): boolean {
  if (address === undefined || trusted.rules.length === 0) return false;
  const plain = unmapped(address);
  const family = isIP(plain);
  return family !== 0 && trusted.check(plain, family === 4 ? 'ipv4' : 'ipv6');
}

/** An IPv4 address as a socket for both families writes it (RFC 4291, section 2.5.5.2). */
function unmapped(address: string): string {
  return address.toLowerCase().startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}

/** Read from the right: what stands further left was written by whoever sent it. */
function addressOf(request: IncomingMessage, trusted: BlockList): string {
  let address = unmapped(request.socket.remoteAddress ?? '');
  const hops = (onlyHeader(request, 'x-forwarded-for') ?? '').split(',').map((hop) => hop.trim());
  for (let hop = hops.pop(); hop !== undefined && isTrusted(trusted, address); hop = hops.pop()) {
    if (isIP(hop) === 0) return address;
    address = unmapped(hop);
  }
  return address;
}

/** Undefined when it is not there, or there more than once. */
function onlyHeader(request: IncomingMessage, name: string): string | undefined {
  const values: string[] = [];
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    if (request.rawHeaders[index]?.toLowerCase() === name) values.push(request.rawHeaders[index + 1] ?? '');
  }
  return values.length === 1 ? values[0] : undefined;
}

/** RFC 8941, section 3.3.5: base64 between colons. At most what a certificate takes. */
function byteSequence(header: string): Buffer | undefined {
  return /^:[A-Za-z0-9+/]{1,16384}={0,2}:$/.test(header) ? Buffer.from(header.slice(1, -1), 'base64') : undefined;
}
