package dev.jebi.pop3server;

import dev.jebi.sasl.SaslBase64;
import dev.jebi.sasl.SaslMechanism;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// Lines to commands (RFC 1939 §3, RFC 2449 §4). Keywords in any case; blanks beyond the one that
/// the grammar has are overread, but in a password each counts.
final class Pop3Parser {
    private final Pop3Limits limits;

    Pop3Parser(Pop3Limits limits) {
        this.limits = limits;
    }

    Pop3Command parse(byte[] line) throws Pop3Refusal {
        String text = text(line);
        int blank = text.indexOf(' ');
        String word = (blank < 0 ? text : text.substring(0, blank)).toUpperCase(Locale.ROOT);
        String rest = blank < 0 ? "" : text.substring(blank + 1);
        boolean credential =
                switch (word) {
                    case "USER", "PASS", "AUTH" -> true;
                    default -> false;
                };
        if (line.length > limits.commandOctets() && !credential) {
            throw Pop3Refusal.bad(Text.COMMAND_TOO_LONG);
        }
        // RFC 1939 §3 knows US-ASCII alone; UTF-8 is taken where RFC 6856 §2.2 has it, in a login
        // and a password, since people have such passwords.
        if (text.length() != line.length && !(credential && !word.equals("AUTH"))) {
            throw Pop3Refusal.bad(Text.NOT_ASCII);
        }
        return command(word, rest);
    }

    private static Pop3Command command(String word, String rest) throws Pop3Refusal {
        return switch (word) {
            case "CAPA" -> none(rest, new Pop3Command.Capa());
            case "QUIT" -> none(rest, new Pop3Command.Quit());
            case "USER" -> new Pop3Command.User(login(rest));
            case "PASS" -> new Pop3Command.Pass(password(rest));
            case "AUTH" -> auth(words(rest));
            case "STLS" -> none(rest, new Pop3Command.Stls());
            case "STAT" -> none(rest, new Pop3Command.Stat());
            case "LIST" -> new Pop3Command.List(optionalNumber("LIST", rest));
            case "UIDL" -> new Pop3Command.Uidl(optionalNumber("UIDL", rest));
            case "RETR" -> new Pop3Command.Retr(number("RETR", rest));
            case "DELE" -> new Pop3Command.Dele(number("DELE", rest));
            case "NOOP" -> none(rest, new Pop3Command.Noop());
            case "RSET" -> none(rest, new Pop3Command.Rset());
            case "TOP" -> top(words(rest));
            case "UTF8" -> none(rest, new Pop3Command.Utf8());
            case "LANG" -> lang(words(rest));
            case "APOP" -> // RFC 1939 §7: needs the password in clear on the server
                    throw Pop3Refusal.bad(Text.NO_APOP);
            case "" -> throw Pop3Refusal.bad(Text.EMPTY_LINE);
            default -> throw Pop3Refusal.bad(Text.UNKNOWN);
        };
    }

    private static String text(byte[] line) throws Pop3Refusal {
        for (byte octet : line) {
            if ((octet >= 0 && octet < ' ') || octet == 0x7F) {
                throw Pop3Refusal.bad(Text.CONTROLS);
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
        } catch (CharacterCodingException _) {
            throw Pop3Refusal.bad(Text.NOT_ASCII);
        }
    }

    private static String[] words(String rest) {
        String stripped = rest.strip();
        return stripped.isEmpty() ? new String[0] : stripped.split(" +", -1);
    }

    private static Pop3Command none(String rest, Pop3Command command) throws Pop3Refusal {
        if (!rest.isBlank()) {
            throw Pop3Refusal.bad(Text.NO_ARGUMENT);
        }
        return command;
    }

    private static String login(String rest) throws Pop3Refusal {
        String login = rest.strip();
        if (login.isEmpty()) {
            throw Pop3Refusal.bad(Text.USER_TAKES);
        }
        return login;
    }

    private static String password(String rest) throws Pop3Refusal {
        if (rest.isEmpty()) {
            throw Pop3Refusal.bad(Text.PASS_TAKES);
        }
        return rest; // RFC 1939 §7: blanks belong to the password
    }

    private static Pop3Command auth(String[] words) throws Pop3Refusal {
        if (words.length == 0) {
            return new Pop3Command.AuthMechanisms();
        }
        if (words.length > 2) {
            throw Pop3Refusal.bad(Text.AUTH_TAKES);
        }
        var mechanism = SaslMechanism.of(words[0]);
        if (mechanism.isEmpty()) {
            throw Pop3Refusal.bad(Text.NO_MECHANISM);
        }
        if (words.length == 1) {
            return new Pop3Command.Auth(mechanism.get(), Optional.empty());
        }
        var initial = SaslBase64.decodeInitial(words[1].getBytes(StandardCharsets.US_ASCII));
        if (initial.isEmpty()) {
            throw Pop3Refusal.bad(Text.INITIAL_NOT_BASE64);
        }
        return new Pop3Command.Auth(mechanism.get(), initial);
    }

    private static Pop3Command lang(String[] words) throws Pop3Refusal {
        return switch (words.length) {
            case 0 -> new Pop3Command.Languages();
            case 1 -> new Pop3Command.Lang(words[0]);
            default -> throw Pop3Refusal.bad(Text.LANG_TAKES);
        };
    }

    private static Pop3Command top(String[] words) throws Pop3Refusal {
        if (words.length != 2) {
            throw Pop3Refusal.bad(Text.TOP_TAKES);
        }
        return new Pop3Command.Top(
                new MessageNumber(digits("TOP", words[0])), digits("TOP", words[1]));
    }

    private static Optional<MessageNumber> optionalNumber(String word, String rest)
            throws Pop3Refusal {
        return rest.isBlank() ? Optional.empty() : Optional.of(number(word, rest));
    }

    private static MessageNumber number(String word, String rest) throws Pop3Refusal {
        String[] words = words(rest);
        if (words.length != 1) {
            throw Pop3Refusal.bad(Text.NUMBER_TAKES, word);
        }
        return new MessageNumber(digits(word, words[0]));
    }

    /// A number that is not negative; one that is larger than any maildrop or message becomes the
    /// largest that there is.
    private static int digits(String word, String text) throws Pop3Refusal {
        if (!text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw Pop3Refusal.bad(Text.DIGITS, word);
        }
        long number = 0;
        for (int i = 0; i < text.length() && number <= Integer.MAX_VALUE; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return (int) Math.min(number, Integer.MAX_VALUE);
    }
}
