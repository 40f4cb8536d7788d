package dev.jebi.mime;

/// What a header field's name may be: printable US-ASCII without the colon (RFC 5322 §2.2).
public final class FieldName {
    private FieldName() {}

    /// Whether this text can name a header field.
    public static boolean valid(String name) {
        return !name.isEmpty() && name.chars().allMatch(FieldName::allowed);
    }

    static boolean allowed(int octet) {
        return octet > ' ' && octet < 0x7F && octet != ':';
    }
}
