type Digit = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9';
type UpToSeven = Exclude<Digit, '8' | '9'>;

/** A01 to A50: texts of a person, shared between their own devices. */
type PersonalId = Exclude<`A${'0' | '1' | '2' | '3' | '4'}${Digit}`, 'A00'> | 'A50';
/** B01 to B127: a service to businesses. */
type BusinessId = Exclude<`B${Digit}${Digit}`, 'B00'> | `B1${'0' | '1'}${Digit}` | `B12${UpToSeven}`;
/** P01 to P17: texts that a business sends to many. */
type SendingId = Exclude<`P0${Digit}`, 'P00'> | `P1${UpToSeven}`;

/** Every sentence of the three policies that this one has to answer, by its number. */
export type ClaimId = PersonalId | BusinessId | SendingId;
