package dev.jebi.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A way in which a delivery to another server goes wrong, and what the trace has to say of it.
///
/// @param name of the message, and in its address
/// @param dns what the DNS says, empty for an address
/// @param steps what the server there does
/// @param cause the word for programs
/// @param words what a person has to read
record OutboundFault(
        String name,
        String recipient,
        String dns,
        Map<String, String> steps,
        String cause,
        String words,
        boolean requiresTls,
        boolean expired) {
    private static final List<String> STEPS =
            List.of("GREETING", "EHLO", "MAIL", "RCPT", "DATA", ".");

    /// What a server said, and what it means; a step is before it where it is not RCPT.
    private static final String SAID =
            """
            550 5.1.1 no such user here|unknown-user
            550 no such user|unknown-user
            550 5.1.1 <x@y>: Recipient address rejected: User unknown|unknown-user
            550-5.1.1 The account that you tried to reach\r
            550 5.1.1 does not exist|unknown-user
            553 5.1.3 bad address syntax|unknown-user
            550 5.1.2 we do not know the domain|no-such-domain
            551 5.1.6 user has moved|moved
            551 user not local, try elsewhere|moved
            550 5.1.10 null MX|null-mx
            556 5.1.10 takes no mail|null-mx
            521 host accepts no mail|null-mx
            550 5.2.1 mailbox disabled|mailbox-disabled
            450 4.2.1 mailbox temporarily locked|mailbox-disabled
            452 4.2.2 mailbox full|mailbox-full
            552 5.2.2 over quota|mailbox-full
            552 mailbox is full|mailbox-full
            450 4.2.0 Greylisted, see later|greylisted
            451 4.7.1 Greylisting in action|greylisted
            451 4.7.1 please try again: graylist|greylisted
            450 later, please|put-off
            451 local error in processing|peer-fault
            451 4.3.0 internal trouble|peer-fault
            452 4.3.1 insufficient system storage|peer-full
            452 out of disk|peer-full
            452 4.5.3 too many recipients|too-many-recipients
            550 5.7.1 relaying denied|no-relay
            554 5.7.1 <a@b>: Relay access denied|no-relay
            550 5.7.1 unable to relay|no-relay
            550 5.7.1 blocked using zen.spamhaus.org|blocked
            554 5.7.1 your address is listed by dnsbl.test|blocked
            550 5.7.1 message refused by policy|policy
            550 5.7.2 not allowed to this list|policy
            550 5.7.23 SPF validation failed|not-authentic
            550 5.7.26 unauthenticated mail: DMARC|not-authentic
            550 5.7.20 no passing DKIM signature|not-authentic
            421 4.7.28 too many from your address|rate-limited
            450 4.7.1 rate limit exceeded|rate-limited
            530 5.7.0 Authentication required|sign-in-wanted
            530 5.7.1 Must issue a STARTTLS command first|tls-required
            550 5.7.30 REQUIRETLS needed|tls-required
            503 5.5.1 bad sequence|not-understood
            501 5.5.4 syntax error in parameters|not-understood
            550 administrative prohibition|refused
            421 4.3.2 shutting down for maintenance|peer-busy
            421 closing, too busy|peer-busy
            MAIL 550 5.1.8 sender's domain does not resolve|sender-refused
            MAIL 553 5.1.7 sender address refused|sender-refused
            MAIL 552 5.3.4 message size exceeds the limit|too-large
            MAIL 550 5.7.1 SPF: fail|not-authentic
            MAIL 451 4.4.3 temporary failure of DNS|dns-failed
            MAIL 530 5.7.10 encryption needed|tls-required
            MAIL 500 what?|not-understood
            MAIL 421 4.4.5 too many messages for now|peer-busy
            DATA 554 5.5.1 no valid recipients|not-understood
            DATA 451 4.3.5 misconfigured|peer-fault
            DATA 554 no|refused
            . 554 5.7.1 spam score 12.3|spam
            . 550 5.7.1 contains a virus|spam
            . 554 5.6.0 header is malformed|content-refused
            . 554 5.6.7 cannot convert|content-refused
            . 554 5.4.6 routing loop detected|loop
            . 554 too many hops|loop
            . 552 5.3.4 too big|too-large
            . 552 message too large|too-large
            . 552 5.2.3 exceeds the limit for this mailbox|too-large
            . 451 4.7.1 scanned, come again|policy
            . 450 4.2.2 user over quota for now|mailbox-full
            . 554 rejected|refused
            . 550 5.7.26 fails DMARC policy reject|not-authentic
            GREETING 554 5.7.1 no mail from your network: listed|blocked
            GREETING 554 go away|refused
            GREETING 421 4.7.0 too many connections|rate-limited
            GREETING 421 overloaded|peer-busy
            GREETING 450 not yet|put-off
            EHLO 421 4.3.2 system is busy|peer-busy
            EHLO 451 4.3.0 later|peer-fault
            """;

    String domain() {
        return recipient.substring(recipient.indexOf('@') + 1);
    }

    private static String reason(String step) {
        return switch (step) {
            case "GREETING" -> "before its greeting";
            case "." -> "after the end of the message";
            default -> "after " + step;
        };
    }

    private static OutboundFault of(
            int number, String step, String reply, String cause, String words) {
        return named("f" + number, Map.of(step, reply), cause, words);
    }

    private static OutboundFault named(
            String name, Map<String, String> steps, String cause, String words) {
        return new OutboundFault(
                name, "bob@" + name + ".test", "", steps, cause, words, false, false);
    }

    private static OutboundFault dns(String name, String kind, String cause, String words) {
        return new OutboundFault(
                name, "bob@" + name + ".test", kind, Map.of(), cause, words, false, false);
    }

    @SuppressWarnings("checkstyle:MethodLength") // a table
    static List<OutboundFault> all() {
        var faults = new ArrayList<OutboundFault>();
        for (String step : STEPS) {
            faults.add(of(faults.size(), step, "STALL", "peer-silent", reason(step)));
            faults.add(of(faults.size(), step, "CLOSE", "peer-closed", reason(step)));
            faults.add(of(faults.size(), step, "what do you want", "not-smtp", reason(step)));
        }
        for (String line : SAID.replace("\r\n", "\\").lines().toList()) {
            String[] parts = line.replace("\\", "\r\n").split("\\|", 2);
            String[] words = parts[0].split(" ", 2);
            boolean atRcpt = Character.isDigit(words[0].charAt(0));
            String reply = atRcpt ? parts[0] : words[1];
            String last = reply.substring(reply.lastIndexOf(' ') + 1);
            faults.add(of(faults.size(), atRcpt ? "RCPT" : words[0], reply, parts[1], last));
        }
        faults.add(dns("nxdomain", "none", "no-such-domain", "nobody has it"));
        faults.add(dns("nullmx", "null", "null-mx", "takes no mail at all"));
        faults.add(dns("servfail", "servfail", "dns-failed", "SERVFAIL"));
        faults.add(dns("dnstimeout", "timeout", "dns-failed", "no answer in time"));
        faults.add(dns("homeless", "homeless", "no-address", "no address"));
        faults.add(dns("circle", "us", "leads-back", "this very server"));
        faults.add(dns("refused", "route", "connection-refused", "refused the connection"));
        faults.add(
                named(
                        "badtls",
                        Map.of("", "STARTTLS", "MAIL", "530 5.7.0 Must issue STARTTLS first"),
                        "tls-failed",
                        "could not be encrypted"));
        faults.add(
                new OutboundFault(
                        "requiretls",
                        "bob@requiretls.test",
                        "",
                        Map.of(),
                        "tls-required",
                        "must travel encrypted",
                        true,
                        false));
        faults.add(named("small", Map.of("", "SIZE 50"), "too-large", "larger"));
        faults.add(
                new OutboundFault(
                        "utf8",
                        "böb@utf8.test",
                        "",
                        Map.of(),
                        "unsendable",
                        "lacks an ability",
                        false,
                        false));
        faults.add(
                new OutboundFault(
                        "old",
                        "bob@old.test",
                        "",
                        Map.of("RCPT", "450 4.2.0 greylisted"),
                        "greylisted",
                        "as long as it is worth it",
                        false,
                        true));
        return faults;
    }
}
