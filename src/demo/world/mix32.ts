/** Mixes two 32-bit numbers into one; for a given `salt` no two `value`s give the same (Wellons's lowbias32). */
export function mix32(value: number, salt: number): number {
  let mixed = (value ^ salt) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xd35a2d97);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}
