package dev.jebi.imapserver.command;

import dev.jebi.content.Content;
import dev.jebi.mailstore.MailboxName;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// The words of one command, read one after the other (RFC 9051 §9); a literal brings the next
/// line. Texts are octets, one char each (ISO-8859-1), until somebody says what they mean. For one
/// thread.
final class Tokens {
    private final ImapInput input;
    private final ParserLimits limits;
    private final Speech speech;
    private byte[] line;
    private int at;

    /// Whether a literal may have octets of 0.
    private boolean nul;

    private int elements;
    private int ranges;
    private int textKeys;

    Tokens(ImapInput input, ParserLimits limits, Speech speech) throws IOException {
        this.input = input;
        this.speech = speech;
        this.limits = limits;
        this.line = checked(input.line());
    }

    ParserLimits limits() {
        return limits;
    }

    Speech speech() {
        return speech;
    }

    /// Lets the command have so many more elements.
    void allow(int more) {
        elements -= more;
    }

    /// Counts one more element of a list.
    void element() {
        if (++elements > limits.elements()) {
            throw BadCommand.limit("more than " + limits.elements() + " elements in one command");
        }
    }

    /// Counts one more search key that may read every message.
    void textKey() {
        if (++textKeys > limits.textKeys()) {
            throw BadCommand.limit(
                    "more than " + limits.textKeys() + " BODY and TEXT keys in one search");
        }
    }

    /// Counts one more range of a message set.
    void range() {
        if (++ranges > limits.ranges()) {
            throw BadCommand.limit("more than " + limits.ranges() + " ranges in one command");
        }
    }

    boolean atEnd() {
        return at == line.length;
    }

    /// The next octet, or 0 at the end of the line.
    char peek() {
        return atEnd() ? 0 : (char) (line[at] & 0xFF);
    }

    boolean take(char c) {
        if (!atEnd() && peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    /// Takes these octets, or none of them.
    boolean take(String ascii) {
        if (line.length - at < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if ((line[at + i] & 0xFF) != ascii.charAt(i)) {
                return false;
            }
        }
        at += ascii.length();
        return true;
    }

    void expect(char c) {
        if (!take(c)) {
            throw BadCommand.syntax("expected " + (c == ' ' ? "a space" : "'" + c + "'") + where());
        }
    }

    void space() {
        expect(' ');
    }

    void end() {
        if (!atEnd()) {
            throw BadCommand.syntax("unexpected text" + where());
        }
    }

    private String where() {
        return atEnd() ? " at the end of the line" : " at position " + (at + 1);
    }

    /// `tag`: ASTRING-CHAR except `+`.
    String tag() {
        int from = at;
        while (!atEnd() && peek() != '+' && astringChar(peek())) {
            at++;
        }
        return text(from, "a tag");
    }

    /// `atom`
    String atom() {
        int from = at;
        while (!atEnd() && atomChar(peek())) {
            at++;
        }
        return text(from, "a word");
    }

    /// A word in upper case, of letters, digits, and `-.=`; may be followed by anything.
    String keyword() {
        int from = at;
        while (!atEnd() && keywordChar(peek())) {
            at++;
        }
        return text(from, "a word").toUpperCase(Locale.ROOT);
    }

    /// `astring`
    String astring() throws IOException {
        return astring(false);
    }

    /// `list-mailbox`: an astring where wildcards may stand as well.
    String listMailbox() throws IOException {
        return astring(true);
    }

    private String astring(boolean wildcards) throws IOException {
        if (stringAhead()) {
            return string();
        }
        int from = at;
        while (!atEnd() && (astringChar(peek()) || (wildcards && "%*".indexOf(peek()) >= 0))) {
            at++;
        }
        return text(from, "a string");
    }

    boolean stringAhead() {
        return peek() == '"' || peek() == '{' || literal8Ahead();
    }

    private boolean literal8Ahead() {
        return peek() == '~' && at + 1 < line.length && line[at + 1] == '{';
    }

    /// `astring` of a text to search for, whose charset may have octets of 0, such as UTF-16.
    String text() throws IOException {
        nul = true;
        try {
            return astring();
        } finally {
            nul = false;
        }
    }

    /// `string`: quoted or a literal.
    String string() throws IOException {
        if (peek() == '"') {
            return quoted();
        }
        var octets = input.literal(literalMark(false));
        line = checked(input.line());
        at = 0;
        for (byte octet : octets) {
            if (octet == 0 && !nul) { // RFC 9051 §4.3: CHAR8 is not NUL
                throw BadCommand.syntax("NUL in a literal");
            }
        }
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /// `literal8`: of whatever octets (RFC 3516 §7).
    private String literal8() throws IOException {
        expect('~');
        var octets = input.literal(literalMark(true));
        line = checked(input.line());
        at = 0;
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    /// A literal that is a message.
    Content message() throws IOException {
        var content = input.message(literalMark(true));
        line = checked(input.line());
        at = 0;
        return content;
    }

    /// A literal that is a piece of a message (RFC 4469 §5).
    Content piece() throws IOException {
        var content = input.piece(literalMark(true));
        line = checked(input.line());
        at = 0;
        return content;
    }

    private ImapInput.Literal literalMark(boolean message) {
        boolean binary = literal8Ahead();
        if (binary && !message) { // RFC 3516 §4.4: messages alone
            throw BadCommand.syntax("a literal8 is not allowed here");
        }
        take('~');
        expect('{');
        long octets = number();
        boolean waits = !take('+');
        expect('}');
        end();
        return new ImapInput.Literal(octets, waits, binary);
    }

    private String quoted() {
        expect('"');
        var text = new StringBuilder();
        while (!atEnd() && peek() != '"') {
            if (take('\\') && peek() != '"' && peek() != '\\') {
                throw BadCommand.syntax("a backslash before neither quote nor backslash");
            }
            text.append(peek());
            at++;
        }
        expect('"');
        String quoted = text.toString();
        if (speech.utf8()
                && quoted.chars().anyMatch(c -> c > 0x7F)) { // RFC 9755 §3: BAD where it is none
            decode(quoted, StandardCharsets.UTF_8);
        }
        return quoted;
    }

    /// `nstring`: null is the empty text of `absent`.
    String nstring(String absent) throws IOException {
        if (!stringAhead()) {
            if (!atom().equalsIgnoreCase("NIL")) {
                throw BadCommand.syntax("expected a string or NIL" + where());
            }
            return absent;
        }
        return string();
    }

    /// `number64`
    long number() {
        int from = at;
        while (!atEnd() && peek() >= '0' && peek() <= '9') {
            at++;
        }
        try {
            return Long.parseLong(text(from, "a number"));
        } catch (NumberFormatException e) {
            throw BadCommand.syntax("a number that is too large");
        }
    }

    /// `nz-number`
    long positive() {
        long number = number();
        if (number == 0 || number > 0xFFFF_FFFFL) {
            throw BadCommand.syntax("expected a number from 1 to 4294967295" + where());
        }
        return number;
    }

    /// The name of a mailbox.
    MailboxName mailbox() throws IOException {
        return mailbox(mailboxText(astring()));
    }

    /// The name of a mailbox that is to be; a separator at the end only says that there will be
    /// mailboxes below it (RFC 9051 §6.3.4).
    MailboxName newMailbox() throws IOException {
        return newMailbox(newMailboxText());
    }

    static MailboxName newMailbox(String name) {
        var mailbox = mailbox(name);
        for (String level : mailbox.value().split("/", -1)) {
            if (level.equals(".") || level.equals("..")) { // whoever keeps mailboxes as folders
                throw new BadCommand(BadCommand.Kind.NAME, "no level is called " + level);
            }
        }
        return mailbox;
    }

    /// The same as the client wrote it.
    String newMailboxText() throws IOException {
        String name = mailboxText(astring());
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    /// Decodes what a mailbox name is written in: UTF-8 (RFC 9051 §5.1, RFC 9755 §3) or modified
    /// UTF-7.
    String mailboxText(String wire) {
        if (speech.utf8()) {
            return decode(wire, StandardCharsets.UTF_8);
        }
        try {
            return ModifiedUtf7.decode(wire);
        } catch (IllegalArgumentException e) {
            throw new BadCommand(BadCommand.Kind.NAME, "not a mailbox name: " + e.getMessage());
        }
    }

    /// The name of a mailbox, of what stands in its place.
    MailboxName mailboxOf(String wire) {
        return mailbox(mailboxText(wire));
    }

    /// `value` of RFC 5464 §5: a string, a literal8, or NIL, which is empty.
    Optional<byte[]> value() throws IOException {
        if (stringAhead()) {
            return Optional.of(
                    (literal8Ahead() ? literal8() : string())
                            .getBytes(StandardCharsets.ISO_8859_1));
        }
        if (!atom().equalsIgnoreCase("NIL")) {
            throw BadCommand.syntax("expected a string or NIL" + where());
        }
        return Optional.empty();
    }

    static MailboxName mailbox(String name) {
        try {
            return new MailboxName(name);
        } catch (IllegalArgumentException e) {
            throw new BadCommand(BadCommand.Kind.NAME, "" + e.getMessage());
        }
    }

    /// What octets mean in a charset.
    static String decode(String octets, Charset charset) {
        try {
            var bytes = ByteBuffer.wrap(octets.getBytes(StandardCharsets.ISO_8859_1));
            return charset.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw BadCommand.syntax("text that is not " + charset.name());
        }
    }

    private String text(int from, String what) {
        if (from == at) {
            throw BadCommand.syntax("expected " + what + where());
        }
        return new String(line, from, at - from, StandardCharsets.ISO_8859_1);
    }

    private static byte[] checked(byte[] line) {
        for (byte octet : line) {
            if (octet == 0) {
                throw BadCommand.syntax("NUL in a command");
            }
        }
        return line;
    }

    private static boolean keywordChar(char c) {
        return c < 0x7F && (Character.isLetterOrDigit(c) || "-.=".indexOf(c) >= 0);
    }

    static boolean atomChar(char c) {
        return c > 0x20 && c < 0x7F && "(){%*\"\\]".indexOf(c) < 0;
    }

    private static boolean astringChar(char c) {
        return c == ']' || atomChar(c);
    }
}
