import type { Delimiter, FileEncoding } from '@smseal/client';
import type { TextState } from '@smseal/protocol';
import type { WindowsEncoding } from './guess-windows.ts';

/** Why a line of a list gets no text. */
export type RefusedBecause =
  'empty' | 'not-a-number' | 'scientific-notation' | 'duplicate' | 'suppressed' | 'landline' | 'unreadable';

/** One column of a list, as it was found. */
export interface SheetColumn {
  /** What stands over it, or `Column 2`. */
  title: string;
  /** The field that it fills in a text: `{first_name}`. */
  field: string;
}

/** How a list is read; what a person may set right. */
export interface Mapping {
  /** Place of the column with the numbers. */
  numbers: number;
  /** Whether the first line says what the columns are. */
  header: boolean;
  /** ISO 3166-1 alpha-2: what national forms are read in; null where every number has its country's code. */
  country: string | null;
  /** Leave out numbers of a fixed line. */
  dropLandlines: boolean;
}

/** A list that was read, before its lines are looked at. */
export interface SheetView {
  /** Names the list in later calls. */
  draft: string;
  /** The file's name; null for what was pasted. */
  name: string | null;
  /** Null for what was pasted; one of Windows is a guess. */
  encoding: FileEncoding | null;
  delimiter: Delimiter | null;
  columns: SheetColumn[];
  mapping: Mapping;
  /** ISO 3166-1 alpha-2 codes to choose from. */
  countries: string[];
}

/** A line that gets no text. */
export interface RefusedLine {
  /** Counted from 1, as editors do. */
  line: number;
  cell: string;
  because: RefusedBecause;
  /** Of a duplicate: the line that gets the text. */
  first?: number;
}

/** Whom a list reaches. */
export interface RecipientsView {
  columns: SheetColumn[];
  /** Lines that are not empty, the header left out. */
  lines: number;
  recipients: number;
  refused: Partial<Record<RefusedBecause, number>>;
  /** The first of the refused lines; all are in {@link CampaignApi.refusedLines}. */
  some: RefusedLine[];
  /** Numbers that were read as more than they say: a `+` that was lost, an exponent that lost nothing. */
  mended: { plus: number; exponent: number };
  /** Texts to these are likely to reach nobody. */
  landlines: number;
  /** First lines with what was read of them. */
  rows: { line: number; cells: string[]; number: string | null; because: RefusedBecause | null }[];
}

/** What is written, and how dear it may be. */
export interface Wording {
  text: string;
  /** What stands where a person's own field is empty, by field. */
  instead: Readonly<Record<string, string>>;
  /** Replace what forces Unicode: never, where nothing is lost, or also letters (ł → l). */
  smart: 'off' | 'lossless' | 'all';
  /** The sending device, whose alphabets count: those of the carrier that its sender leads to. */
  target: string | null;
  /** The sender that texts name; null for none. */
  from: string | null;
}

/** What a wording comes to over all recipients. */
export interface WordingCounts {
  recipients: number;
  segments: number;
  /** Of one text. */
  least: number;
  most: number;
  unicode: number;
  /** How many texts take how many segments, the fewest first. */
  bySegments: { segments: number; texts: number }[];
  /** Places of recipients whose texts take more than the least. */
  dear: number[];
  /** Fields that no column fills. */
  unknown: string[];
  /** Fields with nothing in them, and in how many texts. */
  blank: { field: string; texts: number }[];
  /** Texts of nothing, and of more than 1,600 characters: they are not sent, and not in the sums. */
  empty: number;
  tooLong: number;
  saves: Savings;
}

/** What replacing characters would save, and which. */
export interface Savings {
  /** Segments, where nothing is lost. */
  lossless: number;
  /** Segments, letters too. */
  all: number;
  /** Only a part of a long list was looked at. */
  about: boolean;
  characters: { character: string; replacement: string }[];
}

/** One recipient's text as it would arrive. */
export interface PreviewView {
  index: number;
  of: number;
  number: string;
  name: string | null;
  text: string;
  segments: number;
  encoding: 'gsm7' | 'ucs2';
}

/** How a text to many goes out. */
export interface Dispatch extends Wording {
  name: string;
  target: string;
  /** Of a phone. */
  simSlot: number | null;
  /** RFC 3339 UTC; null for at once. */
  notBefore: string | null;
  /** Hours after which what has not left is given up. */
  hours: number;
}

export type CampaignWish = 'go' | 'pause' | 'cancel';

/** A text to many in the list of them. */
export interface CampaignRow {
  id: string;
  name: string;
  at: string;
  notBefore: string | null;
  recipients: number;
  counts: Partial<Record<TextState, number>>;
  wish: CampaignWish;
  /** Texts that this browser has still to hand in. */
  toPost: number;
}

export interface CampaignView extends CampaignRow {
  template: string;
  /** Who sent it: a device's name. */
  by: string;
  target: string;
  from: string | null;
  expires: string;
  segments: number;
  /** Texts that no device of the account holds: they were never handed in, or their time of keeping is over. */
  missing: number;
  /** Why the server refused some of them. */
  trouble: string | null;
}

/** How far a text to many is, as the server's clear codes say. */
export interface CampaignProgress {
  counts: Partial<Record<TextState, number>>;
  /** Everything that has not left is held back. */
  paused: boolean;
  /** Texts a second over the last seconds; null while nothing moves. */
  rate: number | null;
  secondsLeft: number | null;
}

/** What became of one recipient's text. */
export interface CampaignResult {
  /** `batch:index`. */
  item: string;
  number: string;
  name: string | null;
  text: string;
  state: TextState;
  /** Why it failed, in words. */
  reason: string | null;
  at: string;
  conversation: string;
  /** The recipient was erased: their place is left, and how far the text had come. */
  erased: boolean;
}

export interface ResultQuery {
  /** Part of a number, a name, a text or a reason. */
  search: string;
  /** Null for all. */
  states: TextState[] | null;
  from: number;
  count: number;
}

/** A file that was made here, at an address of the page. */
export interface ReportFile {
  url: string;
  name: string;
  octets: number;
}

/** What screens may ask and do about texts to many. */
export interface CampaignApi {
  /** Reads a list: a pasted text, or a file; `fallback` is how one that is no Unicode is read, where a person says so. @throws EngineError with what is wrong with it. */
  readSheet(
    source: string | Blob,
    how: { name: string | null; fallback: WindowsEncoding | null },
  ): Promise<SheetView>;
  /** Looks at the lines. @throws EngineError `draft-lost` when the list is to be read again. */
  readRecipients(draft: string, mapping: Mapping): Promise<RecipientsView>;
  /** All refused lines as CSV. */
  refusedLines(draft: string): Promise<ReportFile>;
  countWording(draft: string, wording: Wording): Promise<WordingCounts>;
  previewText(draft: string, wording: Wording, index: number): Promise<PreviewView>;
  /** One text to a number of one's own, worded as for the recipient at `index`. */
  sendTest(draft: string, dispatch: Dispatch, test: { to: string; index: number }): Promise<void>;
  /** Seals all texts, keeps them, and begins to hand them in. @returns the campaign's id. */
  sendToMany(draft: string, dispatch: Dispatch): Promise<string>;
  campaigns(): Promise<CampaignRow[]>;
  campaign(id: string): Promise<CampaignView | null>;
  campaignProgress(id: string): Promise<CampaignProgress>;
  campaignResults(id: string, query: ResultQuery): Promise<{ total: number; rows: CampaignResult[] }>;
  campaignReport(id: string): Promise<ReportFile>;
  steerCampaign(id: string, wish: CampaignWish): Promise<void>;
  /** Names that a sending device may write as. */
  senders(target: string): Promise<string[]>;
}
