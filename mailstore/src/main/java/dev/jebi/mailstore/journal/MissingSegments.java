package dev.jebi.mailstore.journal;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/// Segments of the journal are not there.
public final class MissingSegments extends IOException {
    private static final long serialVersionUID = 1;

    /// Of these gaps.
    ///
    /// @param then what can be done, in words
    public MissingSegments(List<Gap> gaps, String then) {
        super(text(gaps) + then);
    }

    private static String text(List<Gap> gaps) {
        return gaps.stream()
                .map(gap ->
                        "positions %s to %s of the journal are missing (the file %s%s); "
                                .formatted(
                                        HexFormat.of().toHexDigits(gap.from()),
                                        HexFormat.of().toHexDigits(gap.to()),
                                        Segment.name(gap.from()),
                                        " and perhaps those behind it"))
                .collect(Collectors.joining());
    }
}
