package dev.jebi.useragent.compose;

import java.util.List;
import java.util.Optional;

/// What a person has written so far. Fields are as typed: an address may be half there.
///
/// @param from the author; empty for the account's own address
/// @param bcc who gets a copy unseen; for the envelope alone (RFC 5322 §3.6.3)
/// @param inReplyTo the Message-ID that this answers, with its angle brackets; empty for none
/// @param references the Message-IDs of the conversation, oldest first (RFC 5322 §3.6.4)
/// @param attach files that go with it, as typed
/// @param markdown whether the body is Markdown and goes out as text and HTML
public record Letter(
        String from,
        String to,
        String cc,
        String bcc,
        String subject,
        String inReplyTo,
        String references,
        List<String> attach,
        boolean markdown,
        String body) {
    public Letter {
        attach = List.copyOf(attach);
    }

    /// An empty letter of that author.
    public static Letter blank(String from) {
        return new Letter(from, "", "", "", "", "", "", List.of(), false, "");
    }

    public Letter withFrom(String changed) {
        return new Letter(
                changed, to, cc, bcc, subject, inReplyTo, references, attach, markdown, body);
    }

    public Letter withTo(String changed) {
        return new Letter(
                from, changed, cc, bcc, subject, inReplyTo, references, attach, markdown, body);
    }

    public Letter withCc(String changed) {
        return new Letter(
                from, to, changed, bcc, subject, inReplyTo, references, attach, markdown, body);
    }

    public Letter withBcc(String changed) {
        return new Letter(
                from, to, cc, changed, subject, inReplyTo, references, attach, markdown, body);
    }

    public Letter withSubject(String changed) {
        return new Letter(
                from, to, cc, bcc, changed, inReplyTo, references, attach, markdown, body);
    }

    public Letter withThread(String answered, String conversation) {
        return new Letter(
                from, to, cc, bcc, subject, answered, conversation, attach, markdown, body);
    }

    public Letter withAttach(List<String> changed) {
        return new Letter(
                from, to, cc, bcc, subject, inReplyTo, references, changed, markdown, body);
    }

    public Letter withMarkdown(boolean changed) {
        return new Letter(from, to, cc, bcc, subject, inReplyTo, references, attach, changed, body);
    }

    public Letter withBody(String changed) {
        return new Letter(
                from, to, cc, bcc, subject, inReplyTo, references, attach, markdown, changed);
    }

    /// The letter with a signature below it (RFC 3676 §4.3), and an empty line between; without one
    /// it stays as it is.
    public Letter signed(String signature) {
        String above = body.endsWith("\n") ? body : body + "\n";
        return signature.isBlank() ? this : withBody(above + "\n-- \n" + signature + "\n");
    }

    /// The Message-ID that this answers.
    public Optional<String> answered() {
        return Optional.of(inReplyTo).filter(id -> !id.isBlank());
    }

    /// Whether nothing of the person's own is in it but that signature.
    public boolean empty(String signature) {
        String signed = withBody("").signed(signature).body();
        return (to + cc + bcc + subject).isBlank()
                && attach.isEmpty()
                && (body.isBlank() || body.strip().equals(signed.strip()));
    }
}
