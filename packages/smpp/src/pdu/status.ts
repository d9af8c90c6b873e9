/**
 * What a command_status asks for: `slow-down` the message is fine, send less; `temporary` try again later; `session`
 * the bind is at fault and the message is not; `permanent` this message will never be taken; `unknown` a meaning that
 * only the carrier knows.
 */
export type StatusClass = 'ok' | 'slow-down' | 'temporary' | 'session' | 'permanent' | 'unknown';

interface Status {
  code: number;
  class: StatusClass;
}

const status = (code: number, kind: StatusClass): Status => ({ code, class: kind });

/** Values of command_status (SMPP 3.4 §5.1.3; from 0x100 on SMPP 5.0 §4.7.6). */
export const STATUSES = {
  ESME_ROK: status(0x00, 'ok'),
  ESME_RINVMSGLEN: status(0x01, 'permanent'),
  ESME_RINVCMDLEN: status(0x02, 'session'),
  ESME_RINVCMDID: status(0x03, 'session'),
  ESME_RINVBNDSTS: status(0x04, 'session'),
  ESME_RALYBND: status(0x05, 'session'),
  ESME_RINVPRTFLG: status(0x06, 'permanent'),
  ESME_RINVREGDLVFLG: status(0x07, 'permanent'),
  ESME_RSYSERR: status(0x08, 'temporary'),
  ESME_RINVSRCADR: status(0x0a, 'permanent'),
  ESME_RINVDSTADR: status(0x0b, 'permanent'),
  ESME_RINVMSGID: status(0x0c, 'permanent'),
  ESME_RBINDFAIL: status(0x0d, 'session'),
  ESME_RINVPASWD: status(0x0e, 'session'),
  ESME_RINVSYSID: status(0x0f, 'session'),
  ESME_RCANCELFAIL: status(0x11, 'permanent'),
  ESME_RREPLACEFAIL: status(0x13, 'permanent'),
  ESME_RMSGQFUL: status(0x14, 'slow-down'),
  ESME_RINVSERTYP: status(0x15, 'permanent'),
  ESME_RINVNUMDESTS: status(0x33, 'permanent'),
  ESME_RINVDLNAME: status(0x34, 'permanent'),
  ESME_RINVDESTFLAG: status(0x40, 'permanent'),
  ESME_RINVSUBREP: status(0x42, 'permanent'),
  ESME_RINVESMCLASS: status(0x43, 'permanent'),
  ESME_RCNTSUBDL: status(0x44, 'permanent'),
  ESME_RSUBMITFAIL: status(0x45, 'permanent'),
  ESME_RINVSRCTON: status(0x48, 'permanent'),
  ESME_RINVSRCNPI: status(0x49, 'permanent'),
  ESME_RINVDSTTON: status(0x50, 'permanent'),
  ESME_RINVDSTNPI: status(0x51, 'permanent'),
  ESME_RINVSYSTYP: status(0x53, 'session'),
  ESME_RINVREPFLAG: status(0x54, 'permanent'),
  ESME_RINVNUMMSGS: status(0x55, 'permanent'),
  ESME_RTHROTTLED: status(0x58, 'slow-down'),
  ESME_RINVSCHED: status(0x61, 'permanent'),
  ESME_RINVEXPIRY: status(0x62, 'permanent'),
  ESME_RINVDFTMSGID: status(0x63, 'permanent'),
  ESME_RX_T_APPN: status(0x64, 'temporary'),
  ESME_RX_P_APPN: status(0x65, 'permanent'),
  ESME_RX_R_APPN: status(0x66, 'permanent'),
  ESME_RQUERYFAIL: status(0x67, 'permanent'),
  ESME_RINVTLVSTREAM: status(0xc0, 'permanent'),
  ESME_RTLVNOTALLWD: status(0xc1, 'permanent'),
  ESME_RINVTLVLEN: status(0xc2, 'permanent'),
  ESME_RMISSINGTLV: status(0xc3, 'permanent'),
  ESME_RINVTLVVAL: status(0xc4, 'permanent'),
  ESME_RDELIVERYFAILURE: status(0xfe, 'temporary'),
  ESME_RUNKNOWNERR: status(0xff, 'unknown'),
  ESME_RSERTYPUNAUTH: status(0x100, 'permanent'),
  ESME_RPROHIBITED: status(0x101, 'permanent'),
  ESME_RSERTYPUNAVAIL: status(0x102, 'permanent'),
  ESME_RSERTYPDENIED: status(0x103, 'permanent'),
  ESME_RINVDCS: status(0x104, 'permanent'),
  ESME_RINVSRCADDRSUBUNIT: status(0x105, 'permanent'),
  ESME_RINVDSTADDRSUBUNIT: status(0x106, 'permanent'),
  ESME_RINVBCASTFREQINT: status(0x107, 'permanent'),
  ESME_RINVBCASTALIAS_NAME: status(0x108, 'permanent'),
  ESME_RINVBCASTAREAFMT: status(0x109, 'permanent'),
  ESME_RINVNUMBCAST_AREAS: status(0x10a, 'permanent'),
  ESME_RINVBCASTCNTTYPE: status(0x10b, 'permanent'),
  ESME_RINVBCASTMSGCLASS: status(0x10c, 'permanent'),
  ESME_RBCASTFAIL: status(0x10d, 'permanent'),
  ESME_RBCASTQUERYFAIL: status(0x10e, 'permanent'),
  ESME_RBCASTCANCELFAIL: status(0x10f, 'permanent'),
  ESME_RINVBCAST_REP: status(0x110, 'permanent'),
  ESME_RINVBCASTSRVGRP: status(0x111, 'permanent'),
  ESME_RINVBCASTCHANIND: status(0x112, 'permanent'),
} as const satisfies Record<string, Status>;

export type StatusName = keyof typeof STATUSES;

const BY_CODE: ReadonlyMap<number, StatusName> = new Map(
  (Object.keys(STATUSES) as StatusName[]).map((name) => [STATUSES[name].code, name]),
);

/** The standard's name of a command_status; null for a carrier's own. */
export function statusName(code: number): StatusName | null {
  return BY_CODE.get(code) ?? null;
}

/** What to do about a command_status. A carrier's own codes (0x400 to 0x4FF and all others) are `unknown`. */
export function statusClass(code: number): StatusClass {
  const name = BY_CODE.get(code);
  return name ? STATUSES[name].class : 'unknown';
}
