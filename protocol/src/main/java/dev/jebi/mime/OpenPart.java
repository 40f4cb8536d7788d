package dev.jebi.mime;

import java.util.ArrayList;
import java.util.List;

/// A part whose end is not reached yet. For one thread.
final class OpenPart {
    /// What it is made of.
    enum Kind {
        LEAF,
        MULTIPART,
        EMBEDDED
    }

    private static final ContentType OPAQUE =
            new ContentType("application", "octet-stream", List.of());
    private static final HeaderSection NO_HEADER = HeaderSection.of(new byte[0]);
    private static final byte[] NO_BOUNDARY = {};

    final List<BodyPart> parts = new ArrayList<>();
    Kind kind = Kind.LEAF;
    HeaderSection header = NO_HEADER;
    byte[] boundary = NO_BOUNDARY;
    boolean closed;
    long body;
    long linesBefore;

    private final OpenPart parent;
    private final Budget budget;
    private final int depth;
    private final long start;
    private ContentType type = OPAQUE;
    private BodyFields fields = MimeFields.OPAQUE;
    private HeaderSection inner = NO_HEADER;

    OpenPart(OpenPart parent, long start) {
        this.parent = parent;
        this.budget = parent.budget;
        this.depth = parent.depth + 1;
        this.start = start;
        this.body = start;
    }

    private OpenPart(Budget budget) {
        this.parent = this;
        this.budget = budget;
        this.depth = 0;
        this.start = 0;
    }

    /// What is around a message: nothing.
    static OpenPart outside(Budget budget) {
        return new OpenPart(budget);
    }

    OpenPart parent() {
        return parent;
    }

    boolean inMultipart() {
        OpenPart part = this;
        while (part.depth > 0) {
            if (part.kind == Kind.MULTIPART) {
                return true;
            }
            part = part.parent;
        }
        return false;
    }

    /// Takes what the header section says of it; deeper than `limit` nothing has parts.
    void read(HeaderSection section, int limit) {
        boolean digest = parent.kind == Kind.MULTIPART && parent.type.subtype().equals("digest");
        // RFC 2046 §5.1.5
        MimeFields read =
                MimeFields.of(section, digest ? ContentType.MESSAGE : ContentType.PLAIN, budget);
        header = section;
        type = read.type();
        fields = read.fields();
        boolean tooDeep = depth >= limit;
        if (type.multipart() && !tooDeep) {
            kind = Kind.MULTIPART;
            boundary =
                    type.parameter("boundary")
                            .or(() -> HeaderText.parameter(type.parameters(), "boundary"))
                            .map(MessageParser::boundary)
                            .orElse(NO_BOUNDARY);
            closed = boundary.length == 0;
        } else if (type.message() && !tooDeep && !read.encoded()) {
            kind = Kind.EMBEDDED;
        } else if (type.multipart() || type.message()) {
            type = OPAQUE;
            fields = read.without("boundary");
        }
    }

    /// Ends it and gives it to its parent. The line end before a boundary line is the boundary's,
    /// but not one that ends a header section.
    ///
    /// @param position where the boundary line begins, or the content ends
    /// @param lineEnd the octets of the line end before a boundary line
    /// @param linesTotal how many LFs stand before `position`
    /// @return the parent
    OpenPart close(long position, int lineEnd, long linesTotal) {
        long inside = parts.isEmpty() ? body : Math.max(body, parts.getLast().extent().end());
        boolean taken = inside > position - lineEnd;
        var extent = new Extent(start, body, taken ? position : position - lineEnd);
        long lines = linesTotal - linesBefore - (taken || lineEnd == 0 ? 0 : 1);
        parent.inner = header;
        parent.parts.add(
                switch (kind) {
                    case LEAF ->
                            new BodyPart.Leaf(extent, type.type(), type.subtype(), fields, lines);
                    case MULTIPART ->
                            new BodyPart.Multipart(
                                    extent, type.subtype(), fields, partsOr(extent, lines));
                    case EMBEDDED -> embedded(extent, lines);
                });
        return parent;
    }

    private List<BodyPart> partsOr(Extent extent, long lines) {
        if (!parts.isEmpty()) {
            return List.copyOf(parts);
        }
        var whole = new Extent(extent.body(), extent.body(), extent.end());
        return List.of(new BodyPart.Leaf(whole, "text", "plain", MimeFields.NONE, lines));
    }

    private BodyPart embedded(Extent extent, long lines) {
        return new BodyPart.Embedded(
                extent,
                type.subtype(),
                fields,
                EnvelopeReader.read(inner, budget),
                parts.getFirst(),
                lines);
    }
}
