package dev.jebi.pop3server;

import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Directory;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;
import dev.jebi.mailstore.Register.Put;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.ReentrantLock;

/// The policies of accounts, in the register: lines of a word, `=` and a value; what is standard is
/// left out. Safe for use by several threads.
public final class Pop3Policies {
    private static final String KIND = "pop3-policy";
    private static final String KEY = "policy";
    private static final Name RANGE = Name.of(KIND, "range");

    private static final String MAILDROP = "maildrop";
    private static final String DELETE = "delete";
    private static final String FOR_GOOD = "for-good";
    private static final String BACKUP = "backup";
    private static final String EXPIRE = "expire-days";
    private static final String AGE = "minimal-age-seconds";
    private static final String DELAY = "login-delay-seconds";

    private final Register register;
    private final Directory directory;
    private final ReentrantLock changing = new ReentrantLock();

    /// The policies of a store.
    public Pop3Policies(MailStore store) {
        this.register = store.register();
        this.directory = store.directory();
    }

    /// The policy of an account.
    public Pop3Policy of(AccountId account) throws IOException {
        return register.value(name(account)).map(Pop3Policies::read).orElse(Pop3Policy.STANDARD);
    }

    /// Gives an account a policy; it holds for sessions that begin.
    ///
    /// @return false when the account is no more
    public boolean put(AccountId account, Pop3Policy policy) throws IOException {
        changing.lock();
        try {
            var old = of(account);
            boolean there =
                    policy.equals(Pop3Policy.STANDARD)
                            ? register.remove(name(account))
                            : register.put(name(account), write(policy));
            if (there) {
                var range = range();
                var now = range.dueTo(old) ? counted() : range.with(policy);
                if (!now.equals(range)) {
                    register.put(List.of(Put.of(RANGE, write(now))));
                }
            }
            return there;
        } finally {
            changing.unlock();
        }
    }

    /// Between what all policies are. An account that is removed may leave it wider than it is.
    Pop3Range range() throws IOException {
        return register.value(RANGE).map(Pop3Policies::readRange).orElse(Pop3Range.NONE);
    }

    private Pop3Range counted() throws IOException {
        var range = Pop3Range.NONE;
        for (Account account : directory.accounts()) {
            range = range.with(of(account.id()));
        }
        return range;
    }

    private static Name name(AccountId account) {
        return Name.of(account, KIND, KEY);
    }

    private static byte[] write(Pop3Policy policy) {
        var text = new StringBuilder();
        if (!policy.maildrop().isInbox()) {
            line(text, MAILDROP, policy.maildrop());
        }
        switch (policy.deletion()) {
            case Deletion.AsServer() -> {}
            case Deletion.ForGood() -> line(text, DELETE, FOR_GOOD);
            case Deletion.Backup(var days) ->
                    line(text, DELETE, days.isEmpty() ? BACKUP : BACKUP + " " + days.getAsInt());
        }
        policy.expireDays().ifPresent(days -> line(text, EXPIRE, days));
        line(text, AGE, policy.minimalAge().toSeconds());
        line(text, DELAY, policy.loginDelay().toSeconds());
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] write(Pop3Range range) {
        var text = new StringBuilder();
        range.expireDays().ifPresent(days -> line(text, EXPIRE, days));
        line(text, DELAY, range.loginDelay().toSeconds());
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void line(StringBuilder text, String word, Object value) {
        text.append(word).append('=').append(value).append('\n');
    }

    private static Map<String, String> lines(byte[] octets) {
        var lines = new HashMap<String, String>();
        new String(octets, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> {
                    int sign = line.indexOf('=');
                    if (sign > 0) {
                        lines.put(line.substring(0, sign), line.substring(sign + 1));
                    }
                });
        return lines;
    }

    private static Pop3Policy read(byte[] octets) {
        var lines = lines(octets);
        return new Pop3Policy(
                Optional.ofNullable(lines.get(MAILDROP))
                        .map(MailboxName::new)
                        .orElse(MailboxName.INBOX),
                deletion(lines.getOrDefault(DELETE, "")),
                days(lines),
                seconds(lines, AGE),
                seconds(lines, DELAY));
    }

    private static Pop3Range readRange(byte[] octets) {
        var lines = lines(octets);
        return new Pop3Range(days(lines), seconds(lines, DELAY));
    }

    private static Deletion deletion(String value) {
        if (value.equals(FOR_GOOD)) {
            return new Deletion.ForGood();
        }
        if (value.equals(BACKUP)) {
            return new Deletion.Backup(OptionalInt.empty());
        }
        return value.startsWith(BACKUP + " ")
                ? new Deletion.Backup(
                        OptionalInt.of(Integer.parseInt(value.substring(BACKUP.length() + 1))))
                : new Deletion.AsServer();
    }

    private static OptionalInt days(Map<String, String> lines) {
        return lines.containsKey(EXPIRE)
                ? OptionalInt.of(Integer.parseInt(lines.getOrDefault(EXPIRE, "0")))
                : OptionalInt.empty();
    }

    private static Duration seconds(Map<String, String> lines, String word) {
        return Duration.ofSeconds(Long.parseLong(lines.getOrDefault(word, "0")));
    }
}
