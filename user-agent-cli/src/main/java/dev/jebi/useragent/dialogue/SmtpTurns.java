package dev.jebi.useragent.dialogue;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// SMTP (RFC 5321 §4.2.1): a reply is over with a line whose code has no hyphen behind it. In the
/// text of a message dots are doubled (RFC 5321 §4.5.2).
final class SmtpTurns implements Turns {
    private static final Pattern END = Pattern.compile("\\d{3}( .*)?");
    private static final Pattern CHUNK = Pattern.compile("(?i)\\s*BDAT\\s+(\\d{1,9})\\b.*");
    private static final int CRLF = 2;

    private String asked = "";
    private boolean owed = true; // the greeting
    private boolean text;
    private boolean signing;
    private boolean tls;
    private long chunk;

    @Override
    public String said(String typed) {
        if (text) {
            boolean end = typed.equals(".");
            text = !end;
            owed = end;
            asked = ".";
            return typed.startsWith(".") && !end ? "." + typed : typed;
        }
        if (chunk > 0) { // RFC 3030 §2: counted, with nothing doubled
            chunk -= typed.getBytes(StandardCharsets.UTF_8).length + CRLF;
            owed = chunk <= 0;
            return typed;
        }
        owed = true;
        if (!signing) {
            asked = Turns.verb(typed);
            Matcher counted = CHUNK.matcher(typed);
            chunk = counted.matches() ? Long.parseLong(counted.group(1)) : 0;
            owed = chunk == 0;
        }
        return typed;
    }

    @Override
    public void heard(String line) {
        if (text || !END.matcher(line).matches()) {
            return; // whatever is said in the midst of a text, only a dot ends it
        }
        owed = false;
        text = asked.equals("DATA") && line.startsWith("354");
        signing = asked.equals("AUTH") && line.startsWith("334");
        tls = asked.equals("STARTTLS") && line.startsWith("220"); // RFC 3207 §4
    }

    @Override
    public boolean owed() {
        return owed;
    }

    @Override
    public boolean text() {
        return text || chunk > 0;
    }

    @Override
    public boolean signing() {
        return signing;
    }

    @Override
    public boolean tlsBegins() {
        return tls;
    }
}
