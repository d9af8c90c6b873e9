/** What the archive says of itself, for people. */
export const ARCHIVE_README = `This is an archive of an SMSeal account: everything in it was opened on the device that made
it, and is readable by whoever has this file. Keep it as you would keep the phone.

index.html           open this in a browser to read; it has no scripts and asks no server
conversations/       one page for each conversation
messages.json        texts and picture messages: {"format", "v", "messages": [...]}
  id                 the record's id; "batch:index" for a text that no phone has recorded
  conversation       id of the conversation
  direction          "in" or "out"
  transport          "sms" or "mms"
  parties, from      the other numbers; who sent it
  text, subject      what it says
  at, sentAt         RFC 3339, UTC
  sim                slot (0 is SIM 1) and label
  status, error      how far it came
  attachments        file in this archive, type, name, size, SHA-256
conversations.json   read up to, muted, pinned, archived, draft
contacts.json        contacts; contacts.vcf has the same as vCard 4.0 for other programs
calls.json           calls: number, type, time, seconds
campaigns.json       texts that were sent to many: wording, time, sender
settings.json        settings that the account's devices share
attachments/         pictures and other parts of messages
pictures/            pictures of contacts
smseal.json          what this archive is, and how much is in it

SMSeal reads it back (Settings, or: smseal import FILE); doing so twice changes nothing.
`;
