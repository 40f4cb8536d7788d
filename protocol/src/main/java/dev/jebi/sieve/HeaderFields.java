package dev.jebi.sieve;

import dev.jebi.mime.BodyPart;
import dev.jebi.mime.HeaderSection;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Which header fields a test looks at: of the message or of MIME parts (RFC 5703 §4), all or one
/// of a name (RFC 5260 §6).
///
/// @param index from 1; 0 for all
/// @param last whether it counts from the end
record HeaderFields(boolean mime, boolean anyChild, long index, boolean last) {
    /// What looking for a field costs: a compared character for so many octets of the header.
    private static final int SCANNED = 8;

    /// What reading the header of a part costs, in compared characters.
    private static final int PART = 1_000;

    static HeaderFields of(Call call, Scope scope) {
        if (call.has("last") && !call.has("index")) {
            scope.error(call.at(), "the :last tag cannot be specified without the :index tag");
        }
        long index = call.numberBehind("index").orElse(0L);
        if (call.has("index") && index == 0) {
            scope.error(call.at(), "the :index tag counts from 1");
        }
        if (call.has("anychild") && !call.has("mime")) {
            scope.error(call.at(), "the :anychild tag cannot be specified without the :mime tag");
        }
        return new HeaderFields(call.has("mime"), call.has("anychild"), index, call.has("last"));
    }

    /// Raw values of the fields of a name.
    List<String> values(Evaluation run, String name) throws SieveFault, IOException {
        var values = new ArrayList<String>();
        for (HeaderSection section : sections(run)) {
            values.addAll(picked(section.all(name)));
        }
        return values;
    }

    private List<String> picked(List<String> values) {
        if (index == 0) {
            return values;
        }
        if (index > values.size()) {
            return List.of();
        }
        int at = (int) (last ? values.size() - index : index - 1);
        return List.of(values.get(at));
    }

    private List<HeaderSection> sections(Evaluation run) throws SieveFault, IOException {
        run.spend(run.header().size() / SCANNED);
        if (!mime) {
            return List.of(run.header().section());
        }
        boolean inLoop = !run.parts().isEmpty();
        if (!anyChild) {
            return List.of(inLoop ? run.parts().peek().header() : run.header().section());
        }
        var sections = new ArrayList<HeaderSection>();
        BodyPart root = inLoop ? run.parts().peek().part() : run.head().structure();
        for (BodyPart part : PartTree.all(root)) {
            run.spend(PART);
            boolean top = !inLoop && part.equals(root);
            sections.add(top ? run.header().section() : PartTree.header(run, part));
        }
        return sections;
    }
}
