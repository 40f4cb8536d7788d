package dev.jebi.imapserver.command;

import dev.jebi.content.Content;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.Uid;
import dev.jebi.mailstore.UidValidity;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A message or a part of one on this server, as CATENATE names it: by a relative IMAP URL (RFC
/// 5092 §7, RFC 4469 §3).
///
/// @param mailbox empty for the one that is selected
public record ImapUrl(
        Optional<MailboxName> mailbox,
        Optional<UidValidity> validity,
        Uid uid,
        Section section,
        Optional<FetchItem.Partial> partial) {
    private static final Pattern RELATIVE =
            Pattern.compile(
                    "(?<mailbox>[^;]*?)(?:;UIDVALIDITY=(?<validity>[0-9]{1,10}))?"
                        + "/?;UID=(?<uid>[0-9]{1,10})(?:/;SECTION=(?<section>[^;]*?))?"
                        + "(?:/?;PARTIAL=(?<offset>[0-9]{1,18})(?:\\.(?<octets>[0-9]{1,18}))?)?",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern ABSOLUTE = Pattern.compile("//.*|[A-Za-z][A-Za-z0-9+.-]*:.*");

    private static final Section WHOLE = new Section(List.of(), Section.Text.WHOLE, List.of());

    /// Reads a URL; empty when it is none, or names something that is not here.
    ///
    /// @param selected the mailbox that is selected, to which the URL is relative
    public static Optional<ImapUrl> read(String url, Optional<MailboxName> selected) {
        var match = RELATIVE.matcher(url);
        if (ABSOLUTE.matcher(url).matches() || !match.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new ImapUrl(
                            mailbox(match.group("mailbox"), selected),
                            number(match, "validity").map(UidValidity::new),
                            new Uid(number(match, "uid").orElseThrow()),
                            section(Optional.ofNullable(match.group("section"))),
                            number(match, "offset").map(offset -> partial(match, offset))));
        } catch (BadCommand | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /// RFC 3986 §5.2.3: what does not begin with a slash takes the place of the last segment of the
    /// selected mailbox's path.
    private static Optional<MailboxName> mailbox(String path, Optional<MailboxName> selected) {
        if (path.isEmpty() || path.equals("/")) {
            return Optional.empty();
        }
        if (path.startsWith("/")) {
            return Optional.of(new MailboxName(decoded(path.substring(1))));
        }
        String base = selected.map(MailboxName::value).orElse("");
        String above = base.substring(0, base.lastIndexOf(MailboxName.SEPARATOR) + 1);
        return Optional.of(new MailboxName(above + decoded(path)));
    }

    private static Optional<Long> number(Matcher match, String group) {
        return Optional.ofNullable(match.group(group)).map(Long::valueOf);
    }

    private static FetchItem.Partial partial(Matcher match, long offset) {
        long octets = number(match, "octets").orElse(Long.MAX_VALUE);
        if (octets == 0) { // RFC 5092 §11: nz-number
            throw new IllegalArgumentException("a partial URL of nothing");
        }
        return new FetchItem.Partial(offset, octets);
    }

    private static Section section(Optional<String> encoded) {
        if (encoded.isEmpty()) {
            return WHOLE;
        }
        String text = decoded(encoded.get());
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a section without a name");
        }
        try {
            byte[] line = (text + "]").getBytes(StandardCharsets.UTF_8);
            var tokens = new Tokens(new OneLine(line), ParserLimits.STANDARD, Speech.PLAIN);
            var section = new FetchParser(tokens).section();
            tokens.end();
            return section;
        } catch (IOException e) {
            throw new IllegalStateException("a line in memory", e);
        }
    }

    /// Percent-encoded UTF-8 (RFC 5092 §11).
    private static String decoded(String encoded) {
        var octets = new ByteArrayOutputStream(encoded.length());
        for (int i = 0; i < encoded.length(); i++) {
            char c = encoded.charAt(i);
            if (c == '%' && i + 2 < encoded.length()) {
                octets.write(hex(encoded, i + 1) << 4 | hex(encoded, i + 2));
                i += 2;
            } else if (c > ' ' && c < 0x7F && c != '%') {
                octets.write(c);
            } else {
                throw new IllegalArgumentException("no URL has such a character");
            }
        }
        return Tokens.decode(octets.toString(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static int hex(String text, int at) {
        int digit = Character.digit(text.charAt(at), 16);
        if (digit < 0) {
            throw new IllegalArgumentException("no hexadecimal digit");
        }
        return digit;
    }

    /// One line, without literals.
    private record OneLine(byte[] line) implements ImapInput {
        @Override
        public byte[] literal(Literal literal) {
            throw BadCommand.syntax("a literal in a URL");
        }

        @Override
        public Content message(Literal literal) {
            throw BadCommand.syntax("a literal in a URL");
        }

        @Override
        public Content piece(Literal literal) {
            throw BadCommand.syntax("a literal in a URL");
        }
    }
}
