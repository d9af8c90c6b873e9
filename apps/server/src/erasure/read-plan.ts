import type { HandedPlan } from '@smseal/database';
import { CodedError, ErasurePlan, ErasureSearch, type SignedPlan, type SignedSearch } from '@smseal/protocol';
import { Compile } from 'typebox/compile';
import { octetsAt } from '../device/read-entry.ts';

const plan = Compile(ErasurePlan);
const search = Compile(ErasureSearch);
const decoder = new TextDecoder('utf-8', { fatal: true });

/** What a posted plan says. @throws CodedError `invalid-request` where it is not exactly one of the protocol's shapes. */
export function readPlan(signed: SignedPlan): HandedPlan {
  octetsAt(signed.signature, '/signature');
  const said = parsed(signed.plan, '/plan');
  if (!plan.Check(said)) throw new CodedError('invalid-request', { at: '/plan' });
  return { signed, plan: said };
}

/** What a posted search says. @throws CodedError `invalid-request` */
export function readSearch(signed: SignedSearch): ErasureSearch {
  octetsAt(signed.signature, '/signature');
  const said = parsed(signed.search, '/search');
  if (!search.Check(said)) throw new CodedError('invalid-request', { at: '/search' });
  return said;
}

function parsed(text: string, at: string): unknown {
  try {
    return JSON.parse(decoder.decode(octetsAt(text, at)));
  } catch {
    throw new CodedError('invalid-request', { at });
  }
}
