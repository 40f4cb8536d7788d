package dev.jebi.pop3server;

import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/// On which days messages of a maildrop were first retrieved: of accounts alone whose mail expires
/// some days after that (RFC 2449 §6.7). In the register: a UID and a day after the other, each as
/// the difference to the one before it. For one session, which holds the maildrop's lock.
final class Retrieved {
    private static final String KIND = "pop3-retrieved";

    /// The most that is remembered, so that a value stays small; of more, the oldest never expire.
    private static final int MOST = 100_000;

    private static final int LONGEST = 10;

    private final Register register;
    private final Name name;
    private final TreeMap<Long, Long> days;
    private boolean changed;

    private Retrieved(Register register, Name name, TreeMap<Long, Long> days) {
        this.register = register;
        this.name = name;
        this.days = days;
    }

    static Retrieved of(Register register, AccountId account, long uidValidity) throws IOException {
        var name = Name.of(account, KIND, Long.toString(uidValidity));
        var days = new TreeMap<Long, Long>();
        var value = register.value(name);
        if (value.isPresent()) {
            var in = ByteBuffer.wrap(value.get());
            long uid = 0;
            long day = 0;
            while (in.hasRemaining()) {
                uid += number(in);
                day += zigzag(number(in));
                days.put(uid, day);
            }
        }
        return new Retrieved(register, name, days);
    }

    /// A message was retrieved, for the first time or again.
    void note(long uid, long day) {
        changed |= days.putIfAbsent(uid, day) == null;
    }

    /// Whether a message was first retrieved on that day or before it.
    boolean before(long uid, long day) {
        return days.getOrDefault(uid, Long.MAX_VALUE) <= day;
    }

    /// Makes it durable, of the messages that are still there.
    void save(LongPredicate there) throws IOException {
        changed |= days.keySet().removeIf(uid -> !there.test(uid));
        while (days.size() > MOST) {
            days.pollFirstEntry();
        }
        if (changed) {
            register.put(name, octets());
            changed = false;
        }
    }

    private byte[] octets() {
        var out = new ByteArrayOutputStream(days.size() * 4);
        long uid = 0;
        long day = 0;
        for (var entry : days.entrySet()) {
            number(out, entry.getKey() - uid);
            long step = entry.getValue() - day;
            number(out, (step << 1) ^ (step >> 63));
            uid = entry.getKey();
            day = entry.getValue();
        }
        return out.toByteArray();
    }

    private static long zigzag(long number) {
        return (number >>> 1) ^ -(number & 1);
    }

    private static void number(ByteArrayOutputStream out, long number) {
        long left = number;
        while ((left & ~0x7FL) != 0) {
            out.write((int) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    private static long number(ByteBuffer in) throws IOException {
        long number = 0;
        for (int i = 0; i < LONGEST && in.hasRemaining(); i++) {
            byte octet = in.get();
            number |= (octet & 0x7FL) << (7 * i);
            if (octet >= 0) {
                return number;
            }
        }
        throw new IOException("what was retrieved is damaged");
    }
}
