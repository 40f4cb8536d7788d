package dev.jebi.useragent.local;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The name of a message that stays when it is moved or copied: `m` and twelve letters and digits.
/// It comes from the server's EMAILID (RFC 8474 §4) where there is one, else from what a move does
/// not change.
public final class StableId {
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"; // Crockford's
    private static final int LENGTH = 12;
    private static final int BITS = 5;
    private static final long MASK = (1L << (LENGTH * BITS)) - 1;

    private StableId() {}

    /// The number of what names a message or a conversation; never 0.
    public static long of(String... names) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (String name : names) {
                digest.update(name.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            long number = ByteBuffer.wrap(digest.digest()).getLong() & MASK;
            return number == 0 ? 1 : number;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has it
        }
    }

    /// The number of a message whose octets are all there is to name it; never 0.
    public static long of(byte[] octets) {
        return of(new String(octets, StandardCharsets.ISO_8859_1));
    }

    /// As people and scripts write it.
    public static String text(long number) {
        var text = new char[LENGTH + 1];
        text[0] = 'm';
        for (int i = LENGTH; i > 0; i--) {
            text[i] = DIGITS.charAt((int) (number & 31));
            number >>>= BITS;
        }
        return new String(text);
    }

    /// Whether a word has the form of one; a mailbox `INBOX:12` or a number never has.
    public static boolean isOne(String text) {
        if (text.length() != LENGTH + 1 || text.charAt(0) != 'm') {
            return false;
        }
        for (int i = 1; i <= LENGTH; i++) {
            if (DIGITS.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    /// The number behind the text.
    public static long parse(String text) {
        long number = 0;
        for (int i = 1; i <= LENGTH; i++) {
            number = number << BITS | DIGITS.indexOf(text.charAt(i));
        }
        return number;
    }
}
