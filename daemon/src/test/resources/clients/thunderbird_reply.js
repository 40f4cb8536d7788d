const server = MailServices.accounts.accounts[0].incomingServer;
const inbox = server.rootFolder.getFolderWithFlags(Ci.nsMsgFolderFlags.Inbox);
const header = [...inbox.messages].find((one) => one.mime2DecodedSubject === "one");
const fields = Cc["@mozilla.org/messengercompose/composefields;1"]
    .createInstance(Ci.nsIMsgCompFields);
const params = Cc["@mozilla.org/messengercompose/composeparams;1"]
    .createInstance(Ci.nsIMsgComposeParams);
params.composeFields = fields;
params.type = Ci.nsIMsgCompType.Reply;
params.format = Ci.nsIMsgCompFormat.PlainText;
params.identity = MailServices.accounts.accounts[0].defaultIdentity;
params.originalMsgURI = inbox.getUriForMsg(header);
params.origMsgHdr = header;
MailServices.compose.OpenComposeWindowWithParams(null, params);
const compose = await until("the window", () => {
    const found = Services.wm.getMostRecentWindow("msgcompose");
    return found?.composeEditorReady ? found : null;
});
await until("whom it goes to",
    () => compose.document.querySelector("#toAddrContainer mail-address-pill"));
const sent = new Promise((resolve) =>
    compose.addEventListener("aftersend", resolve, { once: true }));
compose.goDoCommand("cmd_sendNow");
await sent;
return "sent";
