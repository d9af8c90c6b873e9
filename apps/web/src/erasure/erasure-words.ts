import { count, countOf } from '../design/amounts.ts';
import { stampTime } from '../design/times.ts';
import type {
  ErasureCounts,
  ErasurePreview,
  ErasureRow,
  ErasureTarget,
} from '../engine/erasure/erasure-api.ts';

/** What goes, one line each, the most telling first. */
export function whatGoes(counts: ErasureCounts): string[] {
  const { texts, toMany, attachments, calls, contacts, drafts, campaigns } = counts;
  const lines = [
    contacts > 0 && `${countOf(contacts, 'contact')} with picture, numbers and note`,
    texts > 0 && countOf(texts, 'text') + ofThese(toMany),
    attachments > 0 && countOf(attachments, 'attachment'),
    calls > 0 && countOf(calls, 'call'),
    drafts > 0 && countOf(drafts, 'draft'),
    campaigns > 0 && `${countOf(campaigns, 'text to many', 'texts to many')} that nobody else got`,
  ];
  return lines.filter((line) => line !== false);
}

function ofThese(toMany: number): string {
  if (toMany === 0) return '';
  return toMany === 1
    ? ', one of them as an entry of a text to many'
    : `, ${count(toMany)} of them as entries of texts to many`;
}

/** The same in one line, for a list; it says nothing of who it was. */
export function goneInShort(counts: ErasureCounts): string {
  const lines = whatGoes(counts).map((line) => line.replace(' with picture, numbers and note', ''));
  return lines.length === 0 ? 'Nothing' : lines.join(' · ');
}

/** One thing that stays, and why. */
export interface Staying {
  what: string;
  why: string;
}

/** What stays of a person or a conversation, and why. @param isOpen the service can read the account, too */
export function whatStays(
  { of }: ErasureTarget,
  { stays }: ErasurePreview,
  { isOpen }: { isOpen: boolean },
): Staying[] {
  const { suppressed, groups, groupTexts, contacts, waiting, waitsUntil } = stays;
  const isPerson = of === 'contact' || of === 'number';
  const lines: (Staying | false)[] = [
    waiting > 0 &&
      waitsUntil !== null && {
        what: `${countOf(waiting, 'text')} until the sending is over`,
        why: `What has not left is stopped where that can be. Erased as soon as nothing more is heard of the sending, by ${stampTime(waitsUntil)} at the latest; leave this browser linked until then.`,
      },
    isPerson && suppressed !== null && suppressed.length > 0 && wish(suppressed),
    isPerson && suppressed === null && wishUnknown(),
    groups > 0 && {
      what: `${countOf(groupTexts, 'text')} in ${countOf(groups, 'conversation')} with other people`,
      why: 'Others wrote them, or you did to all. Their number stays among the people there.',
    },
    contacts.length > 0 && {
      what: contacts.join(', '),
      why:
        contacts.length === 1
          ? 'Another contact with the same number. Erase it by itself if it is to go.'
          : 'Other contacts with the same number. Erase each by itself if it is to go.',
    },
    {
      what: 'What phones hold',
      why: 'Your phone keeps its own copy until you delete it there, and theirs keeps its own. Your phone does not bring back here what was erased, unless it is linked anew.',
    },
    {
      what: 'What has left the account',
      why: 'Records of carriers, what webhooks were told, and archives that somebody has exported.',
    },
    isOpen
      ? {
          what: 'Encrypted copies in backups',
          why: 'For at most 14 days. One that is restored is erased again before it is used.',
        }
      : {
          what: 'Sealed copies in backups',
          why: 'For at most 14 days. Only your devices could ever open them.',
        },
    {
      what: 'Random names of what went',
      why: 'For 90 days, so that your other devices erase it too.',
    },
  ];
  return lines.filter((line) => line !== false);
}

function wish(numbers: readonly string[]): Staying {
  return {
    what: `The wish to get no texts: ${numbers.join(', ')}`,
    why: 'Without the number they could be texted again. It stays on the sealed list that only your devices and your gateways read.',
  };
}

function wishUnknown(): Staying {
  return {
    what: 'A wish to get no texts, if there is one',
    why: 'The list could not be read just now. A number on it stays there, sealed: without it they could be texted again.',
  };
}

/** How far an erasure is, in words. */
export function progressWords({ state, waiting, certificates }: ErasureRow): string {
  switch (state) {
    case 'waiting':
      return `Waits: ${countOf(waiting, 'text')} may still be heard of.`;
    case 'ordered':
      return 'On its way to the server.';
    case 'searching':
      return 'Erased at the server. This browser looks for what may be left.';
    case 'searched':
      return 'Looked for, and nothing found. The certificate is being made.';
    case 'certified': {
      const rest = waiting > 0 ? ` ${countOf(waiting, 'text')} will follow.` : '';
      return certificates === 1
        ? `Erased and certified.${rest}`
        : `Erased, with ${certificates} certificates.${rest}`;
    }
    default:
      return state satisfies never;
  }
}
