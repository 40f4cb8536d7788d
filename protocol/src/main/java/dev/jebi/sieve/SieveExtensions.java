package dev.jebi.sieve;

import java.util.Set;
import java.util.TreeSet;

/// The names of extensions, as `require` and ManageSieve's SIEVE capability have them (RFC 5804
/// §1.7).
public final class SieveExtensions {
    /// All that can be allowed.
    public static final Set<String> ALL =
            Set.of(
                    "fileinto",
                    "reject",
                    "ereject",
                    "envelope",
                    "encoded-character",
                    "variables",
                    "body",
                    "vacation",
                    "vacation-seconds",
                    "relational",
                    "imap4flags",
                    "subaddress",
                    "spamtest",
                    "spamtestplus",
                    "virustest",
                    "date",
                    "index",
                    "editheader",
                    "enotify",
                    "ihave",
                    "mailbox",
                    "mboxmetadata",
                    "servermetadata",
                    "environment",
                    "mime",
                    "foreverypart",
                    "extracttext",
                    "extlists",
                    "include",
                    "duplicate",
                    "copy",
                    "fcc",
                    "special-use",
                    "mailboxid",
                    "envelope-dsn",
                    "redirect-dsn",
                    "comparator-i;ascii-numeric");

    /// What every script has and may still require: RFC 5228 §2.7.3 has the first two; the third is
    /// given to all, for scripts in other languages than English need it.
    static final Set<String> BUILT_IN =
            Set.of(
                    "comparator-i;octet",
                    "comparator-i;ascii-casemap",
                    "comparator-i;unicode-casemap");

    private SieveExtensions() {}

    /// The names in order, for a capability line.
    public static String line(Set<String> extensions) {
        return String.join(" ", new TreeSet<>(extensions));
    }
}
