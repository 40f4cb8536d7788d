package dev.jebi.useragent.dialogue;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// IMAP (RFC 3501 §2.2): a command is over with the reply that has its tag; `+` gives the word back
/// in the midst of it. The octets of literals are neither commands nor replies.
final class ImapTurns implements Turns {
    private static final Pattern LITERAL = Pattern.compile(".*\\{(\\d{1,9})(\\+?)}");
    private static final int CRLF = 2;

    private String tag = "";
    private String asked = "";
    private boolean greeted;
    private boolean open;
    private boolean owed = true; // the greeting
    private boolean tls;
    private long ours;
    private long theirs;

    @Override
    public String said(String typed) {
        if (ours > 0) {
            ours -= typed.getBytes(StandardCharsets.UTF_8).length + CRLF;
            if (ours >= 0) {
                owed = false; // more of it follows, or the rest of the command
                return typed;
            }
        } else if (!open) {
            String[] words = typed.strip().split("\\s+", 3);
            tag = words[0];
            asked = words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "";
            open = true;
        }
        Matcher literal = LITERAL.matcher(typed);
        boolean counted = literal.matches();
        ours = counted ? Long.parseLong(literal.group(1)) : 0;
        owed = !counted || literal.group(2).isEmpty(); // RFC 7888 §4: with + nobody waits
        return typed;
    }

    @Override
    public void heard(String line) {
        if (theirs > 0) {
            theirs -= line.getBytes(StandardCharsets.UTF_8).length + CRLF;
            if (theirs >= 0) {
                return;
            }
        }
        Matcher literal = LITERAL.matcher(line);
        theirs = literal.matches() ? Long.parseLong(literal.group(1)) : 0;
        if (line.startsWith("+") || !greeted) {
            greeted = true;
            owed = false;
        } else if (open && line.startsWith(tag + " ")) {
            owed = false;
            open = false;
            ours = 0;
            boolean good = line.startsWith("OK", tag.length() + 1);
            tls = asked.equals("STARTTLS") && good; // RFC 9051 §6.2.1
        }
    }

    @Override
    public boolean owed() {
        return owed;
    }

    @Override
    public boolean text() {
        return ours > 0;
    }

    @Override
    public boolean signing() {
        return open && asked.equals("AUTHENTICATE");
    }

    @Override
    public boolean tlsBegins() {
        return tls;
    }
}
