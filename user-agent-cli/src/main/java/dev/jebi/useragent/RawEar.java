package dev.jebi.useragent;

import dev.jebi.useragent.account.Surroundings;
import dev.jebi.useragent.json.Value;
import dev.jebi.useragent.text.SafeText;
import dev.jebi.useragent.wire.Side;
import dev.jebi.useragent.wire.Spoken;
import dev.jebi.useragent.wire.Wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What becomes of a dialogue by hand: the server's lines for a person, `C:` and `S:` with
/// `--wire`, a record with masked secrets for scripts. One thread at a time.
final class RawEar implements RawDialogue.Ear {
    private static final int MAX_KEPT = 100_000;

    private final Output output;
    private final Optional<Spoken> wire;
    private final boolean lines;
    private final Spoken record;
    private final List<Value> kept = new ArrayList<>();

    RawEar(String protocol, Output output, Optional<Wire> wire, Surroundings surroundings) {
        this.output = output;
        this.wire = wire.map(shown -> shown.spoken(protocol));
        boolean both = wire.isPresent() && surroundings.terminal(); // nobody reads a line twice
        this.lines = output.people() && !both;
        this.record = new Spoken(protocol, this::keep);
    }

    private synchronized void keep(Side side, String line) {
        if (kept.size() < MAX_KEPT) {
            String from = side == Side.CLIENT ? "you" : "server";
            kept.add(new Value.Fields().put("from", from).put("line", line));
        }
    }

    @Override
    public void client(String line) {
        wire.ifPresent(shown -> shown.client(line));
        if (!output.people()) {
            record.client(line);
        }
    }

    @Override
    public void server(String line) {
        wire.ifPresent(shown -> shown.server(line));
        if (lines) {
            output.line(SafeText.line(line));
        }
        if (!output.people()) {
            record.server(line);
        }
    }

    @Override
    public void challenge(String words) {
        if (output.people()) {
            output.note("that is base64 of '" + words + "'");
        }
    }

    /// The dialogue is over.
    synchronized void end() {
        if (!output.people()) {
            output.show(new Value.Rows(kept), _ -> {});
        }
    }
}
