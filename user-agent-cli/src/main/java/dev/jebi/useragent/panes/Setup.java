package dev.jebi.useragent.panes;

import dev.jebi.useragent.account.Keeping;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// How the first account comes into being. Slow; not for the stage thread.
interface Setup {
    /// Where an account's servers are.
    ///
    /// @param imap host and port; empty for none
    /// @param tls `auto`, `none`, `starttls` or `implicit`
    /// @param how how they were found, for the person
    record Servers(String imap, String smtp, String pop3, String tls, String how) {}

    /// The person's address, when a server on this machine makes it likely.
    Optional<String> likely() throws IOException;

    /// Looks for the servers of an address; ten seconds at most.
    Servers find(String address) throws IOException;

    /// What a person says.
    ///
    /// @param secret the password, or the command that tells it
    record Wanted(String address, String name, Keeping keeping, String secret, Servers servers) {}

    /// How passwords can be kept on this machine; the first is the usual one.
    List<Keeping> keepings();

    /// Signs in with it, where mail is read and where it is handed in, and keeps the account when
    /// both work.
    Mail open(Wanted wanted) throws IOException;
}
