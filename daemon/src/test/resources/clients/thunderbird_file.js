const win = Services.wm.getMostRecentWindow("mail:3pane");
const server = MailServices.accounts.accounts[0].incomingServer;
const inbox = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
const bySubject = (subject) => [...inbox.messages]
    .find((header) => header.mime2DecodedSubject === subject);
inbox.markMessagesFlagged([bySubject("one")], true);
inbox.markMessagesRead([bySubject("one")], true);
inbox.addKeywordsToMessages([bySubject("한국어")], "$label1");
inbox.markMessagesRead([bySubject("three")], true);
const hits = await new Promise((resolve, reject) => {
    const session = Cc["@mozilla.org/messenger/searchSession;1"]
        .createInstance(Ci.nsIMsgSearchSession);
    session.addScopeTerm(Ci.nsMsgSearchScope.onlineMail, inbox);
    const term = session.createTerm();
    term.attrib = Ci.nsMsgSearchAttrib.Body;
    term.op = Ci.nsMsgSearchOp.Contains;
    const value = term.value;
    value.attrib = Ci.nsMsgSearchAttrib.Body;
    value.str = "about four";
    term.value = value;
    term.booleanAnd = true;
    session.appendTerm(term);
    const found = [];
    globalThis.searchOfTheTest = {
        onSearchHit(header) { found.push(header.mime2DecodedSubject); },
        onSearchDone() { resolve(found); },
        onNewSearch() {},
    };
    session.registerListener(globalThis.searchOfTheTest, -1);
    session.search(win.msgWindow);
});
server.rootFolder.createSubfolder("Kept", win.msgWindow);
const kept = await until("Kept", () => server.rootFolder.subFolders
    .find((folder) => folder.name === "Kept"));
const copied = () => {
    let finish;
    const end = new Promise((resolve) => { finish = resolve; });
    return [{ onStartCopy() {}, onProgress() {}, setMessageKey() {}, getMessageId() { return null; },
        onStopCopy: finish, QueryInterface: ChromeUtils.generateQI(["nsIMsgCopyServiceListener"]) },
        end];
};
let [listener, end] = copied();
MailServices.copy.copyMessages(inbox, [bySubject("two")], kept, true, listener, win.msgWindow,
    false);
await end;
[listener, end] = copied();
inbox.deleteMessages([bySubject("three"), bySubject("large")], win.msgWindow, false, false, listener, false);
await end;
return hits.join("|");
