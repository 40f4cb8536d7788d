package dev.jebi.mime;

import dev.jebi.content.Content;

import java.io.InputStream;
import java.util.Locale;

/// The transfer encodings of bodies (RFC 2045 §6), read forgivingly: damaged octets are passed over
/// and never fail.
public final class TransferDecoding {
    private TransferDecoding() {}

    /// Whether the encoding is one of RFC 2045; BINARY refuses the others (RFC 3516 §4.3).
    public static boolean known(String encoding) {
        return identity(encoding)
                || switch (encoding.toLowerCase(Locale.ROOT)) {
                    case "base64", "quoted-printable" -> true;
                    case String _ -> false;
                };
    }

    /// Whether a body in this encoding is what it stands for.
    public static boolean identity(String encoding) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "7bit", "8bit", "binary" -> true;
            case String _ -> false;
        };
    }

    /// A stream of the decoded octets of a body; those of an unknown encoding come as they are.
    public static InputStream open(Content body, String encoding) {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "base64" -> new DecodedStream(body.open(), new Base64Quads());
            case "quoted-printable" -> new DecodedStream(body.open(), new QuotedPrintable());
            case String _ -> body.open();
        };
    }
}
