package dev.jebi.daemon;

import dev.jebi.address.Domain;
import dev.jebi.mailstore.Directory;
import dev.jebi.transfer.signing.DkimKey;
import dev.jebi.transfer.signing.DkimKeys;
import dev.jebi.transfer.signing.KeyRotation;
import dev.jebi.transfer.signing.KeyRotation.Checked;
import dev.jebi.transfer.signing.KeyState;
import dev.jebi.transfer.signing.TxtRecord;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Carries out `jebi dkim`. Safe for use by several threads.
///
/// @param directory the domains that are served
record DkimDesk(DkimKeys keys, KeyRotation rotation, Directory directory) {
    Outcome run(AdminRequest.Dkim wanted) throws IOException {
        if (wanted.act().equals("list")) {
            return list(wanted.domain());
        }
        var domain = Domain.parse(wanted.domain());
        return switch (wanted.act()) {
            case "add" -> add(domain, wanted.selector(), wanted.value());
            case "rotate" -> rotate(domain, wanted.value().equals("now"));
            case "publish" -> publish(domain, wanted.value().equals("form"));
            case "retire" -> retire(domain, wanted.selector());
            default -> check(domain);
        };
    }

    private Outcome list(String name) throws IOException {
        var domains = name.isEmpty() ? keys.domains() : List.of(Domain.parse(name));
        var lines = new ArrayList<String>();
        for (var domain : domains) {
            keys.of(domain).forEach(key -> lines.add(line(key)));
        }
        return Outcome.done(lines);
    }

    private static String line(DkimKey key) {
        return String.join(
                "\t",
                key.domain(),
                key.selector(),
                key.algorithm().tag(),
                key.state().word(),
                "since=" + key.since());
    }

    private Outcome add(Domain domain, String selector, String pem) throws IOException {
        if (!directory.local(domain)) {
            return failed(
                    "the domain "
                            + domain
                            + " is not served here; add it first: jebi domain add "
                            + domain);
        }
        if (!pem.isEmpty()) {
            return records(List.of(rotation.bring(domain, selector(selector), octets(pem))), false);
        }
        if (!keys.of(domain).isEmpty()) {
            return failed(domain + " has keys; for the next ones: jebi dkim rotate " + domain);
        }
        return records(rotation.next(domain), false);
    }

    private static String selector(String text) {
        if (!text.matches("[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?")) {
            throw new IllegalArgumentException("give the key's --selector, as it is published");
        }
        return text.toLowerCase(java.util.Locale.ROOT);
    }

    private static byte[] octets(String pem) {
        if (!pem.contains("-----BEGIN PRIVATE KEY-----")) {
            throw new IllegalArgumentException(
                    "the file holds no private key in PKCS#8 (PEM); openssl pkcs8 -topk8 -nocrypt"
                            + " makes it one");
        }
        return Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    }

    private Outcome rotate(Domain domain, boolean now) throws IOException {
        if (keys.of(domain).isEmpty()) {
            return failed(domain + " has no keys; make the first: jebi dkim add " + domain);
        }
        if (now) {
            return rotation.switchOver(domain)
                    ? list(domain.name())
                    : failed(
                            "no key of "
                                    + domain
                                    + " waits; make some: jebi dkim rotate "
                                    + domain);
        }
        return records(rotation.next(domain), false);
    }

    private Outcome publish(Domain domain, boolean form) throws IOException {
        var published =
                keys.of(domain).stream().filter(key -> key.state() != KeyState.RETIRED).toList();
        return published.isEmpty()
                ? failed(domain + " has no keys; make the first: jebi dkim add " + domain)
                : records(published, form);
    }

    /// What is to be pasted; all else is a comment of a zone file.
    private static Outcome records(List<DkimKey> keys, boolean form) {
        var lines = new ArrayList<String>();
        for (var key : keys) {
            var record = TxtRecord.of(key);
            if (form) {
                lines.add("Name:  " + record.name());
                lines.add("Type:  TXT");
                lines.add("Value: " + record.text());
                lines.add("");
            } else {
                lines.add("; " + key.algorithm().tag() + ", " + key.state().word());
                lines.addAll(record.zone());
            }
        }
        return Outcome.done(lines);
    }

    private Outcome retire(Domain domain, String selector) throws IOException {
        var retired = rotation.retire(domain, selector);
        if (retired.isEmpty()) {
            return failed("no key of " + domain + " has the selector " + selector);
        }
        var lines = new ArrayList<String>();
        lines.add(
                "; retired; its private half is erased. Take its record out of the DNS, or, when");
        lines.add("; the key was stolen, put this in its place:");
        lines.add(retired.get().recordName() + ". IN TXT \"v=DKIM1; p=\"");
        if (keys.signing(domain).isEmpty()) {
            lines.add("; nothing signs for " + domain + " now");
        }
        return Outcome.done(lines);
    }

    /// Ends the keys of a domain that is served no more.
    ///
    /// @return what to do with their records; nothing where there were none
    List<String> end(Domain domain) throws IOException {
        var lines = new ArrayList<String>();
        var retired = rotation.retireAll(domain);
        if (!retired.isEmpty()) {
            lines.add("; the private halves of its keys are erased; take their records out of");
            lines.add("; the DNS:");
            retired.forEach(key -> lines.add(";   " + key.recordName()));
        }
        return lines;
    }

    /// Looks into the DNS, and goes on with what is due by it.
    private Outcome check(Domain domain) throws IOException {
        var before = rotation.check(domain);
        if (before.isEmpty()) {
            return failed(domain + " has no keys; make the first: jebi dkim add " + domain);
        }
        boolean switched = rotation.advance(domain);
        var lines = new ArrayList<String>();
        before.forEach(checked -> lines.add(line(checked.key()) + "\t" + said(checked)));
        if (switched) {
            lines.add("switched: " + domain + " signs with the keys that waited");
        }
        boolean missing = before.stream().anyMatch(DkimDesk::missed);
        return new Outcome(
                missing ? ExitCode.TRY_AGAIN.number() : ExitCode.DONE.number(),
                lines,
                missing
                        ? "the DNS does not show every key yet; 'jebi dkim publish "
                                + domain
                                + "' prints the records"
                        : "");
    }

    private static boolean missed(Checked checked) {
        return checked.seen() != KeyRotation.Seen.PUBLISHED
                && checked.key().state() != KeyState.RETIRED;
    }

    private static String said(Checked checked) {
        return switch (checked.seen()) {
            case PUBLISHED ->
                    checked.key().state() == KeyState.RETIRED
                            ? "published: its record may go"
                            : "published";
            case MISSING -> "not published";
            case DIFFERENT -> "another record is published: " + checked.detail();
            case UNKNOWN -> "the DNS does not answer: " + checked.detail();
        };
    }

    private static Outcome failed(String complaint) {
        return Outcome.failed(ExitCode.BAD_DATA, complaint);
    }
}
