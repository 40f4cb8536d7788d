// "Get Messages", until all that it knows of is here whole: no fetch is under way any more, in
// which it would not take notice of what comes
const win = Services.wm.getMostRecentWindow("mail:3pane");
const server = MailServices.accounts.accounts[0].incomingServer;
const inbox = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
await new Promise((resolve, reject) => {
    const stopped = (url, status) => {
        if (status) reject(new Error("getting failed: " + status)); else resolve();
    };
    globalThis.gettingOfTheTest = {
        OnStartRunningUrl() {}, OnStopRunningUrl: stopped,
        onStartRunningUrl() {}, onStopRunningUrl: stopped,
        QueryInterface: ChromeUtils.generateQI(["nsIUrlListener"]),
    };
    inbox.getNewMessages(win.msgWindow, globalThis.gettingOfTheTest);
});
await until("all bodies", () => [...inbox.messages]
    .every((header) => header.flags & Ci.nsMsgMessageFlags.Offline));
return String([...inbox.messages].length);
