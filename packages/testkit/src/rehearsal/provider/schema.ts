/** Tables of Android's telephony, call-log and contacts providers, and a few of the handset's own (named `rehearsal_…`). */
export const SCHEMA = `
CREATE TABLE sms (_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, person INTEGER, date INTEGER,
  date_sent INTEGER DEFAULT 0, protocol INTEGER, read INTEGER DEFAULT 0, status INTEGER DEFAULT -1, type INTEGER,
  reply_path_present INTEGER, subject TEXT, body TEXT, service_center TEXT, locked INTEGER DEFAULT 0,
  sub_id INTEGER DEFAULT -1, error_code INTEGER DEFAULT -1, creator TEXT, seen INTEGER DEFAULT 0);
CREATE INDEX sms_thread ON sms (thread_id, date);
CREATE INDEX sms_date ON sms (date);
CREATE VIEW sms_restricted AS SELECT * FROM sms WHERE type = 1 OR type = 2;
CREATE TABLE pdu (_id INTEGER PRIMARY KEY AUTOINCREMENT, thread_id INTEGER, date INTEGER, date_sent INTEGER DEFAULT 0,
  msg_box INTEGER, read INTEGER DEFAULT 0, m_id TEXT, sub TEXT, sub_cs INTEGER, ct_t TEXT, ct_l TEXT, exp INTEGER,
  m_cls TEXT, m_type INTEGER, v INTEGER, m_size INTEGER, pri INTEGER, rr INTEGER, rpt_a INTEGER, resp_st INTEGER,
  st INTEGER, tr_id TEXT, retr_st INTEGER, retr_txt TEXT, retr_txt_cs INTEGER, read_status INTEGER, ct_cls INTEGER,
  resp_txt TEXT, d_tm INTEGER, d_rpt INTEGER, locked INTEGER DEFAULT 0, sub_id INTEGER DEFAULT -1,
  seen INTEGER DEFAULT 0, creator TEXT, text_only INTEGER DEFAULT 0);
CREATE INDEX pdu_date ON pdu (date);
CREATE VIEW pdu_restricted AS SELECT * FROM pdu WHERE (msg_box = 1 OR msg_box = 2) AND (m_type != 130);
CREATE TABLE addr (_id INTEGER PRIMARY KEY, msg_id INTEGER, contact_id INTEGER, address TEXT, type INTEGER,
  charset INTEGER, sub_id INTEGER DEFAULT -1);
CREATE INDEX addr_message ON addr (msg_id);
CREATE TABLE part (_id INTEGER PRIMARY KEY AUTOINCREMENT, mid INTEGER, seq INTEGER DEFAULT 0, ct TEXT, name TEXT,
  chset INTEGER, cd TEXT, fn TEXT, cid TEXT, cl TEXT, ctt_s INTEGER, ctt_t TEXT, _data TEXT, text TEXT,
  sub_id INTEGER DEFAULT -1);
CREATE INDEX part_message ON part (mid);
CREATE TABLE threads (_id INTEGER PRIMARY KEY AUTOINCREMENT, date INTEGER DEFAULT 0, message_count INTEGER DEFAULT 0,
  recipient_ids TEXT, snippet TEXT, snippet_cs INTEGER DEFAULT 0, read INTEGER DEFAULT 1, archived INTEGER DEFAULT 0,
  type INTEGER DEFAULT 0, error INTEGER DEFAULT 0, has_attachment INTEGER DEFAULT 0, sub_id INTEGER DEFAULT -1);
CREATE TABLE canonical_addresses (_id INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT, sub_id INTEGER DEFAULT -1);
CREATE TABLE calls (_id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT, presentation INTEGER NOT NULL DEFAULT 1,
  post_dial_digits TEXT NOT NULL DEFAULT '', via_number TEXT NOT NULL DEFAULT '', date INTEGER, duration INTEGER,
  data_usage INTEGER, type INTEGER, features INTEGER NOT NULL DEFAULT 0, subscription_component_name TEXT,
  subscription_id TEXT, sub_id INTEGER DEFAULT -1, new INTEGER, name TEXT, numbertype INTEGER, numberlabel TEXT,
  countryiso TEXT, is_read INTEGER, geocoded_location TEXT, last_modified INTEGER DEFAULT 0,
  block_reason INTEGER NOT NULL DEFAULT 0, missed_reason INTEGER NOT NULL DEFAULT 0);
CREATE TABLE contacts (_id INTEGER PRIMARY KEY AUTOINCREMENT, lookup TEXT, display_name TEXT, photo_id INTEGER,
  has_phone_number INTEGER NOT NULL DEFAULT 0, starred INTEGER NOT NULL DEFAULT 0,
  contact_last_updated_timestamp INTEGER);
CREATE TABLE data (_id INTEGER PRIMARY KEY AUTOINCREMENT, contact_id INTEGER, mimetype TEXT,
  is_primary INTEGER NOT NULL DEFAULT 0, data1 TEXT, data2 TEXT, data3 TEXT, data4 TEXT, data5 TEXT, data6 TEXT,
  data7 TEXT, data8 TEXT, data9 TEXT, data10 TEXT, data11 TEXT, data12 TEXT, data13 TEXT, data14 TEXT, data15 TEXT);
CREATE INDEX data_contact ON data (contact_id);
CREATE VIEW view_data AS SELECT data._id, contact_id, lookup, display_name, contact_last_updated_timestamp, starred,
  mimetype, is_primary, data1, data2, data3, data4, data5, data6, data7, data8, data9, data10, data11, data12, data13,
  data14, data15 FROM data JOIN contacts ON contacts._id = data.contact_id;

CREATE TABLE rehearsal_withheld (sms_id INTEGER PRIMARY KEY, until INTEGER NOT NULL);
CREATE TABLE rehearsal_octets (part_id INTEGER PRIMARY KEY, recipe TEXT, octets BLOB);
CREATE TABLE rehearsal_photo (data_id INTEGER PRIMARY KEY, seed TEXT NOT NULL);
CREATE TABLE rehearsal_setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE rehearsal_notice (_id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT NOT NULL, text TEXT NOT NULL,
  kind TEXT NOT NULL, at INTEGER NOT NULL);
`;

/** Values of `sms.type` and `pdu.msg_box` (Telephony.TextBasedSmsColumns). */
export const BOX = { in: 1, out: 2, draft: 3, outbox: 4, failed: 5, queued: 6 } as const;

/** `sms.status`: TP-Status classes as Android keeps them. */
export const STATUS = { none: -1, complete: 0, pending: 32, failed: 64 } as const;

/** `addr.type` (OMA MMS header fields). */
export const ADDRESS = { bcc: 129, cc: 130, from: 137, to: 151 } as const;

/** `pdu.m_type` (OMA MMS X-Mms-Message-Type). */
export const PDU = { sendRequest: 128, notification: 130, retrieved: 132 } as const;

/** `calls.type` (CallLog.Calls). */
export const CALL = {
  in: 1,
  out: 2,
  missed: 3,
  voicemail: 4,
  rejected: 5,
  blocked: 6,
  elsewhere: 7,
} as const;

/** What stands in `addr` for ourselves in a picture message that we sent. */
export const OWN_ADDRESS_TOKEN = 'insert-address-token';
