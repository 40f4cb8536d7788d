package dev.jebi.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads what [ImapText] wrote; anything unexpected is an [IllegalArgumentException]. For one
/// thread.
final class ImapTextReader {
    private final byte[] octets;
    private final int end;
    private int at;

    ImapTextReader(byte[] octets) {
        this(octets, 0, octets.length);
    }

    /// Reads octets from `from` on and before `end`.
    ImapTextReader(byte[] octets, int from, int end) {
        this.octets = octets;
        this.at = from;
        this.end = end;
    }

    private int peek() {
        if (at >= end) {
            throw broken();
        }
        return octets[at];
    }

    boolean next(char c) {
        if (peek() == c) {
            at++;
            return true;
        }
        return false;
    }

    ImapTextReader expect(char c) {
        if (!next(c)) {
            throw broken();
        }
        return this;
    }

    private void nil() {
        expect('N').expect('I').expect('L');
    }

    long number() {
        long number = 0;
        int first = at;
        while (at < end && octets[at] >= '0' && octets[at] <= '9') {
            number = number * 10 + octets[at++] - '0';
        }
        if (at == first || at - first > 18) {
            throw broken();
        }
        return number;
    }

    Optional<String> nstring() {
        if (peek() == 'N') {
            nil();
            return Optional.empty();
        }
        return Optional.of(string());
    }

    String string() {
        if (next('"')) {
            return quoted();
        }
        expect('{');
        long length = number();
        expect('}').expect('\r').expect('\n');
        if (length > end - at) {
            throw broken();
        }
        at += (int) length;
        return new String(octets, at - (int) length, (int) length, StandardCharsets.ISO_8859_1);
    }

    private String quoted() {
        int first = at;
        boolean escaped = false;
        while (peek() != '"') {
            if (octets[at] == '\\') {
                escaped = true;
                at++;
                peek();
            }
            at++;
        }
        var text = new String(octets, first, at - first, StandardCharsets.ISO_8859_1);
        at++;
        return escaped ? text.replaceAll("\\\\(.)", "$1") : text;
    }

    List<ImapAddress> addresses() {
        if (peek() == 'N') {
            nil();
            return List.of();
        }
        expect('(');
        var addresses = new ArrayList<ImapAddress>();
        do {
            expect('(');
            var name = nstring();
            expect(' ');
            var route = nstring();
            expect(' ');
            var mailbox = nstring();
            expect(' ');
            addresses.add(new ImapAddress(name, route, mailbox, nstring()));
            expect(')');
        } while (!next(')'));
        return List.copyOf(addresses);
    }

    /// The first of a list of addresses; the others are passed over.
    Optional<ImapAddress> firstAddress() {
        if (peek() == 'N') {
            nil();
            return Optional.empty();
        }
        expect('(').expect('(');
        var name = nstring();
        expect(' ');
        var route = nstring();
        expect(' ');
        var mailbox = nstring();
        expect(' ');
        var first = new ImapAddress(name, route, mailbox, nstring());
        expect(')');
        while (!next(')')) {
            expect('(');
            passNstring();
            for (int i = 1; i < 4; i++) {
                expect(' ');
                passNstring();
            }
            expect(')');
        }
        return Optional.of(first);
    }

    private void passNstring() {
        if (peek() == 'N') {
            nil();
        } else if (peek() == '"') {
            at++;
            while (peek() != '"') {
                at += octets[at] == '\\' ? 2 : 1;
            }
            at++;
        } else {
            string();
        }
    }

    ImapEnvelope envelope() {
        expect('(');
        var date = nstring();
        expect(' ');
        var subject = nstring();
        expect(' ');
        var from = addresses();
        expect(' ');
        var sender = addresses();
        expect(' ');
        var replyTo = addresses();
        expect(' ');
        var to = addresses();
        expect(' ');
        var cc = addresses();
        expect(' ');
        var bcc = addresses();
        expect(' ');
        var inReplyTo = nstring();
        expect(' ');
        var messageId = nstring();
        expect(')');
        return new ImapEnvelope(
                date, subject, from, sender, replyTo, to, cc, bcc, inReplyTo, messageId);
    }

    List<Parameter> parameters() {
        if (peek() == 'N') {
            nil();
            return List.of();
        }
        expect('(');
        var parameters = new ArrayList<Parameter>();
        do {
            String name = string();
            expect(' ');
            parameters.add(new Parameter(name, string()));
        } while (next(' '));
        expect(')');
        return List.copyOf(parameters);
    }

    Optional<Disposition> disposition() {
        if (peek() == 'N') {
            nil();
            return Optional.empty();
        }
        expect('(');
        String type = string();
        expect(' ');
        var disposition = new Disposition(type, parameters());
        expect(')');
        return Optional.of(disposition);
    }

    List<String> languages() {
        if (peek() == 'N') {
            nil();
            return List.of();
        }
        if (!next('(')) {
            return List.of(string());
        }
        var languages = new ArrayList<String>();
        do {
            languages.add(string());
        } while (next(' '));
        expect(')');
        return List.copyOf(languages);
    }

    static IllegalArgumentException broken() {
        return new IllegalArgumentException("not a message head");
    }
}
