/** Senders that are not people: codes, parcels, clinics, and a tracker that truly repeats itself. */
import type { Seeded } from '../random/seeded.ts';

export interface Service {
  address: string;
  weight: number;
  texts: (random: Seeded) => string[];
}

const number = (random: Seeded, digits: number): string =>
  String(random.int(0, 10 ** digits - 1)).padStart(digits, '0');

export const SERVICES: readonly Service[] = [
  {
    address: 'NOVABANK',
    weight: 5,
    texts: (random) => [
      random.pick([
        `Your Novabank code is ${number(random, 6)}. Never share it, we will not ask for it.`,
        `Card ending ${number(random, 4)}: ${random.int(3, 180)}.${number(random, 2)} at ${random.pick(['Blue Door Bakery', 'Night Bus', 'Harbour Books', 'Greenleaf Market'])}. Not you? Call the number on the card.`,
      ]),
    ],
  },
  {
    address: 'PARCELGO',
    weight: 4,
    texts: (random) => [
      `Parcel ${number(random, 8)} is out for delivery, ${random.int(8, 16)}:00-${random.int(17, 20)}:00. Follow it: https://parcelgo.example/t/${number(random, 8)}`,
      `Delivered: parcel ${number(random, 8)}, left with a neighbour. How did we do? https://parcelgo.example/r/${number(random, 5)}`,
    ],
  },
  {
    address: '50123',
    weight: 3,
    texts: (random) => [`${number(random, 6)} is your Lumen sign-in code. It is valid for 10 minutes.`],
  },
  {
    address: 'FernClinic',
    weight: 2,
    texts: (random) => [
      `Reminder: your appointment is at ${random.int(8, 17)}:${random.pick(['00', '15', '30', '45'])} on ${random.pick(['Monday', 'Tuesday', 'Thursday'])}. Reply C to cancel.`,
    ],
  },
  {
    address: 'CityLib',
    weight: 2,
    texts: (random) => [
      `${random.int(1, 4)} loans are due in 3 days. Renew at https://library.example/renew`,
    ],
  },
  {
    address: '+447700900990',
    weight: 1,
    texts: (random) => {
      const report = `BIKE TRACKER: battery ${random.int(20, 99)}%, parked, 8 satellites`;
      return Array.from({ length: random.int(2, 5) }, () => report);
    },
  },
  {
    address: 'Strom+Gas',
    weight: 1,
    texts: (random) => [
      `Ihre Abrechnung ist da: ${random.int(20, 140)},${number(random, 2)} €. Fällig am ${random.int(1, 28)}.${random.int(1, 12)}. Details: https://strom.example/${number(random, 6)}`,
    ],
  },
];
