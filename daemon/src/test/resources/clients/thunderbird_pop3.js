const win = await until("the window", () => Services.wm.getMostRecentWindow("mail:3pane"));
const server = MailServices.accounts.accounts[0].incomingServer;
const inbox = await until("INBOX",
    () => server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox));
const before = inbox.getTotalMessages(false);
await new Promise((resolve, reject) => {
    globalThis.fetchOfTheTest = {
        OnStartRunningUrl() {},
        OnStopRunningUrl(url, status) {
            if (status) reject(new Error("fetching failed: " + status)); else resolve();
        },
        onStartRunningUrl() {},
        onStopRunningUrl(url, status) {
            if (status) reject(new Error("fetching failed: " + status)); else resolve();
        },
        QueryInterface: ChromeUtils.generateQI(["nsIUrlListener"]),
    };
    MailServices.pop3.GetNewMail(win.msgWindow, globalThis.fetchOfTheTest, inbox, server);
});
await until("mail", () => inbox.getTotalMessages(false) > before);
const pane = win.document.getElementById("tabmail").currentAbout3Pane;
pane.displayFolder(inbox.URI);
await until("the list",
    () => pane.threadTree?.view?.rowCount === inbox.getTotalMessages(false));
return [...inbox.messages].map((header) => header.mime2DecodedSubject).join("|");
