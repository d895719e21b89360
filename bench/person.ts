/** A person as the plain store keeps it, with the id that the sealed store gives it too. */
export interface Person {
  readonly id: string;
  readonly identifier: string | undefined;
  readonly birthName: string | undefined;
  readonly usedName: string | undefined;
  readonly givenNames: string | undefined;
  readonly birthDate: string | undefined;
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly address: Address | undefined;
}

export interface Address {
  readonly line: string | undefined;
  readonly postcode: string | undefined;
  readonly city: string | undefined;
}
