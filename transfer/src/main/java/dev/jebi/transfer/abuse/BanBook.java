package dev.jebi.transfer.abuse;

import dev.jebi.guard.Ban;
import dev.jebi.guard.BanRecords;
import dev.jebi.guard.Block;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;
import dev.jebi.mailstore.Register.Put;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The bans, in the store's register. Safe for use by several threads.
public record BanBook(Register register) implements BanRecords {
    private static final Logger LOG = LoggerFactory.getLogger(BanBook.class);
    private static final String KIND = "ban";

    /// More than the guard bans by itself: what operators add comes on top.
    private static final int MOST = 200_000;

    private static final String FOR_EVER = "-";

    @Override
    public List<Ban> all() throws IOException {
        var bans = new ArrayList<Ban>();
        register.values(Optional.empty(), KIND, MOST)
                .forEach((target, value) ->
                        read(target, new String(value, StandardCharsets.UTF_8))
                                .ifPresent(bans::add));
        return bans;
    }

    @Override
    public void put(Ban ban) throws IOException {
        String text =
                String.join(
                        "\t",
                        ban.operator() ? "operator" : "guard",
                        ban.since().toString(),
                        ban.until().map(Instant::toString).orElse(FOR_EVER),
                        ban.reason());
        boolean _ =
                register.put(
                        List.of(
                                new Put(
                                        name(ban.target()),
                                        Optional.of(text.getBytes(StandardCharsets.UTF_8)),
                                        ban.until())));
    }

    @Override
    public void remove(Block target) throws IOException {
        boolean _ = register.remove(name(target));
    }

    private static Name name(Block target) {
        return Name.of(KIND, target.toString());
    }

    private static Optional<Ban> read(String target, String text) {
        String[] parts = text.split("\t", 4);
        try {
            return Optional.of(
                    new Ban(
                            Block.parse(target),
                            parts[3],
                            parts[0].equals("operator"),
                            Instant.parse(parts[1]),
                            parts[2].equals(FOR_EVER)
                                    ? Optional.empty()
                                    : Optional.of(Instant.parse(parts[2]))));
        } catch (IllegalArgumentException
                | DateTimeParseException
                | ArrayIndexOutOfBoundsException e) { // written by a newer Jebi
            LOG.warn("event=ban-unreadable target={}", target, e);
            return Optional.empty();
        }
    }
}
