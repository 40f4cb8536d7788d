const server = MailServices.accounts.accounts[0].incomingServer;
const trash = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Trash);
await new Promise((resolve, reject) => {
    const stopped = (url, status) => {
        if (status) reject(new Error("emptying failed: " + status)); else resolve();
    };
    globalThis.emptyingOfTheTest = {
        OnStartRunningUrl() {}, OnStopRunningUrl: stopped,
        onStartRunningUrl() {}, onStopRunningUrl: stopped,
        QueryInterface: ChromeUtils.generateQI(["nsIUrlListener"]),
    };
    trash.emptyTrash(globalThis.emptyingOfTheTest);
});
await until("nothing in it", () => trash.getTotalMessages(false) === 0);
return "empty";
