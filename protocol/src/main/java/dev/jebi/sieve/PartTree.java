package dev.jebi.sieve;

import dev.jebi.mime.BodyPart;
import dev.jebi.mime.HeaderSection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The MIME parts of a message as a list.
final class PartTree {
    private PartTree() {}

    /// A part and all parts in it, in the order of the message.
    static List<BodyPart> all(BodyPart root) {
        var parts = new ArrayList<BodyPart>();
        add(root, parts);
        return parts;
    }

    private static void add(BodyPart part, List<BodyPart> parts) {
        parts.add(part);
        switch (part) {
            case BodyPart.Multipart multipart -> multipart.parts().forEach(p -> add(p, parts));
            case BodyPart.Embedded embedded -> add(embedded.body(), parts);
            case BodyPart.Leaf _ -> {}
        }
    }

    /// The header section of a part.
    static HeaderSection header(Evaluation run, BodyPart part) throws SieveFault, IOException {
        HeaderSection section =
                HeaderSection.read(
                        run.message().content(), part.extent(), run.limits().run().headerOctets());
        run.spend(part.extent().body() - part.extent().header());
        return section;
    }

    /// Its type in lower case.
    static String type(BodyPart part) {
        return switch (part) {
            case BodyPart.Multipart _ -> "multipart";
            case BodyPart.Embedded _ -> "message";
            case BodyPart.Leaf leaf -> leaf.type();
        };
    }

    /// Its subtype in lower case.
    static String subtype(BodyPart part) {
        return switch (part) {
            case BodyPart.Multipart multipart -> multipart.subtype();
            case BodyPart.Embedded embedded -> embedded.subtype();
            case BodyPart.Leaf leaf -> leaf.subtype();
        };
    }
}
