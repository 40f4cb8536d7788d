const win = await until("the window", () => Services.wm.getMostRecentWindow("mail:3pane"));
const server = MailServices.accounts.accounts[0].incomingServer;
server.performExpand(win.msgWindow);
const inbox = await until("INBOX",
    () => server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox));
const pane = await until("the pane", () => win.document.getElementById("tabmail")
    ?.currentAbout3Pane);
pane.displayFolder(inbox.URI);
inbox.getNewMessages(win.msgWindow, null);
await until("mail", () => inbox.getTotalMessages(false) > 0);
return "watching";
