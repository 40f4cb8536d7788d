package dev.jebi.useragent.panes;

import java.io.IOException;

/// How the first account comes into being. Slow; not for the stage thread.
interface Setup {
    /// Where an account's servers are.
    ///
    /// @param imap host and port; empty for none
    /// @param tls `auto`, `none`, `starttls` or `implicit`
    /// @param how how they were found, for the person
    record Servers(String imap, String smtp, String pop3, String tls, String how) {}

    /// Looks for the servers of an address; ten seconds at most.
    Servers find(String address) throws IOException;

    /// What a person says.
    record Wanted(String address, String name, String password, Servers servers) {}

    /// Signs in with it, and keeps the account when that works.
    Mail open(Wanted wanted) throws IOException;
}
