package dev.jebi.sasl;

/// What a SASL exchange takes from a client, in octets.
///
/// @param response one response as a whole, decoded; RFC 4954 §4 speaks of 12,288 in base64
/// @param login a login; RFC 4616 §2 obliges us to 255
/// @param password a password; likewise
/// @param nonce a client's nonce
public record SaslLimits(int response, int login, int password, int nonce) {
    /// More than any person or program needs.
    public static final SaslLimits STANDARD = new SaslLimits(8_192, 512, 1_024, 512);
}
