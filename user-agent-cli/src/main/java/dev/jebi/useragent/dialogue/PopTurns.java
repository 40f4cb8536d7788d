package dev.jebi.useragent.dialogue;

import java.util.Set;

/// POP3 (RFC 1939 §3): a reply is a line, or a list that a dot ends.
final class PopTurns implements Turns {
    /// What is answered by a list always, and what only without an argument.
    private static final Set<String> LISTS = Set.of("CAPA", "RETR", "TOP");

    private static final Set<String> LISTS_ALONE = Set.of("LIST", "UIDL", "LANG", "AUTH");

    private String asked = "";
    private boolean list;
    private boolean inside;
    private boolean owed = true; // the greeting
    private boolean signing;
    private boolean tls;

    @Override
    public String said(String typed) {
        owed = true;
        if (!signing) {
            asked = Turns.verb(typed);
            boolean alone = typed.strip().length() == asked.length();
            list = LISTS.contains(asked) || (alone && LISTS_ALONE.contains(asked));
        }
        return typed;
    }

    @Override
    public void heard(String line) {
        if (inside) {
            inside = !line.equals(".");
            owed = inside;
            return;
        }
        boolean good = line.startsWith("+OK");
        inside = owed && list && good;
        owed = inside;
        signing = asked.equals("AUTH") && line.startsWith("+") && !good; // RFC 5034 §4
        tls = asked.equals("STLS") && good; // RFC 2595 §4
    }

    @Override
    public boolean owed() {
        return owed;
    }

    @Override
    public boolean text() {
        return false;
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
