package dev.jebi.useragent;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/// The person's clock, from the system's own file of their time zone (RFC 9636): Java's way to it
/// reads the zones of the whole world first, which takes as long as the rest of a list of mail.
/// Zones that change their clocks by a rule for the future are left to Java.
final class LocalOffset {
    private static final int HEADER = 44;
    private static final int MAX_FILE = 1 << 16;

    private final ByteBuffer block;
    private final int times;
    private final int types;
    private final int last;

    /// @param block the 64-bit block of the file, from its header on
    private LocalOffset(ByteBuffer block, int last) {
        this.block = block;
        this.times = block.getInt(32);
        this.types = block.getInt(36);
        this.last = last;
    }

    /// A time as the person's clock shows it.
    interface Clock {
        LocalDateTime at(Instant time);
    }

    /// The clock of this machine, or of the zone that `TZ` names.
    static Clock clock(String zone) {
        Path file =
                zone.isEmpty()
                        ? Path.of("/etc/localtime")
                        : Path.of("/usr/share/zoneinfo").resolve(zone.replace(":", ""));
        try {
            Optional<LocalOffset> offset = read(Files.readAllBytes(file));
            if (offset.isPresent()) {
                return new Quickly(offset.get());
            }
        } catch (IOException | RuntimeException _) {
            return new Properly(); // no such file here: Java knows better
        }
        return new Properly();
    }

    private record Quickly(LocalOffset offset) implements Clock {
        @Override
        public LocalDateTime at(Instant time) {
            long second = time.getEpochSecond();
            int seconds = offset.seconds(second);
            return LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.ofTotalSeconds(seconds));
        }
    }

    private record Properly() implements Clock {
        @Override
        public LocalDateTime at(Instant time) {
            return LocalDateTime.ofInstant(time, ZoneId.systemDefault());
        }
    }

    static Optional<LocalOffset> read(byte[] octets) {
        if (octets.length < HEADER || octets.length > MAX_FILE) {
            return Optional.empty();
        }
        ByteBuffer file = ByteBuffer.wrap(octets);
        boolean old = file.getInt(0) != 0x545A_6966 || octets[4] < '2'; // TZif, version 2 or later
        if (old) {
            return Optional.empty();
        }
        int first = length(file, 4);
        ByteBuffer block = file.slice(first, octets.length - first);
        int end = length(block, 8);
        String rule =
                new String(
                                octets,
                                first + end,
                                octets.length - first - end,
                                StandardCharsets.US_ASCII)
                        .strip();
        int seconds = seconds(rule);
        return rule.isEmpty() || seconds == Integer.MIN_VALUE
                ? Optional.empty()
                : Optional.of(new LocalOffset(block, seconds));
    }

    /// How long a header and its block are (RFC 9636 §3.1, §3.2).
    private static int length(ByteBuffer block, int timeOctets) {
        return HEADER
                + block.getInt(32) * (timeOctets + 1)
                + block.getInt(36) * 6
                + block.getInt(40)
                + block.getInt(28) * (timeOctets + 4)
                + block.getInt(24)
                + block.getInt(20);
    }

    /// The offset of a rule without summer time, e.g. `KST-9` or `<+0530>-5:30` (RFC 9636 §3.3.1).
    private static int seconds(String rule) {
        int at = rule.startsWith("<") ? rule.indexOf('>') + 1 : 0;
        while (at < rule.length() && Character.isLetter(rule.charAt(at))) {
            at++;
        }
        int sign = -1; // POSIX counts to the west
        if (at < rule.length() && (rule.charAt(at) == '-' || rule.charAt(at) == '+')) {
            sign = rule.charAt(at) == '-' ? 1 : -1;
            at++;
        }
        int total = 0;
        int number = 0;
        int unit = 3_600;
        boolean digits = false;
        for (; at < rule.length(); at++) {
            char c = rule.charAt(at);
            if (c >= '0' && c <= '9') {
                number = number * 10 + c - '0';
                digits = true;
            } else if (c == ':' && unit > 1) {
                total += number * unit;
                unit /= 60;
                number = 0;
            } else {
                return Integer.MIN_VALUE; // the name of a summer time, and a rule
            }
        }
        return digits ? sign * (total + number * unit) : Integer.MIN_VALUE;
    }

    /// The offset to UTC at that time.
    int seconds(long second) {
        int low = 0;
        int high = times;
        while (low < high) { // the first transition after that time
            int middle = (low + high) >>> 1;
            if (block.getLong(HEADER + middle * 8) <= second) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == times) {
            return last;
        }
        int type = low == 0 ? 0 : block.get(HEADER + times * 8 + low - 1) & 0xFF;
        return type >= types ? last : block.getInt(HEADER + times * 9 + type * 6);
    }
}
