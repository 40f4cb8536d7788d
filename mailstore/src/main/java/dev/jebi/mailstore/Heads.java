package dev.jebi.mailstore;

import dev.jebi.mime.MessageHead;
import dev.jebi.mime.MessageHeadCodec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// What the store does with message heads: it keeps them before the octets, and takes the thread
/// from them.
final class Heads {
    private Heads() {}

    static byte[] encode(MessageHead head) {
        return MessageHeadCodec.encode(head);
    }

    static MessageHead decode(byte[] octets) {
        return MessageHeadCodec.decode(ByteBuffer.wrap(octets));
    }

    /// The thread: a number from the Message-ID of its first message, as far as the message knows
    /// it, so that no look-up is needed; 0 for a message that knows none.
    static long thread(MessageHead head) {
        if (!head.references().isEmpty()) {
            return hash(head.references().getFirst());
        }
        return head.envelope().messageId().map(Heads::bare).map(Heads::hash).orElse(0L);
    }

    private static String bare(String messageId) {
        int open = messageId.indexOf('<');
        int close = messageId.indexOf('>', open + 1);
        return open >= 0 && close > open ? messageId.substring(open + 1, close) : messageId.strip();
    }

    private static long hash(String messageId) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            var hash = digest.digest(messageId.getBytes(StandardCharsets.UTF_8));
            return Math.max(1, ByteBuffer.wrap(hash).getLong() >>> 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
