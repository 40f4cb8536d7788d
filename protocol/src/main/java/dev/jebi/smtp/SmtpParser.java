package dev.jebi.smtp;

import dev.jebi.address.ReversePath;
import dev.jebi.smtp.SmtpCommand.Auth;
import dev.jebi.smtp.SmtpCommand.Bdat;
import dev.jebi.smtp.SmtpCommand.Data;
import dev.jebi.smtp.SmtpCommand.Ehlo;
import dev.jebi.smtp.SmtpCommand.Expn;
import dev.jebi.smtp.SmtpCommand.Helo;
import dev.jebi.smtp.SmtpCommand.Help;
import dev.jebi.smtp.SmtpCommand.Lhlo;
import dev.jebi.smtp.SmtpCommand.Mail;
import dev.jebi.smtp.SmtpCommand.Noop;
import dev.jebi.smtp.SmtpCommand.Quit;
import dev.jebi.smtp.SmtpCommand.Rcpt;
import dev.jebi.smtp.SmtpCommand.Rset;
import dev.jebi.smtp.SmtpCommand.StartTls;
import dev.jebi.smtp.SmtpCommand.Vrfy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// The parser of command lines (RFC 5321 §4.1.1). Every line is either a command or is refused with
/// the reply for it; nothing that a client sends makes it fail.
public final class SmtpParser {
    /// RFC 5321 §4.5.3.1.2; a HELO name is a domain.
    private static final int MAX_CLIENT_NAME = 255;

    private static final String SYNTAX = "5.5.2";
    private static final String ARGUMENT = "5.5.4";

    private SmtpParser() {}

    /// Reads a line.
    ///
    /// @param line without its CRLF
    /// @param dialect in that of submission, paths may lack their angle brackets and follow white
    ///   space, as some user agents write them (RFC 5321 §4.1.1.2 forbids it; it does no harm where
    ///   a client has to sign in)
    public static Parsed parse(byte[] line, Dialect dialect) {
        try {
            String text = text(line);
            int space = text.indexOf(' ');
            String verb = (space < 0 ? text : text.substring(0, space)).toUpperCase(Locale.ROOT);
            String rest = space < 0 ? "" : text.substring(space + 1);
            boolean ascii = text.chars().allMatch(c -> c < 128);
            if (!ascii && !verb.equals("MAIL") && !verb.equals("RCPT") && !verb.equals("VRFY")) {
                throw new SyntaxRefusal(500, SYNTAX, "This command has ASCII characters only");
            }
            return command(verb, rest, dialect, !ascii);
        } catch (SyntaxRefusal refusal) {
            return new Refusal(refusal.reply());
        }
    }

    private static SmtpCommand command(String verb, String rest, Dialect dialect, boolean utf8)
            throws SyntaxRefusal {
        boolean lenient = dialect == Dialect.SUBMISSION;
        return switch (verb) {
            case "HELO", "EHLO", "LHLO" -> hello(verb, rest, dialect);
            case "MAIL" -> mail(PathReader.after("FROM:", rest, lenient), dialect, utf8);
            case "RCPT" -> rcpt(PathReader.after("TO:", rest, lenient), utf8);
            case "DATA" -> bare(verb, rest, new Data());
            case "BDAT" -> bdat(rest);
            case "RSET" -> bare(verb, rest, new Rset());
            case "NOOP" -> new Noop();
            case "QUIT" -> bare(verb, rest, new Quit());
            case "STARTTLS" -> bare(verb, rest, new StartTls());
            case "VRFY" -> new Vrfy(argument(verb, rest));
            case "EXPN" -> new Expn(argument(verb, rest));
            case "HELP" -> new Help(rest.strip());
            case "AUTH" -> auth(rest);
            case "SEND", "SOML", "SAML", "TURN" ->
                    throw new SyntaxRefusal(502, "5.5.1", verb + " is obsolete (RFC 5321 F.1)");
            case "" -> throw new SyntaxRefusal(500, SYNTAX, "An empty line is no command");
            default ->
                    throw new SyntaxRefusal(
                            500, "5.5.1", "Unknown command; HELP lists what there is");
        };
    }

    /// RFC 2033 §4.1: LHLO in LMTP and there alone, so that neither is taken for the other.
    private static SmtpCommand hello(String verb, String rest, Dialect dialect)
            throws SyntaxRefusal {
        boolean lmtp = dialect == Dialect.LMTP;
        if (lmtp != verb.equals("LHLO")) {
            throw new SyntaxRefusal(
                    500, "5.5.1", lmtp ? "This is LMTP; send LHLO" : "This is no LMTP; send EHLO");
        }
        String name = client(verb, rest);
        return switch (verb) {
            case "HELO" -> new Helo(name);
            case "EHLO" -> new Ehlo(name);
            default -> new Lhlo(name);
        };
    }

    /// The line as text; RFC 5321 §4.1.1 has white space at its end tolerated, and no line holds
    /// control characters.
    private static String text(byte[] line) throws SyntaxRefusal {
        int end = line.length;
        while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\t')) {
            end--;
        }
        for (int i = 0; i < end; i++) {
            if ((line[i] >= 0 && line[i] < ' ') || line[i] == 127) {
                throw new SyntaxRefusal(500, SYNTAX, "Commands have no control characters");
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line, 0, end))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new SyntaxRefusal(500, SYNTAX, "Commands are ASCII, or UTF-8 with SMTPUTF8");
        }
    }

    private static SmtpCommand bare(String verb, String rest, SmtpCommand command)
            throws SyntaxRefusal {
        if (!rest.isBlank()) {
            throw new SyntaxRefusal(501, ARGUMENT, verb + " takes no argument");
        }
        return command;
    }

    private static String argument(String verb, String rest) throws SyntaxRefusal {
        if (rest.isBlank()) {
            throw new SyntaxRefusal(501, ARGUMENT, "Syntax: " + verb + " name");
        }
        return rest.strip();
    }

    /// A name that is no domain is no reason to refuse a client (RFC 5321 §4.1.4); one with spaces
    /// is no name.
    private static String client(String verb, String rest) throws SyntaxRefusal {
        String name = rest.strip();
        if (name.isEmpty() || name.contains(" ") || name.length() > MAX_CLIENT_NAME) {
            throw new SyntaxRefusal(501, ARGUMENT, "Syntax: " + verb + " your.host.name");
        }
        return name;
    }

    private static SmtpCommand mail(PathReader path, Dialect dialect, boolean utf8)
            throws SyntaxRefusal {
        String from = path.read();
        var parameters = MailParameterReader.read(path.parameters(), dialect);
        if (utf8 && !parameters.utf8()) { // RFC 6531 §3.5
            throw new SyntaxRefusal(553, "5.6.7", "An address beyond ASCII needs SMTPUTF8");
        }
        if (from.isEmpty()) {
            return new Mail(ReversePath.NULL, parameters);
        }
        return new Mail(ReversePath.of(PathReader.address(from, "5.1.7")), parameters);
    }

    private static SmtpCommand rcpt(PathReader path, boolean utf8) throws SyntaxRefusal {
        String to = path.read();
        var wishes = RcptParameterReader.read(path.parameters());
        if (to.equalsIgnoreCase("postmaster")) {
            return new Rcpt(new ForwardPath.Postmaster(), utf8, wishes);
        }
        return new Rcpt(new ForwardPath.To(PathReader.address(to, "5.1.3")), utf8, wishes);
    }

    private static SmtpCommand bdat(String rest) throws SyntaxRefusal {
        String[] words = rest.strip().split(" +");
        boolean last = words.length == 2 && words[1].equalsIgnoreCase("LAST");
        if (!words[0].matches("[0-9]{1,18}") || (words.length > 1 && !last)) {
            throw new SyntaxRefusal(501, ARGUMENT, "Syntax: BDAT octets [LAST]");
        }
        return new Bdat(Long.parseLong(words[0]), last);
    }

    private static SmtpCommand auth(String rest) throws SyntaxRefusal {
        String[] words = rest.strip().split(" +");
        if (words[0].isEmpty() || words.length > 2) {
            throw new SyntaxRefusal(501, ARGUMENT, "Syntax: AUTH mechanism [initial-response]");
        }
        return new Auth(words[0], words.length == 2 ? Optional.of(words[1]) : Optional.empty());
    }
}
