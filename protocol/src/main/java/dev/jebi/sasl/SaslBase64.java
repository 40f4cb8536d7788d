package dev.jebi.sasl;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Base64 as SMTP, POP3 and IMAP carry SASL in it (RFC 4648 §4): one line, padded, and nothing else
/// in it. Characters outside the alphabet, missing or false padding, and stray bits at the end are
/// refused (RFC 4648 §3.3, §3.5), so that each response has one form only.
public final class SaslBase64 {
    private SaslBase64() {}

    /// Decodes a response; an empty line is an empty response. Empty when it is no base64.
    public static Optional<byte[]> decode(byte[] line) {
        if (line.length % 4 != 0) {
            return Optional.empty();
        }
        try {
            byte[] octets = Base64.getDecoder().decode(line);
            return Arrays.equals(Base64.getEncoder().encode(octets), line)
                    ? Optional.of(octets)
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // not base64: that is the answer
        }
    }

    /// Decodes an initial response, where a lone `=` is an empty one (RFC 4954 §4, RFC 5034 §4, RFC
    /// 4959 §3). Empty when it is no base64.
    public static Optional<byte[]> decodeInitial(byte[] word) {
        return word.length == 1 && word[0] == '=' ? Optional.of(new byte[0]) : decode(word);
    }

    /// Encodes a challenge.
    public static String encode(byte[] octets) {
        return Base64.getEncoder().encodeToString(octets);
    }
}
