const server = MailServices.accounts.accounts[0].incomingServer;
const inbox = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
const fresh = [...inbox.messages].filter((header) => !header.isFlagged);
if (fresh.length) inbox.markMessagesFlagged(fresh, true);
return "flagged";
