declare const brand: unique symbol;

/** A nominal type: a `Base` that only the one function that mints `Name` can make. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
