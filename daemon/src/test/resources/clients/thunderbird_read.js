const win = await until("the window", () => Services.wm.getMostRecentWindow("mail:3pane"));
const server = MailServices.accounts.accounts[0].incomingServer;
server.performExpand(win.msgWindow);
const inbox = await until("INBOX",
    () => server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox));
inbox.getNewMessages(win.msgWindow, null);
await until("six messages", () => inbox.getTotalMessages(false) === 6);
const pane = await until("the pane", () => win.document.getElementById("tabmail")
    ?.currentAbout3Pane);
pane.displayFolder(inbox.URI);
const headers = [...inbox.messages].sort((a, b) => a.messageKey - b.messageKey);
await until("the list", () => pane.threadTree?.view?.rowCount === 6);
pane.threadTree.selectedIndex = pane.gDBView.findIndexOfMsgHdr
    ? pane.gDBView.findIndexOfMsgHdr(headers[0], true) : 0;
const text = await until("the text", () => {
    const body = pane.messageBrowser?.contentWindow?.getMessagePaneBrowser?.()
        ?.contentDocument?.body?.textContent?.trim();
    return body?.match(/about \w+$/)?.[0];
});
const quota = await until("the quota", () => {
    const known = inbox.QueryInterface(Ci.nsIMsgImapMailFolder).getQuota();
    return known.length && known.find((one) => one.name.toUpperCase().includes("STORAGE"));
});
return headers.map((header) => header.mime2DecodedSubject).concat(text, quota.limit).join("|");
