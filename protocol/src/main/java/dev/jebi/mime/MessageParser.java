package dev.jebi.mime;

import dev.jebi.content.Content;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The reader of a message's head and MIME structure: one pass over the content, in chunks. No
/// input makes it fail.
///
/// Choices where the RFCs leave them, or mail breaks them:
///
/// - A header section ends at its first empty line, or at a boundary line of a multipart around it;
///   lines that are no field are skipped. Without an empty line all is header.
/// - A boundary line begins with two dashes and the boundary (RFC 2046 §5.1.1: what follows on the
///   line does not matter); of several the longest, then the innermost. The line end before it is
///   its own. Behind a close delimiter the same boundary is text.
/// - A multipart in which no part is found, for want of a boundary or of its lines, has one:
///   text/plain, all of its body.
/// - message/rfc822 in base64 or quoted-printable, and what lies beyond the limits, is a leaf of
///   type application/octet-stream.
public final class MessageParser {
    private static final int CHUNK = 16 << 10;

    /// A boundary has 70 octets at most (RFC 2046 §5.1.1); more is let pass up to a line's length.
    private static final int LONGEST_BOUNDARY = 998;

    private static final byte[] DASHES = {'-', '-'};

    private final OctetScanner scanner;
    private final MimeLimits limits;
    private final Octets octets = new Octets();
    private final Budget budget;
    private final OpenPart outside;

    private MessageParser(Content content, MimeLimits limits, int chunk) {
        this.scanner = new OctetScanner(content, Math.max(chunk, 2 * LONGEST_BOUNDARY));
        this.limits = limits;
        this.budget = new Budget(limits);
        this.outside = OpenPart.outside(budget);
    }

    /// Reads a message. Only the content's own faults are thrown.
    public static MessageHead parse(Content content, MimeLimits limits) throws IOException {
        return parse(content, limits, CHUNK);
    }

    static MessageHead parse(Content content, MimeLimits limits, int chunk) throws IOException {
        return new MessageParser(content, limits, chunk).parse();
    }

    private MessageHead parse() throws IOException {
        OpenPart root = begin(outside);
        HeaderSection header = root.header;
        ImapEnvelope envelope = EnvelopeReader.read(header, budget);
        OpenPart current = descend(root);
        while (true) {
            Optional<OpenPart> found = toBoundary(current);
            if (found.isEmpty()) {
                break;
            }
            OpenPart multipart = found.get();
            int lineEnd = scanner.lineEndBehind();
            while (!current.equals(multipart)) {
                current = current.close(scanner.position(), lineEnd, scanner.lines());
            }
            if (closes(multipart)) {
                multipart.closed = true;
                scanner.skipLine();
            } else {
                scanner.skipLine();
                current = descend(begin(multipart));
            }
        }
        BodyPart structure = closeAll(current);
        String subject =
                HeaderText.decode(envelope.subject().orElse(""), Charsets.declared(structure));
        return new MessageHead(
                envelope, structure, MessageIds.ancestors(header), BaseSubject.of(subject).text());
    }

    private BodyPart closeAll(OpenPart innermost) {
        OpenPart current = innermost;
        while (!current.equals(outside)) {
            current = current.close(scanner.position(), 0, scanner.lines());
        }
        return outside.parts.getFirst();
    }

    /// Opens the messages within messages that begin where `part` begins its body.
    private OpenPart descend(OpenPart part) throws IOException {
        OpenPart current = part;
        while (current.kind == OpenPart.Kind.EMBEDDED) {
            current = begin(current);
        }
        return current;
    }

    /// Opens the part that begins here, by reading its header section.
    private OpenPart begin(OpenPart parent) throws IOException {
        var part = new OpenPart(parent, scanner.position());
        if (!budget.part()) {
            part.linesBefore = scanner.lines();
            return part;
        }
        HeaderSection header = header(parent);
        part.body = scanner.position();
        part.linesBefore = scanner.lines();
        part.read(header, limits.depth());
        return part;
    }

    /// Reads a header section up to its empty line, which is passed, or to a boundary line, which
    /// is not.
    private HeaderSection header(OpenPart parent) throws IOException {
        octets.clear(budget.header());
        while (!scanner.atEnd()) {
            if (scanner.atEmptyLine()) {
                scanner.skipLine();
                break;
            }
            if (scanner.atDashes(0) && match(parent).isPresent()) {
                break;
            }
            scanner.copyLine(octets);
        }
        budget.read(octets.size());
        return HeaderSection.of(octets.toArray());
    }

    /// Goes to the next boundary line of a multipart that is open.
    private Optional<OpenPart> toBoundary(OpenPart current) throws IOException {
        if (budget.spent() || !current.inMultipart()) {
            scanner.toEnd();
            return Optional.empty();
        }
        while (scanner.toDashes()) {
            Optional<OpenPart> found = match(current);
            if (found.isPresent()) {
                return found;
            }
            scanner.skipLine();
        }
        return Optional.empty();
    }

    /// The open multipart whose boundary the line at the position has. A line that has a closed
    /// one's better than an open one's is none.
    private Optional<OpenPart> match(OpenPart innermost) throws IOException {
        Optional<OpenPart> best = Optional.empty();
        int length = -1;
        for (OpenPart part = innermost; !part.equals(outside); part = part.parent()) {
            byte[] boundary = part.boundary;
            if (part.kind != OpenPart.Kind.MULTIPART || !scanner.at(DASHES.length, boundary)) {
                continue;
            }
            boolean exact = !part.closed && ends(DASHES.length + boundary.length);
            if (exact) {
                return Optional.of(part);
            }
            boolean reopened = best.isPresent() && best.get().closed && boundary.length == length;
            if (boundary.length > length || reopened) {
                best = Optional.of(part);
                length = boundary.length;
            }
        }
        return best.filter(part -> !part.closed);
    }

    /// Whether the line ends behind `offset`, or behind two dashes there.
    private boolean ends(int offset) throws IOException {
        return scanner.blankFrom(offset)
                || (scanner.atDashes(offset) && scanner.blankFrom(offset + DASHES.length));
    }

    private boolean closes(OpenPart multipart) throws IOException {
        return scanner.atDashes(DASHES.length + multipart.boundary.length);
    }

    /// The octets of a boundary parameter; trailing white space is none of it (RFC 2046 §5.1.1).
    static byte[] boundary(String parameter) {
        byte[] octets = parameter.stripTrailing().getBytes(StandardCharsets.ISO_8859_1);
        return octets.length <= LONGEST_BOUNDARY ? octets : new byte[0];
    }
}
