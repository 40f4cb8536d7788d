package dev.jebi.dkim;

/// What a body hash is taken of.
///
/// @param form the canonical form
/// @param hash the algorithm
/// @param length how many octets of the canonical body, at most (the tag `l`)
public record BodyWanted(Form form, Hash hash, long length) {
    /// The whole body.
    public static BodyWanted whole(Form form) {
        return new BodyWanted(form, Hash.SHA256, Long.MAX_VALUE);
    }
}
