// the certificate is the server's own, the password is known: no dialog asks
const database = Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB);
const certificate = database.constructX509FromBase64("@CERTIFICATE@");
const overrides = Cc["@mozilla.org/security/certoverride;1"]
    .getService(Ci.nsICertOverrideService);
for (const port of [@PORTS@]) {
    overrides.rememberValidityOverride("localhost", port, {}, certificate, false);
}
for (const scheme of ["imap", "mailbox", "pop3", "smtp"]) {
    const login = Cc["@mozilla.org/login-manager/loginInfo;1"].createInstance(Ci.nsILoginInfo);
    const origin = scheme + "://localhost";
    login.init(origin, null, origin, "@LOGIN@", "secret", "", "");
    await Services.logins.addLoginAsync(login);
}
return "ready";
