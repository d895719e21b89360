/** A SIRET's fourteen digits, unique by `index`, whose check digit is wrong on purpose: no company has it. */
export function siretLike(index: number): string {
  const body = `99${String(index).padStart(8, '0')}000`;
  return body + String((wrongCheck - luhnSum(body) + 100) % 10);
}

/** Luhn's sum of a true SIRET ends in 0. */
const wrongCheck = 105;

/** Of all digits but the last, which counts once; every second one from the right counts twice. */
function luhnSum(body: string): number {
  return (
    body
      .split('')
      .toReversed()
      .reduce((sum, digit, place) => {
        const doubled = place % 2 === 0 ? Number(digit) * 2 : Number(digit);
        return sum + (doubled > 9 ? doubled - 9 : doubled);
      }, 0) % 100
  );
}
