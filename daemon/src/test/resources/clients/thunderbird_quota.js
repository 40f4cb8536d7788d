const win = Services.wm.getMostRecentWindow("mail:3pane");
const server = MailServices.accounts.accounts[0].incomingServer;
const folder = (flag) => server.rootFolder.getFolderWithFlags(flag);
const inbox = folder(Ci.nsMsgFolderFlags.Inbox);
// it asks for the quota when it selects, and shows what it knows when the folder is chosen
server.closeCachedConnections();
const updated = new Promise((resolve) => {
    globalThis.updateOfTheTest = {
        onFolderAdded() {}, onFolderRemoved() {}, onMessageAdded() {}, onMessageRemoved() {},
        onFolderPropertyChanged() {}, onFolderIntPropertyChanged() {},
        onFolderBoolPropertyChanged() {}, onFolderPropertyFlagChanged() {},
        onFolderEvent(which, event) {
            if (which.URI === inbox.URI && event === "FolderLoaded") resolve();
        },
    };
    MailServices.mailSession.AddFolderListener(globalThis.updateOfTheTest,
        Ci.nsIFolderListener.all);
});
inbox.updateFolder(win.msgWindow);
await updated;
MailServices.mailSession.RemoveFolderListener(globalThis.updateOfTheTest);
const pane = win.document.getElementById("tabmail").currentAbout3Pane;
pane.displayFolder(folder(Ci.nsMsgFolderFlags.Trash).URI);
pane.displayFolder(inbox.URI);
const shown = await until("the bar", () => !win.document.getElementById("quotaPanel").hidden
    && win.document.getElementById("quotaMeter").getAttribute("value"));
const quota = inbox.QueryInterface(Ci.nsIMsgImapMailFolder).getQuota()
    .find((one) => one.name.toUpperCase().includes("STORAGE"));
return quota.usage + "|" + shown;
