package dev.jebi.arc;

import java.util.List;

/// What a chain came to.
///
/// @param reason why it fails, in words that may stand in an Authentication-Results field; else
///   empty
/// @param temporary whether it fails only because a key cannot be had just now
/// @param hops who sealed, the first hop first; empty when the chain cannot be read
/// @param oldestPass the first hop since which the message was not changed; 0 when it never was
///   (RFC 8617 §5.2)
public record ArcResult(
        ArcStatus status, String reason, boolean temporary, List<ArcHop> hops, int oldestPass) {
    static final ArcResult NONE = new ArcResult(ArcStatus.NONE, "", false, List.of(), 0);

    static ArcResult fail(String why, List<ArcHop> hops) {
        return new ArcResult(ArcStatus.FAIL, why, false, hops, 0);
    }
}
