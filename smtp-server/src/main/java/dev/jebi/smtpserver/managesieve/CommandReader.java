package dev.jebi.smtpserver.managesieve;

import dev.jebi.smtpserver.managesieve.Command.Argument;
import dev.jebi.wire.BareLineEnd;
import dev.jebi.wire.LineTooLong;
import dev.jebi.wire.Wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Reads commands (RFC 5804 §4). A literal comes with `{n+}`; that an older client's `{n}` waits
/// for no answer either is what they all do.
final class CommandReader {
    private static final int MAX_QUOTED = 1_024;
    private static final int MAX_DIGITS = 10;
    private static final Pattern LITERAL = Pattern.compile("\\{([0-9]{1,10})\\+?}$");

    private final Wire wire;
    private final ManageSieveLimits limits;

    CommandReader(Wire wire, ManageSieveLimits limits) {
        this.wire = wire;
        this.limits = limits;
    }

    /// One command.
    Command command() throws IOException, BadCommand {
        var line = new Line(line());
        String verb = line.atom();
        return new Command(verb, arguments(line));
    }

    /// What a client says to a challenge: one string.
    String response() throws IOException, BadCommand {
        var arguments = arguments(new Line(line()));
        if (arguments.size() != 1 || !arguments.getFirst().string()) {
            throw new BadCommand("a response is one string", false);
        }
        return arguments.getFirst().text();
    }

    private byte[] line() throws IOException, BadCommand {
        try {
            return wire.readLine(limits.line());
        } catch (LineTooLong _) {
            throw new BadCommand("that line is too long", false);
        } catch (BareLineEnd _) {
            throw new BadCommand("a line ends with CRLF", false);
        }
    }

    private List<Argument> arguments(Line first) throws IOException, BadCommand {
        var arguments = new ArrayList<Argument>();
        var line = first;
        try {
            while (line.more()) {
                line = argument(line, arguments);
            }
            return arguments;
        } catch (BadCommand e) {
            // what was announced follows whatever is wrong, and must not be taken for commands
            long announced = line.announced();
            if (e.last || announced > limits.drain()) {
                throw new BadCommand(e.why(), true);
            }
            wire.readOctets(announced, OutputStream.nullOutputStream());
            if (announced > 0) {
                boolean _ = wire.readLine(limits.line()).length > 0;
            }
            throw e;
        }
    }

    /// @return the line that goes on behind the argument
    private Line argument(Line from, List<Argument> arguments) throws IOException, BadCommand {
        var line = from;
        line.space(arguments.isEmpty() && line.at == 0);
        if (arguments.size() == limits.arguments()) {
            throw new BadCommand("that has too many arguments", false);
        }
        switch (line.peek()) {
            case '"' -> arguments.add(new Argument(line.quoted(), true));
            case '{' -> {
                arguments.add(new Argument(literal(line.literal()), true));
                line = new Line(line());
            }
            default -> arguments.add(new Argument(line.number(), false));
        }
        return line;
    }

    private String literal(long size) throws IOException, BadCommand {
        if (size > limits.drain()) {
            throw new BadCommand("that literal is too large", true);
        }
        if (size > limits.literal()) {
            wire.readOctets(size, OutputStream.nullOutputStream());
            boolean _ = wire.readLine(limits.line()).length > 0;
            throw new BadCommand("(QUOTA/MAXSIZE)a literal has at most " + limits.literal(), false);
        }
        var octets = new ByteArrayOutputStream();
        wire.readOctets(size, octets);
        return text(octets.toByteArray());
    }

    private static String text(byte[] octets) throws BadCommand {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException _) {
            throw new BadCommand("a string is in UTF-8", false);
        }
    }

    /// A line as it is read.
    private static final class Line {
        private final byte[] octets;
        private int at;

        Line(byte[] octets) {
            this.octets = octets;
        }

        /// The size of a literal that its end announces and nobody has read; 0 for none.
        long announced() {
            var end = LITERAL.matcher(new String(octets, StandardCharsets.ISO_8859_1));
            return more() && end.find() ? Long.parseLong(end.group(1)) : 0;
        }

        boolean more() {
            return at < octets.length;
        }

        int peek() throws BadCommand {
            if (!more()) {
                throw new BadCommand("an argument is missing", false);
            }
            return octets[at];
        }

        /// @param none whether there need be none
        void space(boolean none) throws BadCommand {
            if (peek() == ' ') {
                at++;
            } else if (!none) {
                throw new BadCommand("a space stands between arguments", false);
            }
        }

        String atom() throws BadCommand {
            int from = at;
            while (more() && octets[at] != ' ' && octets[at] != '"' && octets[at] != '{') {
                at++;
            }
            String verb = new String(octets, from, at - from, StandardCharsets.US_ASCII);
            if (verb.isEmpty()) {
                throw new BadCommand("a command begins with its name", false);
            }
            return verb.toUpperCase(Locale.ROOT);
        }

        String number() throws BadCommand {
            int from = at;
            while (more() && octets[at] >= '0' && octets[at] <= '9') {
                at++;
            }
            if (at == from || at - from > MAX_DIGITS) {
                throw new BadCommand("an argument is a string or a number", false);
            }
            return new String(octets, from, at - from, StandardCharsets.US_ASCII);
        }

        String quoted() throws BadCommand {
            var text = new ByteArrayOutputStream();
            at++;
            while (more() && octets[at] != '"') {
                if (octets[at] == '\\') {
                    at++;
                    if (!more() || (octets[at] != '"' && octets[at] != '\\')) {
                        throw new BadCommand("\\ stands before \" and \\ alone", false);
                    }
                }
                text.write(octets[at]);
                at++;
            }
            if (!more()) {
                throw new BadCommand("a quoted string ends with \"", false);
            }
            at++;
            if (text.size() > MAX_QUOTED) {
                throw new BadCommand("a quoted string has at most 1024 octets", false);
            }
            return text(text.toByteArray());
        }

        /// The size that is announced; it ends its line.
        long literal() throws BadCommand {
            at++;
            long size = Long.parseLong(number());
            if (more() && octets[at] == '+') {
                at++;
            }
            if (peek() != '}' || at + 1 != octets.length) {
                throw new BadCommand("a literal is {octets+} at the end of its line", false);
            }
            at++;
            return size;
        }
    }
}
